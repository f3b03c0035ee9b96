"""How many points an amount brings: a whole number for each unit of money, or a fraction, "1 point per 100 Ft"."""

import re
from fractions import Fraction

from loyalty.amounts import minor_per_unit, parse_amount, parse_whole, plain
from loyalty.currencies import currency as known
from loyalty.currencies import folded

Rate = int | Fraction

_LONGEST = 40
_NUMBER = r"(?>\d(?:[\d.,' ]*\d)?|[.,]\d+)"  # whole, or not at all: "1,5 points" are no 1 for each 5
_ONE = re.compile(rf"({_NUMBER})")
_POWER = re.compile(r"[\d.,]+e[+-]?\d+", re.IGNORECASE)  # "1e400" is of a machine, and no rate
_AMONG = re.compile(rf"(\D*?)({_NUMBER})([^\d%]*)")
_TWO = re.compile(rf"(\D*?)({_NUMBER})(\D+?)({_NUMBER})(\D*)")
_POINTS = ("point", "punt", "pont", "pts")  # with whatever ending


def parse_rate(text: str, currency: str) -> Rate | None:
    """Read `2`, `0.01`, `1/100`, `1.5 points per euro` or `100 Ft = 1 point` as points for one unit of money."""
    if len(text.strip()) > _LONGEST:
        return None
    written = plain(text)
    if one := _ONE.fullmatch(written):
        rate = _number(one[1])
        return None if rate is None else simplest(rate)
    if _POWER.fullmatch(written):
        return None
    if among := _AMONG.fullmatch(written):
        return _each(among[1], among[2], among[3], currency)
    two = _TWO.fullmatch(written)
    if not two:
        return None
    before, first, between, second, after = two.groups()
    beside = between.split()
    # One word between them belongs to the number that it touches, or to the first: `100 forintonként 1`.
    right = beside[-1:] if len(beside) > 1 or not between.endswith(" ") else []
    if _is_money(before.split() + beside[:1], currency) and not _is_money(right + after.split(), currency):
        points, money = _number(second), _money(first, beside[:1], currency)
    else:
        points, money = _number(first), _money(second, after.split()[:1], currency)
    return simplest(points / money) if points and money else None


def _each(before: str, number: str, after: str, currency: str) -> Rate | None:
    """Read one number among words: points for each unit of money, or, beside the money, what one point takes."""
    left, right = (re.split(r"[\s/:=]+", part.strip(" /:=")) for part in (before, after))
    beside, named = right[0], any(folded(word).startswith(_POINTS) for word in (*left, *right))
    if not folded(beside).startswith(_POINTS) and (
        _is_money([beside], currency) or _is_money(left[-1:], currency)
    ):
        money = _money(number, [], currency) if named else None
        return simplest(1 / money) if money else None
    points = _number(number) if named or _is_money([*left, *right], currency) else None
    return None if points is None else simplest(points)


def _is_money(words: list[str], currency: str) -> bool:
    """Say whether a word names this money, with whatever ending: `forintonként`."""
    names = known(currency).words
    endless = tuple(name for name in names if len(name) > 2)
    plain_words = [folded(word).partition("-")[0] for word in words]  # "Ft-onként"
    return any(word in names or word.startswith(endless) for word in plain_words)


def _money(number: str, beside: list[str], currency: str) -> Fraction | None:
    """Read an amount with the word that may say how many thousands it is: `10k`."""
    minor = parse_amount(" ".join([number, *beside]), currency)
    return Fraction(minor, minor_per_unit(currency)) if isinstance(minor, int) else _number(number)


def _number(text: str) -> Fraction | None:
    whole = parse_whole(text)
    if whole is not None:
        return Fraction(whole)
    return Fraction(text.replace(",", ".")) if re.fullmatch(r"\d*[.,]\d+", text) else None


def stored_rate(text: str) -> Rate:
    """Read a rate as `str` wrote it."""
    return simplest(Fraction(text))


def simplest(rate: Fraction) -> Rate:
    """Write a whole rate as a whole number."""
    return int(rate) if rate.denominator == 1 else rate
