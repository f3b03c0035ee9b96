"""What a page can show of the bot's messages: as strict as a platform."""

from channels.messages import Button, Outgoing

TEXT_LETTERS = 4096  # what one person can type at once
MESSAGE_LETTERS = 4 * TEXT_LETTERS  # other channels cut a long text in parts, here it stays whole
FILE_BYTES = 10 * 2**20
DATA_BYTES = 64
_LABEL_LETTERS = 64

_PICTURE_TYPES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def refusal_of(message: Outgoing) -> str | None:
    """Say why a message can't be shown, or None when it can."""
    media = message.picture or message.document
    if message.picture and message.document:
        return "A message carries a picture or a document, not both."
    if not message.text.strip() and not media:
        return "A message needs words, a picture or a document."
    if len(message.text) > MESSAGE_LETTERS:
        return f"The text is longer than {MESSAGE_LETTERS} letters."
    if media and len(media.whole()) > FILE_BYTES:
        return f"{media.filename} is larger than {FILE_BYTES} bytes."
    if message.picture and message.picture.content and not picture_type(message.picture.whole()):
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
    if len(button.data.encode()) > DATA_BYTES:
        return f"The data of the button {button.label!r} is longer than {DATA_BYTES} bytes."
    if button.url and not button.url.startswith(("https://", "http://")):
        return f"The url of the button {button.label!r} is no web address."
    return None
