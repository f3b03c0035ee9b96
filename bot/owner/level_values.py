"""Levels as an owner types them: "Silver 6 +1, Gold 12 +2", "Gold €300 +20 % +30 days", and the days that count for them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from loyalty.amounts import NoAmount, parse_amount, parse_whole
from loyalty.cards.level import Level
from loyalty.cards.periods import HALF_YEAR, YEAR
from loyalty.counted import parse_counted
from loyalty.currencies import currency as known
from loyalty.currencies import folded
from loyalty.names import read_name
from words.cards.part_texts import PartWording
from words.language import Words

_BETWEEN = re.compile(r"[;\n]|,(?!\d)")
_PARTING = re.compile(r"[\s:]+")
_PERK = re.compile(r"(\d{1,6})\s*(%|[^\W\d]+\.?)?")
_BARE = re.compile(r"(\S.*)[\s:]+(\d{1,6}\s*%?)")  # where no plus stands before what it adds
_FIGURES = re.compile(r"[\d.,']+")


def read_levels(text: str, write: PartWording) -> tuple[Level, ...] | None:
    """Read levels: each a name, the visits or the money that it takes, and what it gives; None where one can't be read."""
    typed = [one.strip() for one in _BETWEEN.split(text.strip(" .,;")) if one.strip()]
    levels = [level for one in typed if (level := _level(one, write))]
    return tuple(levels) if levels and len(levels) == len(typed) else None


def _level(typed: str, write: PartWording) -> Level | None:
    head, *perks = typed.split("+")
    if not perks and (bare := _BARE.fullmatch(head)):
        head, perks = bare[1], [bare[2]]
    takes, gives = _takes(head, write.currency), _gives(perks, write.words)
    return Level(**takes, **gives) if takes and gives else None


def _takes(head: str, currency: str) -> Mapping[str, Any] | None:
    """Read "Gold 12" or "Gold €300": an amount is one where its money is named."""
    words = [one for one in _PARTING.split(head.strip()) if one]
    first = next((place for place in range(len(words)) if _is_sum(words[place:], currency)), len(words))
    if any(_is_money(one, currency) for one in words[first:]):
        amount = parse_amount(" ".join(words[first:]), currency)
        return _named(words[:first], spent_minor=None if isinstance(amount, NoAmount) else amount)
    return _named(words[:-1], visits=parse_whole(words[-1]) if words else None)


def _named(words: Sequence[str], **takes: int | None) -> Mapping[str, Any] | None:
    name = read_name(" ".join(words))
    return {"name": name, **takes} if name and None not in takes.values() else None


def _is_sum(words: Sequence[str], currency: str) -> bool:
    """Say whether these words are figures and names of the money alone."""
    return all(not _FIGURES.sub("", one) or _is_money(one, currency) for one in words)


def _is_money(word: str, currency: str) -> bool:
    return folded(_FIGURES.sub("", word)) in known(currency).words


def _gives(perks: Sequence[str], words: Words) -> Mapping[str, Any] | None:
    """Read "2", "50 %" and "30 days", each once."""
    found: dict[str, int] = {}
    for perk in perks:
        read = _PERK.fullmatch(perk.strip())
        what = _what(read[2] or "", words) if read else ""
        if not read or not what or what in found:
            return None
        found[what] = int(read[1])
    return found or None


def _what(unit: str, words: Words) -> str:
    """Say what a figure is of by what stands behind it; "" where that means nothing."""
    if unit in {"", "%"}:
        return "percent" if unit else "plus"
    days = {words.tn("{n} day", "{n} days", n).split()[-1] for n in (1, 2)} | {"d", "day", "days"}
    return "longer" if unit.casefold() in days else ""


def read_period(text: str, words: Words) -> Mapping[str, int] | None:
    """Read within how many days visits count: a number, or a part of the calendar by its name."""
    named = {words.t("year"): YEAR, "year": YEAR, words.t("half-year"): HALF_YEAR, "half-year": HALF_YEAR}
    if months := named.get(text.strip().casefold()):
        return {"months": months}
    days = parse_counted(text, "days")
    return None if days is None else {"days": days, "months": 0}
