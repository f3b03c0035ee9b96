"""What a phone posts to the browser channel, read as strictly as a platform would."""

import re
from collections.abc import Mapping

from channels.browser.chats import Files
from channels.browser.wire import DATA_BYTES, TEXT_LETTERS
from channels.messages import Content, Photo, Start, Tap, Text

_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_START = re.compile(r"/start(?:\s+(.*?))?\s*", re.IGNORECASE | re.DOTALL)
_KINDS = ("text", "start", "tap", "photo")


class BadPostError(ValueError):
    """A phone posted what no phone posts; the words may be shown."""


def nonce_of(posted: Mapping[str, object]) -> str:
    """Return the random word that makes a post's key, or raise `BadPostError`."""
    nonce = posted.get("nonce")
    if not isinstance(nonce, str) or not _NONCE.fullmatch(nonce):
        raise BadPostError("A post needs a nonce of 8 to 64 letters and digits.")
    return nonce


def content_of(posted: Mapping[str, object], files: Files) -> Content:
    """Read what was posted, or raise `BadPostError`."""
    kinds = [kind for kind in _KINDS if kind in posted]
    if len(kinds) != 1:
        raise BadPostError("A post has one of text, start, tap or photo.")
    value = posted[kinds[0]]
    match kinds[0]:
        case "tap":
            return _tap(value)
        case "photo":
            return _photo(value, files)
        case "start":
            return Start(_text(value))
        case _:
            return _typed(_text(value))


def _typed(text: str) -> Content:
    if start := _START.fullmatch(text):
        return Start(start[1] or "")
    if not text.strip():
        raise BadPostError("There is nothing in the message.")
    return Text(text)


def _tap(value: object) -> Tap:
    tap = value if isinstance(value, dict) else {}
    data, message_id = _text(tap.get("data")), _text(tap.get("message_id"))
    if not data or not message_id or len(data.encode()) > DATA_BYTES:
        raise BadPostError("A tap needs the data of the button and the id of its message.")
    return Tap(data, message_id)


def _photo(value: object, files: Files) -> Photo:
    found = files.find(value) if isinstance(value, str) else None
    if not isinstance(value, str) or found is None:
        raise BadPostError("That picture is not kept any more.")
    return Photo(value, len(found.content))


def _text(value: object) -> str:
    """Take a text without what a database can't store: NUL and halves of surrogate pairs."""
    if not isinstance(value, str) or len(value) > TEXT_LETTERS:
        raise BadPostError(f"A text has at most {TEXT_LETTERS} letters.")
    return value.replace("\0", "").encode(errors="ignore").decode()
