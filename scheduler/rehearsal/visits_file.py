"""Reads visits from a CSV as tills and spreadsheets write them, in many languages: who came when, and what they spent."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from loyalty.cards.visits import SAME_VISIT_S
from scheduler.rehearsal.visits_amounts import amounts
from scheduler.rehearsal.visits_columns import Columns, columns_of, header_of, is_clock, is_sale
from scheduler.rehearsal.visits_days import is_moment, moments
from scheduler.rehearsal.visits_sheet import BadVisits, Row, rows_of

__all__ = ["BadVisits", "CsvVisit", "Read", "read_visits"]


_NO_DATE = frozenset(("", "-", "n/a", "null", "none"))
_COMMA = re.compile(r"\d,\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class CsvVisit:
    """One visit; `at` is as naive or aware as it was written."""

    customer: str
    at: datetime
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held: its visits, and how many lines were none.

    They named no customer, or no date, were money given back, or belonged to another line's visit.
    """

    visits: tuple[CsvVisit, ...]
    nameless: int = 0
    dateless: int = 0
    given_back: int = 0
    joined: int = 0


def read_visits(lines: Iterable[str], currency: str) -> Read:
    """Read every visit of a file, header or not; raises `BadVisits` at the first line that can't be read."""
    rows = rows_of(lines)
    if not rows:
        raise BadVisits("The file is empty: it needs a customer and a date-time on each line.")
    header = header_of(rows)
    headed = header is not None or not any(is_moment(cell) for cell in rows[0][1])
    rows = rows[header or 0 :]
    columns = columns_of(rows, headed=headed)
    below = rows[1:] if headed else rows
    named = [row for row in below if _cell(row[1], columns.customer)]
    dated = [row for row in named if _cell(row[1], columns.day).casefold() not in _NO_DATE]
    sold = [row for row in dated if is_sale(_cell(row[1], columns.kind))]
    if not sold:
        what = "customer" if not named else "date" if not dated else "sale"
        raise BadVisits(f"No line names a {what}: the column is there, and empty.")
    visits = _visits(sold, columns, currency)
    merged = _by_receipt(visits)
    kept = tuple(visit for visit, given_back in merged if not given_back)
    if not kept:
        raise BadVisits("No line is a visit: all are of money given back.")
    return Read(
        kept,
        nameless=len(below) - len(named),
        dateless=len(named) - len(dated),
        given_back=len(dated) - len(sold) + len(merged) - len(kept),
        joined=len(visits) - len(merged),
    )


def _visits(rows: Sequence[Row], columns: Columns, currency: str) -> list[tuple[CsvVisit, str]]:
    """Read each line's visit, and the number of its receipt."""
    spent = amounts([(line, _cell(cells, columns.amount)) for line, cells in rows], currency)
    # Who writes decimals with a comma writes no month before its day.
    comma = any(_COMMA.search(_cell(cells, columns.amount)) for _, cells in rows)
    texts = [(line, _moment(cells, columns)) for line, cells in rows]
    days = moments(texts, day_first=columns.day_first or comma)
    return [
        (CsvVisit(cells[columns.customer], at, amount), _cell(cells, columns.receipt))
        for (_, cells), at, amount in zip(rows, days, spent, strict=True)
    ]


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _moment(cells: Sequence[str], columns: Columns) -> str:
    """Put the time of day, where it has a column of its own, behind the day."""
    day, clock = _cell(cells, columns.day), _cell(cells, columns.time)
    if not is_clock(clock):
        return day
    return f"{day.removesuffix('00:00:00').removesuffix('00:00').rstrip(' T')} {clock}"


def _by_receipt(visits: Sequence[tuple[CsvVisit, str]]) -> list[tuple[CsvVisit, bool]]:
    """Make one visit of the lines of a receipt, and say whether all that was paid was given back.

    Without a receipt's number it is of what one customer bought within a minute, as at the till.
    """
    found: dict[tuple[object, ...], CsvVisit] = {}
    latest: dict[str, tuple[object, ...]] = {}
    back = set()
    for visit, receipt in visits:
        key: tuple[object, ...] = (
            (visit.customer, receipt, visit.at.date()) if receipt else (visit.customer, visit.at)
        )
        before = latest.get(visit.customer)
        if not receipt and before and _at_once(found[before], visit):
            key = before
        found[key] = _together(found[key], visit) if key in found else visit
        latest[visit.customer] = key
        if visit.amount is not None and visit.amount < 0:
            back.add(key)
    return [(visit, key in back and (visit.amount or 0) <= 0) for key, visit in found.items()]


def _at_once(one: CsvVisit, other: CsvVisit) -> bool:
    alike = (one.at.tzinfo is None) == (other.at.tzinfo is None)
    return alike and abs(other.at - one.at) < timedelta(seconds=SAME_VISIT_S)


def _together(one: CsvVisit, other: CsvVisit) -> CsvVisit:
    spent = [visit.amount for visit in (one, other) if visit.amount is not None]
    return CsvVisit(one.customer, min(one.at, other.at), sum(spent, Decimal()) if spent else None)
