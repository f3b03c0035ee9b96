"""What the browser channel keeps: messages, files and menus, each up to a bound."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from channels.messages import Button

_MESSAGES = 200  # a chat, the oldest go first
_FILE_BYTES = 64 * 2**20  # all files together, those used longest ago go first

Menu = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to download under a message."""

    media_id: str
    filename: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One bubble of a chat; `version` counts every change in the channel, so the larger is the later."""

    id: str
    author: Literal["bot", "me"]
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: str | None = None
    document: Document | None = None
    version: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All there is to see in a chat."""

    chat: str
    messages: tuple[Bubble, ...]
    menu: Menu


@dataclass(frozen=True, slots=True)
class BubbleShown:
    """A message that is new, or takes the place of the one with its id."""

    chat: str
    message: Bubble


@dataclass(frozen=True, slots=True)
class MenuSet:
    """The commands that a chat offers from now on."""

    chat: str
    menu: Menu


ChatEvent = Snapshot | BubbleShown | MenuSet


@dataclass(slots=True)
class Chat:
    """One person's chat with the bot."""

    messages: OrderedDict[str, Bubble] = field(default_factory=OrderedDict)
    menus: dict[str | None, Menu] = field(default_factory=dict)
    language: str | None = None

    def put(self, message: Bubble) -> None:
        """Show a message at the end, or in the place of the one with its id."""
        self.messages[message.id] = message
        if len(self.messages) > _MESSAGES:
            self.messages.popitem(last=False)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A picture or document as it was sent."""

    filename: str
    content: bytes


class Files:
    """Files by an id that follows from their name and content: the same picture is kept once."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, SentFile] = OrderedDict()
        self._size = 0

    def keep(self, filename: str, content: bytes) -> str:
        """Keep a file and return its id."""
        media_id = hashlib.sha256(filename.encode() + b"\0" + content).hexdigest()[:32]
        if not self.find(media_id):
            self._files[media_id] = SentFile(filename, content)
            self._size += len(content)
        while self._size > _FILE_BYTES and len(self._files) > 1:
            _, dropped = self._files.popitem(last=False)
            self._size -= len(dropped.content)
        return media_id

    def find(self, media_id: str) -> SentFile | None:
        """Return a file, which is then among the last to go."""
        if media_id in self._files:
            self._files.move_to_end(media_id)
        return self._files.get(media_id)
