"""Reads visits from a CSV of customer, date-time and amount, as tills and spreadsheets write them."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

_COLUMNS = {
    "customer": (
        "customer",
        "customer_id",
        "customerid",
        "client",
        "cust",
        "cust_id",
        "id",
        "user",
        "user_id",
    ),
    "at": ("at", "date", "datetime", "date-time", "date_time", "time", "timestamp", "visit", "visited_at"),
    "amount": ("amount", "total", "value", "price", "spent", "sales", "revenue", "dollar_value"),
}
# Tried in this order on the whole file; ISO 8601 comes before all of them.
_DAYS = (
    "%Y%m%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d-%m-%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%m/%d/%y",
)
_OLDEST_YEAR, _NEWEST_YEAR = 1970, 2200
_MOST = Decimal(10) ** 9
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


class BadVisits(ValueError):  # noqa: N818 - named like the other refusals
    """Why a file holds no visits; the words name the line."""


@dataclass(frozen=True, slots=True)
class CsvVisit:
    """One line; `at` is as naive or aware as it was written."""

    customer: str
    at: datetime
    amount: Decimal | None


def read_visits(lines: Iterable[str]) -> list[CsvVisit]:
    """Read every visit of a file, header or not, comma, semicolon or tab; raises `BadVisits` at the first bad line."""
    rows = _rows(lines)
    if not rows:
        raise BadVisits("The file is empty: it needs a customer and a date-time on each line.")
    places, body = _places(rows)
    for line, cells in body:
        if len(cells) <= max(places["customer"], places["at"]) or not cells[places["customer"]]:
            raise BadVisits(f"Line {line}: a customer and a date-time are needed, found {cells!r}.")
    moments = _moments([(line, cells[places["at"]]) for line, cells in body])
    return [
        CsvVisit(cells[places["customer"]], at, _amount(line, cells, places.get("amount")))
        for (line, cells), at in zip(body, moments, strict=True)
    ]


def _rows(lines: Iterable[str]) -> list[tuple[int, list[str]]]:
    texts = [line.lstrip("\ufeff") for line in lines]
    first = next((text for text in texts if text.strip()), "")
    delimiter = max("\t;,", key=first.count)
    reader = csv.reader(texts, delimiter=delimiter, skipinitialspace=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise BadVisits(f"Line {reader.line_num}: {error}.") from None
    return [(line, cells) for line, cells in rows if any(cells)]


def _places(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[dict[str, int], Sequence[tuple[int, list[str]]]]:
    """Find the columns by the header's names, or take the first three where there is none."""
    line, cells = rows[0]
    if any(_moment(cell) for cell in cells):
        return {"customer": 0, "at": 1, "amount": 2}, rows
    names = [cell.lower().replace(" ", "_") for cell in cells]
    found = {
        column: names.index(next(name for name in known if name in names))
        for column, known in _COLUMNS.items()
        if any(name in names for name in known)
    }
    if not {"customer", "at"} <= found.keys():
        raise BadVisits(f"Line {line}: neither a visit nor a header with customer and date: {cells!r}.")
    if len(rows) == 1:
        raise BadVisits(f"Line {line}: a header, and no visit below it.")
    return found, rows[1:]


def _moments(texts: Sequence[tuple[int, str]]) -> list[datetime]:
    """Read all date-times in one way; a file that can be read in two ways is refused."""
    best = (-1, "")
    readings: list[list[datetime]] = []
    for day in (None, *_DAYS):
        read: list[datetime] = []
        for line, text in texts:
            moment = _moment(text, day)
            if moment is None:
                best = max(best, (line, text))
                break
            read.append(moment)
        else:
            readings += [read] if read not in readings else []
    if not readings:
        line, text = best
        raise BadVisits(f"Line {line}: {text!r} is no date-time, or not written like those above it.")
    if len(readings) > 1:
        line, text = next(each for each, *ways in zip(texts, *readings, strict=True) if len(set(ways)) > 1)
        raise BadVisits(f"Line {line}: {text!r} can be read in two ways; write dates as YYYY-MM-DD.")
    for (line, text), moment in zip(texts, readings[0], strict=True):
        if not _OLDEST_YEAR <= moment.year <= _NEWEST_YEAR:
            raise BadVisits(f"Line {line}: {text!r} lies in no year of ours.")
    return readings[0]


def _moment(text: str, day: str | None = "") -> datetime | None:
    """Read a date-time as ISO 8601 (`None`), in one way of writing days, or in any (an empty string)."""
    if day == "":
        return next((moment for each in (None, *_DAYS) if (moment := _moment(text, each))), None)
    if day is None:
        # Eight bare digits are left to `_DAYS`, and a bare number is no date.
        if not re.match(r"\d{4}-", text):
            return None
        try:
            return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        except ValueError:
            return None
    for time in _TIMES:
        try:
            return datetime.strptime(text, day + time)  # noqa: DTZ007 - the caller knows the shop's zone
        except ValueError:
            continue
    return None


def _amount(line: int, cells: Sequence[str], place: int | None) -> Decimal | None:
    if place is None or place >= len(cells) or not cells[place]:
        return None
    try:
        amount = Decimal(cells[place].replace(",", "."))
        if abs(amount) < _MOST:
            return amount
    except InvalidOperation:  # also where a "NaN" is compared
        pass
    raise BadVisits(f"Line {line}: {cells[place]!r} is no amount.")
