"""The amounts of a file's whole column: which mark parts the decimals is decided from all of them and the money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from loyalty.amounts import minor_digits, plain
from loyalty.currencies import currency as known
from loyalty.currencies import folded
from scheduler.rehearsal.visits_sheet import BadVisits

_MOST = Decimal(10) ** 9
_NUMBER = re.compile(r"(?P<sign>[-(]?)\s?(?P<number>\d[\d.,' ]*|[.,]\d+)\s?(?P<end>[-)]?)")
_EMPTY = frozenset(("", "-", "n/a", "null", "none"))
_EITHER = re.compile(r"-?\d{1,3}([.,])\d{3}")  # one mark, three digits behind it: thousands or decimals


@dataclass(frozen=True, slots=True)
class _Cell:
    line: int
    text: str
    number: str  # bare, with a dash in front where it is below zero; "" for an empty cell


def amounts(texts: Sequence[tuple[int, str]], currency: str) -> list[Decimal | None]:
    """Read all amounts (each with its line) with one decimal mark; an empty cell is none. Raises `BadVisits`."""
    cells = [_Cell(line, text, _number(line, text, currency)) for line, text in texts]
    readings = {mark: [_read(cell.number, mark) for cell in cells] for mark in ".,"}
    wrong = {
        mark: next(
            (cell for cell, value in zip(cells, read, strict=True) if cell.number and value is None), None
        )
        for mark, read in readings.items()
    }
    possible = [mark for mark, cell in wrong.items() if cell is None]
    if not possible:
        cell = max((cell for cell in wrong.values() if cell), key=lambda cell: cell.line)
        raise BadVisits(f"Line {cell.line}: {cell.text!r} is no amount, or not written like those above it.")
    return readings[possible[0] if len(possible) == 1 else _told_by_money(cells, currency)]


def _told_by_money(cells: Sequence[_Cell], currency: str) -> str:
    """Choose the mark by the money's decimals where the column can be read with either; refuse what stays open."""
    unsure = [(cell, match[1]) for cell in cells if (match := _EITHER.fullmatch(cell.number))]
    marks, digits = {mark for _, mark in unsure}, minor_digits(currency)
    if not marks:
        return "."  # whole numbers, with whichever
    if len(marks) == 1 and digits in {0, 3}:
        mark = marks.pop()
        return mark if digits else {".": ",", ",": "."}[mark]
    cell = unsure[0][0]
    example = "1234" + "." * bool(digits) + "0" * digits
    raise BadVisits(
        f"Line {cell.line}: {cell.text!r} may be thousands or decimals, and no other amount tells. "
        f"Write all amounts like {example}."
    )


def _number(line: int, text: str, currency: str) -> str:
    bare = plain(text)
    for word in re.findall(r"[^\s\d.,'()-]+\.?", bare):
        if folded(word) in known(currency).words:
            bare = bare.replace(word, " ", 1)
    bare = re.sub(r"([.,]-{1,2}|/[-=])$", "", bare.strip())  # `5,-`, `500/-`
    if bare.casefold() in _EMPTY:
        return ""
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise BadVisits(f"Line {line}: {text!r} is no amount of {currency}.")
    below = found["sign"] or found["end"] == "-"
    return ("-" if below else "") + found["number"].strip()


def _read(number: str, mark: str) -> Decimal | None:
    """Read a number with this decimal mark; the other one, a space or an apostrophe may part its thousands."""
    whole, *fraction = number.removeprefix("-").split(mark)
    groups = re.split(r"[.,' ]", whole)
    grouped = len(groups) == 1 or (
        0 < len(groups[0]) <= 3 and {len(group) for group in groups[1:-1]} <= {2, 3} and len(groups[-1]) == 3
    )
    digits = "".join(groups) + "".join(fraction)
    if not number or len(fraction) > 1 or not grouped or not digits.isdecimal():
        return None
    value = Decimal(f"{''.join(groups) or '0'}.{''.join(fraction) or '0'}")
    return (-value if number[0] == "-" else value) if value < _MOST else None
