"""What an owner types about a part of a programme, read by what it is: a number, an amount, hours, dates."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.customer.days import read_day
from bot.synonyms import means_none
from loyalty.amounts import NoAmount, parse_amount, parse_whole, plain
from loyalty.cards.part import Part
from loyalty.names import clean_name
from words.cards.part_texts import PartField, PartWording

_HOURS = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(?:h|u|uur|óra|o'clock)?")
_DASHES = re.compile(r"\s*(?:-|–|—|\bto\b|\btot\b|\buntil\b|\bt/m\b)\s*")


def with_typed(part: Part, field: PartField, text: str, write: PartWording, *, today: date) -> Part | None:
    """Return the part with what was typed, or nothing where that can't be read."""
    text = "0" if means_none(text) else text
    found = _READERS[field.kind](field.name, text, write, today)
    return None if found is None else replace(part, **found)


def with_weekday(part: Part, name: str, day: int) -> Part:
    """Return the part with a weekday added, or taken away where it was there."""
    days = set(getattr(part, name)) ^ {day}
    return replace(part, **{name: tuple(sorted(days))})


def _whole(name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    number = parse_whole(text)
    return None if number is None else {name: number}


def _text(name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    return {name: clean_name(text)} if clean_name(text) else None


def _money(name: str, text: str, write: PartWording, _today: date) -> Mapping[str, Any] | None:
    amount = parse_amount(text, write.currency)
    return None if isinstance(amount, NoAmount) else {name: amount}


def _hours(_name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    text = plain(text).casefold()
    if text == "0":
        return {"start": time(), "end": time()}
    found = [_HOURS.fullmatch(side) for side in _DASHES.split(text)]
    if len(found) != 2 or not all(found):
        return None
    try:
        start, end = (_clock(int(one[1]), int(one[2] or 0)) for one in found if one)
    except ValueError:
        return None
    return {"start": time(), "end": time()} if start == end else {"start": start, "end": end}


def _clock(hour: int, minute: int) -> time:
    """Read a time of day; 24:00 is the midnight that ends it."""
    return time() if (hour, minute) == (24, 0) else time(hour, minute)


def _dates(_name: str, text: str, write: PartWording, today: date) -> Mapping[str, Any] | None:
    if plain(text) == "0":
        return {"first": None, "last": None}
    sides = re.split(r"\s+(?:-|–|—|to|tot|until|t/m)\s+", text, maxsplit=1)
    first = _day(sides[0], write, after=today)
    last = first if len(sides) == 1 or first is None else _day(sides[1], write, after=first)
    return {"first": first, "last": last} if first and last else None


def _day(text: str, write: PartWording, *, after: date) -> date | None:
    """Read a day of the year as the next one that comes."""
    found = read_day(text, write.words, today=after)
    if not found:
        return None
    if found[0].year is not None:
        return found[0].within()
    this = found[0].day.kept_in(after.year)
    return this if this >= after else found[0].day.kept_in(after.year + 1)


_READERS: Mapping[str, Callable[[str, str, PartWording, date], Mapping[str, Any] | None]] = {
    "whole": _whole,
    "money": _money,
    "text": _text,
    "hours": _hours,
    "dates": _dates,
}
