"""Buttons: each carries a verb, what it is about and when it was shown, signed for its one chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loyalty.tokens import genuine_button, sign_button

_VERSION = "1"
_LIVES = timedelta(days=14)  # a button older than this asks about a world that has moved on
# A button whose world waits lives longer, by what it is for.
_LONGER: Mapping[str, timedelta | None] = {
    "opinion": timedelta(days=90),  # what it asks about is over, and stays as it was
    "seat": None,  # an event may be months ahead, and be moved; it knows itself when it is over
    "seatno": None,
}
MINUTE = timedelta(minutes=1)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_BYTES = 64  # Telegram: core.telegram.org/bots/api#inlinekeyboardbutton


@dataclass(frozen=True, slots=True)
class Tapped:
    """A genuine button: what it asks for, and when it was shown, to the `MINUTE` before."""

    verb: str
    arg: str
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class OldButton:
    """Genuine once, but of another time or version."""


def encode(secret: bytes, holder: str, verb: str, arg: str, *, now: datetime) -> str:
    """Write a button for one chat; raises `ValueError` when it would not fit a platform's 64 bytes."""
    body = f"{_VERSION}|{verb}|{arg}|{_base36((now - _EPOCH) // MINUTE)}"
    data = f"{body}|{sign_button(secret, body, holder)}"
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"button too long: {data}")
    return data


def decode(secret: bytes, holder: str, data: str, *, now: datetime) -> Tapped | OldButton:
    """Read a button that somebody tapped; what we did not make counts as old."""
    body, _, tag = data.rpartition("|")
    parts = body.split("|")
    if len(parts) != 4 or parts[0] != _VERSION or not genuine_button(secret, body, holder, tag):
        return OldButton()
    shown_at = _EPOCH + MINUTE * int(parts[3], 36)
    lives = _LONGER.get(parts[1], _LIVES)
    if lives is not None and now - shown_at > lives:
        return OldButton()
    return Tapped(parts[1], parts[2], shown_at)


def _base36(number: int) -> str:
    digits = ""
    while number > 0:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
