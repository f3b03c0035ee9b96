"""What a shop notes of a customer in its own words: up to five attributes that it names itself, and one note."""

from dataclasses import dataclass
from typing import Literal

from loyalty.people.firewall import Delicate, delicate_in

MOST_ATTRIBUTES = 5
MOST_NAME = 20
MOST_VALUE = 40
MOST_NOTE = 200
NOTE = "note"
ROOM = "room"  # whether somebody would have more, by their own word
ROOM_ANSWERS = ("could", "cannot")


@dataclass(frozen=True, slots=True)
class BadNote:
    """A text is empty, or longer than `most` letters."""

    why: Literal["empty", "too_long"]
    most: int


def problem(text: str, most: int) -> BadNote | Delicate | None:
    """Say why something can't be noted: its length, or a subject that is no shop's business."""
    if not text:
        return BadNote("empty", most)
    return BadNote("too_long", most) if len(text) > most else delicate_in(text)


def tidy(text: str) -> str:
    """Write what was typed in one line."""
    return " ".join(text.split())
