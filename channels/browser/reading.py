"""What the browser channel accepts, as strict as a platform: posts from a phone and messages of the bot."""

import re
from collections.abc import Mapping

from channels.browser.chats import Files
from channels.messages import Button, Content, Outgoing, Photo, Start, Tap, Text

TEXT_LETTERS = 4096  # what one person can type at once
MESSAGE_LETTERS = 4 * TEXT_LETTERS  # other channels cut a long text in parts, here it stays whole
FILE_BYTES = 10 * 2**20
_DATA_BYTES = 64
_LABEL_LETTERS = 64

_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_START = re.compile(r"/start(?:\s+(.*?))?\s*", re.IGNORECASE | re.DOTALL)
_KINDS = ("text", "start", "tap", "photo")
_PICTURE_TYPES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


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


def refusal_of(message: Outgoing) -> str | None:
    """Say why a message can't be shown, or None when it can."""
    media = message.picture or message.document
    if message.picture and message.document:
        return "A message carries a picture or a document, not both."
    if not message.text.strip() and not media:
        return "A message needs words, a picture or a document."
    if len(message.text) > MESSAGE_LETTERS:
        return f"The text is longer than {MESSAGE_LETTERS} letters."
    if media and len(media.content) > FILE_BYTES:
        return f"{media.filename} is larger than {FILE_BYTES} bytes."
    if message.picture and message.picture.content and not picture_type(message.picture.content):
        return f"{message.picture.filename} is no picture."
    return next(filter(None, (_button_refusal(button) for row in message.buttons for button in row)), None)


def picture_type(content: bytes) -> str | None:
    """Return the media type of a picture that a browser can show, told by its first bytes."""
    return next((kind for start, kind in _PICTURE_TYPES.items() if content.startswith(start)), None)


def _button_refusal(button: Button) -> str | None:
    if not 1 <= len(button.label.strip()) <= _LABEL_LETTERS:
        return f"A button needs a label of 1 to {_LABEL_LETTERS} letters."
    if bool(button.data) == bool(button.url):
        return f"The button {button.label!r} needs either data or a url."
    if len(button.data.encode()) > _DATA_BYTES:
        return f"The data of the button {button.label!r} is longer than {_DATA_BYTES} bytes."
    if button.url and not button.url.startswith(("https://", "http://")):
        return f"The url of the button {button.label!r} is no web address."
    return None


def _typed(text: str) -> Content:
    if start := _START.fullmatch(text):
        return Start(start[1] or "")
    if not text.strip():
        raise BadPostError("There is nothing in the message.")
    return Text(text)


def _tap(value: object) -> Tap:
    tap = value if isinstance(value, dict) else {}
    data, message_id = _text(tap.get("data")), _text(tap.get("message_id"))
    if not data or not message_id or len(data.encode()) > _DATA_BYTES:
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
