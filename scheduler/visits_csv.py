"""Reads visits from a CSV as tills and spreadsheets write them, in many languages: who came when, and what they spent."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from loyalty.people import fold_name
from scheduler.visits_amounts import amounts
from scheduler.visits_columns import Columns, columns_of, is_clock
from scheduler.visits_days import is_moment, moments
from scheduler.visits_sheet import BadVisits, Row, rows_of

__all__ = ["BadVisits", "CsvVisit", "Read", "read_visits"]


_TOTALS = ("total", "totaal", "osszes", "gesamt", "summe", "suma", "somme", "итого", "合计", "合計")
_COMMA = re.compile(r"\d,\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class CsvVisit:
    """One visit; `at` is as naive or aware as it was written."""

    customer: str
    at: datetime
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held: its visits, how many lines named no customer, and how many belonged to another line's visit."""

    visits: tuple[CsvVisit, ...]
    nameless: int = 0
    joined: int = 0


def read_visits(lines: Iterable[str], currency: str) -> Read:
    """Read every visit of a file, header or not; raises `BadVisits` at the first line that can't be read."""
    rows = rows_of(lines)
    if not rows:
        raise BadVisits("The file is empty: it needs a customer and a date-time on each line.")
    headed = not any(is_moment(cell) for cell in rows[0][1])
    columns = columns_of(rows, headed=headed)
    named, nameless = _named(rows[1:] if headed else rows, columns)
    spent = amounts([(line, _cell(cells, columns.amount)) for line, cells in named], currency)
    # Who writes decimals with a comma writes no month before its day.
    comma = any(_COMMA.search(_cell(cells, columns.amount)) for _, cells in named)
    texts = [(line, _moment(cells, columns)) for line, cells in named]
    days = moments(texts, day_first=columns.day_first or comma)
    visits = [
        (CsvVisit(cells[columns.customer], at, amount), _cell(cells, columns.receipt))
        for (_, cells), at, amount in zip(named, days, spent, strict=True)
    ]
    merged = _by_receipt(visits)
    return Read(merged, nameless, len(visits) - len(merged))


def _named(rows: Sequence[Row], columns: Columns) -> tuple[list[Row], int]:
    """Leave out the lines that name no customer: sales of strangers, a total at the end."""
    named = []
    for line, cells in rows:
        if len(cells) <= columns.customer or not cells[columns.customer]:
            continue
        if not _cell(cells, columns.day) and fold_name(cells[columns.customer]).startswith(_TOTALS):
            continue
        if not _cell(cells, columns.day):
            raise BadVisits(f"Line {line}: a customer and a date-time are needed, found {cells!r}.")
        named.append((line, cells))
    if not named:
        raise BadVisits("No line names a customer: the column is there, and empty.")
    return named, len(rows) - len(named)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _moment(cells: Sequence[str], columns: Columns) -> str:
    """Put the time of day, where it has a column of its own, behind the day."""
    day, clock = _cell(cells, columns.day), _cell(cells, columns.time)
    if not is_clock(clock):
        return day
    return f"{day.removesuffix('00:00:00').removesuffix('00:00').rstrip(' T')} {clock}"


def _by_receipt(visits: Sequence[tuple[CsvVisit, str]]) -> tuple[CsvVisit, ...]:
    """Make one visit of the lines of a receipt; without its number, of what one customer bought at one moment."""
    found: dict[tuple[object, ...], CsvVisit] = {}
    for visit, receipt in visits:
        key = (visit.customer, receipt, visit.at.date()) if receipt else (visit.customer, visit.at)
        found[key] = _together(found[key], visit) if key in found else visit
    return tuple(found.values())


def _together(one: CsvVisit, other: CsvVisit) -> CsvVisit:
    spent = [visit.amount for visit in (one, other) if visit.amount is not None]
    return CsvVisit(one.customer, min(one.at, other.at), sum(spent, Decimal()) if spent else None)
