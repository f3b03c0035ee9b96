"""A reward as owners type it in one go: "9 = 1 free loaf", "10 stamps: Free coffee", "Dessert = 50"."""

import re

from loyalty.amounts import parse_whole, plain
from loyalty.cards.programme_check import MAX_REWARD_TEXT
from loyalty.currencies import folded
from loyalty.names import is_spoken, read_name

_PARTED = re.compile(r"(.+?)(?:\s*=\s*|:\s+|\s*(?:→|⇒|->|=>)\s*)(.+)")
_TAKEN = re.compile(r"(\d(?:[\d.,' ]*\d)?)\s*([^\W\d_]*)\.?")
# What may stand behind a figure; "Dinner: 2 people" is a name.
_UNITS = ("stamp", "stempel", "pecset", "belyeg", "point", "pts", "punt", "pont")


def parse_reward(text: str) -> tuple[str, int | None]:
    """Part what it takes from what it gives; the whole text and None where only one of them stands there."""
    found = _PARTED.fullmatch(text.strip())
    for taken, given in (found.groups(), found.groups()[::-1]) if found else ():
        at = _taken(taken)
        if at and is_spoken(name := read_name(given, most=MAX_REWARD_TEXT)) and not name.isdecimal():
            return name, at
    return text, None


def _taken(text: str) -> int | None:
    found = _TAKEN.fullmatch(plain(text))
    counted = found and (not found[2] or folded(found[2]).startswith(_UNITS))
    return parse_whole(found[1]) if found and counted else None
