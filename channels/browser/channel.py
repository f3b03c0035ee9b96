"""The browser channel: chats kept in memory, for the demo page and for tests that want no platform."""

import asyncio
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from channels.browser.chats import (
    Bubble,
    BubbleShown,
    Chat,
    ChatEvent,
    Document,
    Files,
    Menu,
    MenuSet,
    SentFile,
    Snapshot,
)
from channels.browser.reading import content_of, nonce_of
from channels.browser.wire import refusal_of
from channels.channel import NO_MONEY, MediaUnavailableError, Speed
from channels.deliveries import Delivery, Rejected, Sent
from channels.messages import Address, Content, Incoming, Media, Outgoing, Photo, Start, Text

_LOG = logging.getLogger(__name__)

_CHATS = 500  # the chat that was quiet longest goes first
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Browser:
    """Every chat of the demo page. It forgets all of them when the process ends."""

    name = "browser"
    can_replace = True
    has_menu = True
    most_buttons: int | None = None
    window: timedelta | None = None
    money = NO_MONEY
    daily_limit: int | None = None
    speed = Speed(per_s=100, gap=timedelta(0))

    def __init__(self, public_url: str, *, account: str = "demo") -> None:
        """Give links that begin with `public_url`, which may change once the port is known."""
        self.public_url = public_url
        self.account = account
        # The bot remembers message ids longer than we do: those of an earlier run must not hit ours.
        self.run = secrets.token_hex(4)
        self._version = 0
        self._chats: OrderedDict[str, Chat] = OrderedDict()
        self._files = Files()
        self._menus: dict[str | None, Menu] = {}
        self._changed = asyncio.Event()
        self._closed = False

    @property
    def link_start(self) -> str:
        """What every deep link begins with."""
        return f"{self.public_url.rstrip('/')}/?start="

    def link(self, payload: str) -> str:
        """Return the deep link that brings `payload` back as a `Start`, or raise `ValueError` for a bad one."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError("A payload has 1 to 64 of A-Z, a-z, 0-9, _ and -.")
        return self.link_start + payload

    async def send(self, to: Address, message: Outgoing) -> Delivery:
        """Show one message, in the place of the one it replaces if that is still there."""
        if (to.channel, to.account) != (self.name, self.account):
            return Rejected("This address belongs to another channel or account.")
        for media in filter(None, (message.picture, message.document)):
            if not media.content and not self._files.find(media.media_id or ""):
                return Rejected(f"{media.filename} is not kept any more.")
        if reason := refusal_of(message):
            return Rejected(reason)
        return self._show(to.external_id, message)

    async def download(self, file: str, *, limit: int) -> bytes:
        """Fetch a photo of at most `limit` bytes, or raise `MediaUnavailableError`."""
        found = self._files.find(file)
        if found is None:
            raise MediaUnavailableError("The file is not kept any more.")
        if len(found.content) > limit:
            raise MediaUnavailableError(f"The file has {len(found.content)} bytes, {limit} are allowed.")
        return found.content

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: the page shows by itself that a tap is on its way."""

    async def settle(self, incoming: Incoming, refusal: str) -> None:
        """Do nothing: nobody pays here."""

    async def take_away(self, incoming: Incoming) -> bool:  # noqa: ARG002
        """Leave it: nobody takes another's message away here."""
        return False

    async def set_menu(
        self, to: Address | None, commands: Sequence[tuple[str, str]], *, language: str | None = None
    ) -> None:
        """Show `commands` to one person or to everybody in `language`; none at all takes that menu away."""
        if not all(_COMMAND.fullmatch(word) and 1 <= len(told) <= 256 for word, told in commands):
            _LOG.warning("The menu was not set: a command or its description has a wrong length or letter.")
            return
        menus = self._chat(to.external_id).menus if to else self._menus
        menus[language] = tuple(commands)
        self._wake()

    async def refresh(self) -> None:
        """Do nothing: the page sets no limit."""

    def to_incoming(
        self, chat_id: str, posted: Mapping[str, object], *, name: str = "", language: str | None = None
    ) -> Incoming:
        """Read what a phone posted and show it in its chat, or raise `BadPostError`.

        `posted` has a random `nonce` (the same nonce is the same update) and one of `text`, `start` (a payload),
        `tap` (`{"data", "message_id"}`) or `photo` (what `keep` returned, or a picture of another chat).
        """
        nonce, content = nonce_of(posted), content_of(posted, self._files)
        chat = self._chat(chat_id)
        chat.language = language
        if own := _own_message(f"me-{nonce}", content):
            self._put(chat, chat.messages.get(own.id, own))
        sender = Address(self.name, self.account, chat_id)
        return Incoming(f"{self.name}:{self.account}:{chat_id}:{nonce}", sender, name, language, content)

    def keep(self, content: bytes, *, filename: str = "photo") -> str:
        """Keep an uploaded photo for a while and return what `to_incoming` takes as `photo`."""
        return self._files.keep(filename, content)

    def file(self, media_id: str) -> SentFile | None:
        """Return a picture or document, or None when it is not kept any more."""
        return self._files.find(media_id)

    def messages(self, chat_id: str) -> tuple[Bubble, ...]:
        """Return the latest messages of a chat, oldest first."""
        chat = self._chats.get(chat_id)
        return tuple(chat.messages.values()) if chat else ()

    def menu(self, chat_id: str) -> Menu:
        """Return the commands that a chat offers: its own before everybody's, its language before any."""
        chat = self._chats.get(chat_id) or Chat()
        found = (
            menus.get(language) for menus in (chat.menus, self._menus) for language in (chat.language, None)
        )
        return next(filter(None, found), ())

    def newest_picture(self, chat_id: str) -> str | None:
        """Return the picture that the bot sent or changed last in a chat."""
        pictures = [shown for shown in self.messages(chat_id) if shown.picture and shown.author == "bot"]
        return max(pictures, key=lambda shown: shown.version).picture if pictures else None

    async def watch(self, *chat_ids: str) -> AsyncIterator[ChatEvent]:
        """Yield a snapshot of each chat, then each change, until `close`; a slow reader skips to the latest."""
        seen, menus = self._version, {chat_id: self.menu(chat_id) for chat_id in chat_ids}
        for chat_id in chat_ids:
            yield Snapshot(chat_id, self.messages(chat_id), menus[chat_id])
        while not self._closed:
            changed = self._changed  # taken before looking: what changes meanwhile sets it
            events = self._since(seen, menus)
            seen, menus = self._version, {chat_id: self.menu(chat_id) for chat_id in chat_ids}
            for event in events:
                yield event
            await changed.wait()

    def close(self) -> None:
        """End every `watch`, so that the server need not wait for open pages."""
        self._closed = True
        self._wake()

    def _since(self, version: int, menus: dict[str, Menu]) -> list[ChatEvent]:
        shown = [
            BubbleShown(chat_id, message)
            for chat_id in menus
            for message in self.messages(chat_id)
            if message.version > version
        ]
        changed = [chat_id for chat_id, menu in menus.items() if self.menu(chat_id) != menu]
        return [*shown, *(MenuSet(chat_id, self.menu(chat_id)) for chat_id in changed)]

    def _show(self, chat_id: str, message: Outgoing) -> Sent:
        chat = self._chat(chat_id)
        old = chat.messages.get(message.replaces or "")
        if old is None or old.author == "me":
            old = Bubble(f"{self.run}-{self._version + 1}", "bot", "")
        picture, document = self._kept(message.picture), self._kept(message.document)
        if picture or document:
            old = replace(old, picture=picture, document=_document(document, message.document))
        self._put(chat, replace(old, text=message.text, buttons=message.buttons))
        return Sent(old.id, picture or document)

    def _put(self, chat: Chat, message: Bubble) -> None:
        if chat.messages.get(message.id) == message:
            return
        self._version += 1
        chat.put(replace(message, version=self._version))
        self._wake()

    def _kept(self, media: Media | None) -> str | None:
        if media is None:
            return None
        return self._files.keep(media.filename, media.whole()) if media.content else media.media_id

    def _chat(self, chat_id: str) -> Chat:
        chat = self._chats.setdefault(chat_id, Chat())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        return chat

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _own_message(message_id: str, content: Content) -> Bubble | None:
    match content:
        case Text(text):
            return Bubble(message_id, "me", text)
        case Start():
            return Bubble(message_id, "me", "/start")
        case Photo(file):
            return Bubble(message_id, "me", "", picture=file)
        case _:
            return None  # a tap leaves no trace in a chat


def _document(media_id: str | None, media: Media | None) -> Document | None:
    return Document(media_id, media.filename) if media_id and media else None
