"""A Telegram that remembers what was said in each chat, and taps the buttons under it."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from benchmarks.telegram import Telegram


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the bot's: its words, and what each button carries, by label."""

    number: int
    text: str
    buttons: dict[str, str]


class Witness(Telegram):
    """The Bot API with a memory."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, list[Said]] = defaultdict(list)

    def button(self, person: int, words: str, label: str) -> tuple[int, str] | None:
        """Find the newest button with this label under a message that begins so; None while there is none."""
        for said in reversed(self.chats[person]):
            if said.text.startswith(words) and label in said.buttons:
                return said.number, said.buttons[label]
        return None

    def taps(self, person: int, button: tuple[int, str]) -> Any:
        """Make the update in which a person taps a button."""
        number, data = button
        update = self.opens("", person, "")
        message = {**update["message"], "message_id": number}
        query = {"id": str(update["update_id"]), "from": message.pop("from"), "chat_instance": "1"}
        return {
            "update_id": update["update_id"],
            "callback_query": {**query, "message": message, "data": data},
        }

    def _result(self, bot: str, method: str, given: dict[str, str]) -> Any:
        result = super()._result(bot, method, given)
        if method in ("sendMessage", "editMessageText"):
            number = int(given.get("message_id") or result["message_id"])
            rows = json.loads(given.get("reply_markup") or "{}").get("inline_keyboard", [])
            buttons = {one["text"]: one.get("callback_data", "") for row in rows for one in row}
            self.chats[int(given["chat_id"])].append(Said(number, given["text"], buttons))
        return result
