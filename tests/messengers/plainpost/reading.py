"""What Plainpost brings, read as pure functions."""

from channels.fields import Json, text
from channels.messages import (
    Address,
    Blocked,
    Content,
    Incoming,
    Photo,
    Start,
    Tap,
    Text,
    Unblocked,
    Unsupported,
)


def to_incoming(letter: object, *, account: str) -> Incoming | None:
    """Read one letter, or None when there is nobody to answer; never raises, whatever its shape."""
    number, sender = text(letter, "letter"), text(letter, "from")
    if not isinstance(letter, dict) or not number or not sender:
        return None
    return Incoming(
        key=f"plainpost:{account}:{number}",
        sender=Address("plainpost", account, sender),
        name=text(letter, "name"),
        language=text(letter, "language") or None,
        content=_content(letter),
    )


def _content(letter: Json) -> Content:
    match text(letter, "kind"):
        case "text":
            return Text(text(letter, "text"))
        case "start":
            return Start(text(letter, "payload"))
        case "tap":
            return Tap(text(letter, "data"), text(letter, "on"))
        case "picture":
            return Photo(text(letter, "file"), int(text(letter, "bytes") or 0))
        case "left":
            return Blocked()
        case "back":
            return Unblocked()
        case kind:
            return Unsupported(kind)
