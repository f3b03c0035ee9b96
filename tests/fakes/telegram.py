"""A Telegram of one's own: strict as the real one, and people on it who do what they are told."""

import asyncio
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.people import Seen, User
from tests.fakes.telegram_api import BotApi, Chat, as_chat, as_user
from tests.fakes.telegram_rules import Json, RefusedError, check_parameters
from tests.fakes.telegram_server import Bot, Server
from tests.fakes.telegram_updates import Updates

TOKEN = "700:fake-token"
_UPDATE_METHODS = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}
_DATE = 1_767_225_600


@dataclass(slots=True)
class _Trouble:
    """What goes wrong with the next calls of the methods that begin with one of `methods`."""

    methods: tuple[str, ...]
    times: int
    refusal: RefusedError | None  # None: the call is carried out and never answered
    only: User | None = None  # in whose chat

    def meets(self, method: str, given: Json) -> bool:
        """Say whether this is one of those calls."""
        in_chat = self.only is None or given.get("chat_id") == str(self.only.id)
        return method.startswith(self.methods) and in_chat


class FakeTelegram:
    """The platform as one bot's people see it; `beside` is another bot on the same one.

    People's verbs return when a webhook took the update, at once when polled.
    """

    name = "telegram"

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "stempel_bot",
        longest_poll_s: float = 0.2,
        beside: "FakeTelegram | None" = None,
    ) -> None:
        self.api = BotApi(token, username)
        self.updates = Updates(longest_poll_s=longest_poll_s)
        self.calls: deque[tuple[str, Json]] = deque(maxlen=1000)
        self._troubles: list[_Trouble] = []
        self._wrote: dict[int, Json] = {}  # by person, the message that came last
        self._closing = asyncio.Event()
        self._opens = beside is None
        self._server: Server = beside._server if beside else Server()
        self._server.let_in(token, Bot(self._call, self._file))
        self.url = self._server.url
        self.token = token

    async def __aenter__(self) -> Self:
        if self._opens:
            await self._server.start()
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self.updates.close()
        if self._opens:
            await self._server.stop()

    # What people do.

    async def says(self, person: User, text: str) -> None:
        """Send a text or a command."""
        await self._message(person, {"text": text})

    async def opens(self, person: User, link: str) -> None:
        """Open a deep link (or its payload) and press Start, unblocking the bot if need be."""
        if self.api.chat_of(person).blocked:
            await self.unblocks(person)
        payload = parse_qs(urlsplit(link).query).get("start", [""])[0] if "://" in link else link
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            payload = ""  # so do Telegram's clients
        await self.says(person, f"/start {payload}".strip())

    async def edits(self, person: User, text: str) -> None:
        """Change the text that was sent last."""
        sent = self._wrote[person.id]
        edited = {**sent, "text": text, "edit_date": sent["date"] + 1}
        await self.updates.add("edited_message", edited, chat=person.id)

    async def taps(self, person: User, label: str) -> None:
        """Tap the newest button with this label; a button that is a link to the bot opens it."""
        for message in reversed(self._chat(person).messages.values()):
            for button in (button for row in message.rows for button in row if button["text"] == label):
                if "url" in button:
                    await self.opens(person, button["url"])
                else:
                    await self.taps_data(person, button["callback_data"], message_id=str(message.id))
                return
        raise AssertionError(f"{person.first_name} sees no button {label!r}: {self.chat(person)[-3:]}")

    async def taps_data(self, person: User, data: str, *, message_id: str = "") -> None:
        """Tap a button that carries `data`, on a message that may be long gone."""
        chat = self._chat(person)
        held = chat.messages.get(int(message_id or 0))
        gone: Json = {"message_id": int(message_id or 1), "date": 0, "chat": as_chat(person)}
        query: Json = {"id": f"query-{self.api.next_message()}", "from": as_user(person), "data": data}
        query |= {
            "message": held.as_json(person, self.api.me) if held else gone,
            "chat_instance": f"c{person.id}",
        }
        self.api.unanswered[query["id"]] = person
        await self.updates.add("callback_query", query, chat=person.id)

    async def pays(self, person: User, *, message_id: str = "", by: User | None = None) -> str | None:
        """Tap Pay on the newest invoice, or another one: what the bot refuses it with; None where it did not answer in time."""
        held = self._chat(person).messages
        invoices = [one for one in held.values() if one.invoice and message_id in ("", str(one.id))]
        about, payer = invoices[-1].invoice or {}, by or person
        query = f"checkout-{self.api.next_message()}"
        told = {
            "currency": about["currency"],
            "total_amount": about["total"],
            "invoice_payload": about["payload"],
        }
        self.api.checkouts[query] = None
        await self.updates.add(
            "pre_checkout_query", {"id": query, "from": as_user(payer), **told}, chat=f"pays {payer.id}"
        )
        await self.settled()
        refusal = self.api.checkouts[query]
        if refusal == "":
            charge = {"telegram_payment_charge_id": f"tg_{query}", "provider_payment_charge_id": f"p_{query}"}
            await self._message(payer, {"successful_payment": {**told, **charge}})
        return refusal

    async def sends_photo(self, person: User, content: bytes) -> None:
        """Send a picture the way a phone does: as a photo in several sizes."""
        file = self.api.keep("photo", content, "photo.jpg")
        await self._message(person, file.as_part_of_message())

    async def sends_file(self, person: User, content: bytes, *, filename: str = "code.png") -> None:
        """Send a file without compression; it may claim to be a picture and not be one."""
        file = self.api.keep("document", content, filename)
        await self._message(person, file.as_part_of_message())

    async def blocks(self, person: User) -> None:
        """Stop the bot."""
        self._chat(person).blocked = True
        await self._membership(person, "member", "kicked")

    async def unblocks(self, person: User) -> None:
        """Let the bot write again."""
        self._chat(person).blocked = False
        await self._membership(person, "kicked", "member")

    async def raw(self, update: Json) -> None:
        """Deliver any update at all; one without an id gets one."""
        self.updates.last_id += 1
        await self.updates.put({"update_id": self.updates.last_id, **update}, chat=None)

    async def redelivers_last(self) -> None:
        """Deliver the last update again, as after a lost confirmation."""
        assert self.updates.last
        await self.updates.put(self.updates.last, chat=None, again=True)

    async def settled(self) -> None:
        """Wait until a polling bot has confirmed all updates."""
        await self.updates.settled()

    # What people see.

    def chat(self, person: User) -> list[Seen]:
        """Return the bot's messages as they stand in her chat now."""
        return [message.seen() for message in self.api.chat_of(person).messages.values()]

    def sent_to(self, person: User) -> list[Seen]:
        """Return all that ever arrived in her chat, each edit too, in order."""
        return list(self.api.chat_of(person).log)

    def spins(self, person: User) -> bool:
        """Tell whether a tap of hers still waits for its answer."""
        return person in self.api.unanswered.values()

    def menu(self, person: User | None = None, language: str = "") -> list[tuple[str, str]]:
        """Return the commands that were set for her, or for everybody."""
        scope = str(person.id) if person else "default"
        return [
            (entry["command"], entry["description"]) for entry in self.api.menus.get((scope, language), [])
        ]

    # What the platform does.

    async def delivers_to(self, url: str, secret: str, *, app: Any = None) -> None:
        """Post updates to a webhook from now on: at an address, or in an ASGI `app` of this process."""
        await self.updates.deliver_to(url, secret, app)

    def takes_another_token(self, token: str) -> None:
        """Know the bot by another token: the one it had is refused from now on, as after /revoke at @BotFather."""
        self._server.turn_away(self.token)
        self._server.let_in(token, Bot(self._call, self._file))
        self.token = token

    def floods(
        self,
        *,
        retry_after_s: int = 3,
        times: int = 1,
        methods: Sequence[str] = ("send", "edit"),
        only: User | None = None,
    ) -> None:
        """Answer the next calls with 429, those in one chat where one is named."""
        words = f"Too Many Requests: retry after {retry_after_s}"
        self._trouble(methods, times, RefusedError(429, words, {"retry_after": retry_after_s}), only)

    def breaks(
        self,
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        times: int = 1,
        methods: Sequence[str] = ("send", "edit"),
        only: User | None = None,
    ) -> None:
        """Answer the next calls with an error, without carrying them out."""
        self._trouble(methods, times, RefusedError(status, description), only)

    def accepts_then_hangs(self, *, times: int = 1, methods: Sequence[str] = ("send", "edit")) -> None:
        """Carry out the next calls and never answer them."""
        self._trouble(methods, times, None)

    def recovers(self) -> None:
        """Let nothing go wrong any more."""
        self._troubles.clear()

    def _trouble(
        self, methods: Sequence[str], times: int, refusal: RefusedError | None, only: User | None = None
    ) -> None:
        self._troubles.append(_Trouble(tuple(methods), times, refusal, only))

    async def _call(self, method: str, given: Json) -> Any:
        self.calls.append((method, given))
        trouble = next((one for one in self._troubles if one.meets(method, given)), None)
        if trouble:
            trouble.times -= 1
            if not trouble.times:
                self._troubles.remove(trouble)
            if trouble.refusal:
                raise trouble.refusal
        if method in _UPDATE_METHODS:
            check_parameters(method, given)
            result = await self.updates.call(method, given)
        else:
            result = self.api.call(method, given)
        if trouble:
            await self._closing.wait()
        return result

    def _file(self, path: str) -> bytes | None:
        file = self.api.files.get(path.rpartition("/")[2])
        return file.content if file else None

    def _chat(self, person: User) -> Chat:
        chat = self.api.chat_of(person)
        assert chat.started, f"{person.first_name} has not opened the bot yet"
        return chat

    async def _message(self, person: User, content: Json) -> None:
        chat = self.api.chat_of(person)
        assert not chat.blocked, f"{person.first_name} has blocked the bot"
        chat.started = True
        number = self.api.next_message()
        about = {
            "message_id": number,
            "date": _DATE + number,
            "from": as_user(person),
            "chat": as_chat(person),
        }
        self._wrote[person.id] = about | content
        chat.said.add(number)
        await self.updates.add("message", about | content, chat=person.id)

    async def _membership(self, person: User, before: str, after: str) -> None:
        change: Json = {"chat": as_chat(person), "from": as_user(person), "date": _DATE}
        change["old_chat_member"] = {"user": self.api.me, "status": before}
        change["new_chat_member"] = {"user": self.api.me, "status": after}
        if after == "kicked":
            change["new_chat_member"]["until_date"] = 0
        await self.updates.add("my_chat_member", change, chat=person.id)
