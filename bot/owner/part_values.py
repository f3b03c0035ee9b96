"""What an owner types about a part of a programme, read by what it is: a number, an amount, hours, dates."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from bot.customer.days import TypedDay, read_day
from bot.owner.level_values import read_levels, read_period
from bot.short_answers import means_none
from loyalty.amounts import NoAmount, parse_amount, plain
from loyalty.cards.part import Part
from loyalty.cards.parts.cause import Supported
from loyalty.counted import parse_counted
from loyalty.names import clean_name, read_name
from loyalty.shop.basis import BadFigure, parse_margin
from loyalty.shop.opening_hours import DAY, BadHours, parse_day
from words.cards.part_texts import PartField, PartWording

# What parts two days, the surest first: a hyphen without spaces may belong to one of them.
_PARTING = (
    re.compile(r"(?:^|\s+)(?:-|to|until|till|tot|t/m|bis|a|al|hasta|au|à)(?:\s+|$)", re.IGNORECASE),
    re.compile("-"),
)
_FROM = re.compile(r"\s*(?:from|since|vanaf|van|ab|von|desde|del|du)\s+(?=\S)", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}\.?")
_WEEK = 7  # days
_LASTING = re.compile(r"(\d{1,4})\s*(\D*)")
# How what is counted begins: months, weeks, and days, which a number alone is of too.
_MONTH_BEGINS = ("m", "hó", "ho")  # month, maand, Monat, mes, mois, mese, hónap
_WEEK_BEGINS = ("w", "hé", "he", "s")  # week, Woche, hét, semana, semaine, settimana
_DAY_BEGINS = ("d", "t", "n", "j", "g")  # day, dag, día, Tag, nap, jour, giorno
_DAY_IN = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LONG = 200  # of a line: one that is too long is said to be, and not shortened


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
    number = parse_counted(text, name)
    return None if number is None else {name: number}


def _text(name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    return {name: named} if (named := read_name(text)) else None


def _money(name: str, text: str, write: PartWording, _today: date) -> Mapping[str, Any] | None:
    amount = parse_amount(text, write.currency)
    return None if isinstance(amount, NoAmount) else {name: amount}


def _hours(_name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    """Read from when until when; as opening hours are typed, so that whoever wrote those need not learn another way."""
    if plain(text) == "0":
        return {"start": time(), "end": time()}
    spans = parse_day(plain(text))
    if isinstance(spans, BadHours) or len(spans) != 1:
        return None
    start, end = (time(*divmod(minutes % DAY, 60)) for minutes in spans[0])
    return {"start": start, "end": end}


def _dates(_name: str, text: str, write: PartWording, today: date) -> Mapping[str, Any] | None:
    text = plain(text)
    if text == "0":
        return {"first": None, "last": None}
    begins = _FROM.match(text)
    text = _FROM.sub("", text, count=1) if begins else text
    for parting in _PARTING:
        for found in parting.finditer(text):
            span = _between(text[: found.start()].strip(), text[found.end() :].strip(), write, today)
            if span:
                return _unless_past(*span, today)
    one = _typed_day(text, write, today)
    day = _settled(one, today) if one else None
    return _unless_past(day, None if begins else day, today) if day else None


def _unless_past(first: date | None, last: date | None, today: date) -> Mapping[str, Any] | None:
    """Take dates that are over for a slip: a bonus between them would never come."""
    return None if last and last < today else {"first": first, "last": last}


def _between(
    left: str, right: str, write: PartWording, today: date
) -> tuple[date | None, date | None] | None:
    """Read two days, of which the second is the next one that comes: the first may be past, as what was begun goes on.

    One of them may be missing, or be a number alone in the month of the other: "1-24 December".
    """
    first = _typed_day(_DAY_IN.sub(left, right, count=1) if _borrows(left, right) else left, write, today)
    last = _typed_day(_DAY_IN.sub(right, left, count=1) if _borrows(right, left) else right, write, today)
    if (left and not first) or (right and not last) or not (first or last):
        return None
    if not first or not last:
        return (_settled(first, today) if first else None), (_settled(last, today) if last else None)
    known = first.within()
    end = _settled(last, known or today)
    start = known if known or end is None else _settled(first, end, before=True)
    return (start, end) if start and end else None


def _borrows(bare: str, whole: str) -> bool:
    """Say whether a day is a number alone, whose month is named beside the other one."""
    return bool(_DAY_ALONE.fullmatch(bare)) and any(sign.isalpha() for sign in whole)


def _typed_day(text: str, write: PartWording, today: date) -> TypedDay | None:
    return next(iter(read_day(text, write.words, today=today)), None)


def _settled(typed: TypedDay, by: date, *, before: bool = False) -> date | None:
    """Return the date in the year that was typed; where none was, the next one from a day on, or the newest until it."""
    if typed.year is not None:
        return typed.within()
    this = typed.day.kept_in(by.year)
    if before:
        return this if this <= by else typed.day.kept_in(by.year - 1)
    return this if this >= by else typed.day.kept_in(by.year + 1)


def _levels(name: str, text: str, write: PartWording, _today: date) -> Mapping[str, Any] | None:
    levels = read_levels(text, write)
    return {name: levels} if levels else None


def _period(_name: str, text: str, write: PartWording, _today: date) -> Mapping[str, Any] | None:
    return read_period(text, write.words)


def _causes(name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    """Read "Food bank: food for neighbours; Animal shelter": a name each, and a line about it."""
    parted = [one.partition(":") for one in re.split(r"[;\n]", text) if one.strip()]
    found = tuple(Supported(read_name(called), clean_name(about, most=_LONG)) for called, _, about in parted)
    return {name: found} if found else None


def _share(name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    permille = parse_margin(text)
    return None if isinstance(permille, BadFigure) else {name: permille}


def _lasting(_name: str, text: str, _write: PartWording, _today: date) -> Mapping[str, Any] | None:
    """Read "1 month", "2 weeks" or "30 days"; a number alone is of days."""
    found = _LASTING.fullmatch(plain(text).strip().lower())
    if found is None:
        return None
    n, word = int(found[1]), found[2]
    if word.startswith(_MONTH_BEGINS):
        return {"months": n, "days": 0}
    if word.startswith(_WEEK_BEGINS):
        return {"months": 0, "days": n * _WEEK}
    return {"months": 0, "days": n} if not word or word.startswith(_DAY_BEGINS) else None


_READERS: Mapping[str, Callable[[str, str, PartWording, date], Mapping[str, Any] | None]] = {
    "whole": _whole,
    "money": _money,
    "text": _text,
    "levels": _levels,
    "period": _period,
    "causes": _causes,
    "share": _share,
    "lasting": _lasting,
    "hours": _hours,
    "dates": _dates,
}
