"""The benchmark's Telegram: as much of the Bot API as a scan needs."""

from itertools import count
from typing import Any
from urllib.parse import parse_qs

from benchmarks.bots import SECRET
from benchmarks.platform import Platform

DATE = 1_767_225_600
_ME = {"is_bot": True, "first_name": "Stempel", "username": "stempel_bot"}
_PROOF = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"


class Telegram(Platform):
    """The Bot API, for any bot whose token is its number and a colon and whatever."""

    channel = "telegram"

    def __init__(self) -> None:
        super().__init__()
        self._updates = count(1)

    def opens(self, bot: str, person: int, payload: str) -> Any:  # noqa: ARG002 - the address says which bot
        """Make the update in which a person starts the bot by a deep link."""
        number = next(self._updates)
        return {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": DATE,
                "from": {"id": person, "is_bot": False, "first_name": "Eva", "language_code": "en"},
                "chat": {"id": person, "type": "private", "first_name": "Eva"},
                "text": f"/start {payload}",
                "entities": [{"type": "bot_command", "offset": 0, "length": len("/start")}],
            },
        }

    def proof(self, body: bytes) -> str:  # noqa: ARG002 - Telegram signs nothing
        """Name the secret that the bot asked for."""
        return _PROOF

    def _answer(self, target: str, body: bytes) -> tuple[int, Any]:
        bot, method = target.removeprefix("/bot").split("/")
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return self._called(bot.partition(":")[0], method, given)

    def _called(self, bot: str, method: str, given: dict[str, str]) -> tuple[int, Any]:
        return 200, {"ok": True, "result": self._result(bot, method, given)}

    def _result(self, bot: str, method: str, given: dict[str, str]) -> Any:
        me = {"id": int(bot), **_ME}
        if method == "getMe":
            return me
        if method != "sendMessage":
            return True
        chat, text = given["chat_id"], given["text"]
        where = {"id": int(chat), "type": "private", "first_name": "Ana"}
        number = self._note(bot, chat, text)
        return {"message_id": number, "date": DATE, "from": me, "chat": where, "text": text}
