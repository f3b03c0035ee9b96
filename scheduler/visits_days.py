"""The date-times of a file's whole column, all written in one way; what can be read in two ways is not guessed at."""

import re
from collections.abc import Sequence
from datetime import datetime

from loyalty.calendar_names import months_named
from scheduler.visits_sheet import BadVisits

# Tried in this order on the whole file; a year in front comes before all of them.
_DAYS = (
    "%Y%m%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%m/%d/%y",
)
_TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    " %H.%M",
    " %Hh%M",
    " %I:%M %p",
    " %I:%M:%S %p",
    " %I:%M%p",
)
_OLDEST_YEAR, _NEWEST_YEAR = 1970, 2200
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})(?:[.日],?|,)?(?=$|[\sT])")
_SPACED = re.compile(r"(\d{1,2})\.\s(\d{1,2})\.\s(\d{2,4})\.?")


def moments(texts: Sequence[tuple[int, str]], *, day_first: bool) -> list[datetime]:
    """Read all date-times (each with its line) in one way; raises `BadVisits` for none, and for two unless it is told."""
    plain = [(line, _plain(text)) for line, text in texts]
    best = (-1, "")
    readings: list[list[datetime]] = []
    for day in (None, *_DAYS):
        read: list[datetime] = []
        for (line, text), (_, written) in zip(plain, texts, strict=True):
            moment = _moment(text, day)
            if moment is None:
                best = max(best, (line, written))
                break
            read.append(moment)
        else:
            readings += [read] if read not in readings else []
    if not readings:
        line, text = best
        raise BadVisits(f"Line {line}: {text!r} is no date-time, or not written like those above it.")
    if len(readings) > 1 and not day_first:  # of two ways, the day in front comes first
        line, text = next(each for each, *ways in zip(texts, *readings, strict=True) if len(set(ways)) > 1)
        raise BadVisits(f"Line {line}: {text!r} can be read in two ways; write dates as YYYY-MM-DD.")
    for (line, text), moment in zip(texts, readings[0], strict=True):
        if not _OLDEST_YEAR <= moment.year <= _NEWEST_YEAR:
            raise BadVisits(f"Line {line}: {text!r} lies in no year of ours.")
    return readings[0]


def is_moment(text: str) -> bool:
    """Say whether a cell can be read as a date-time in any way."""
    return any(_moment(_plain(text), day) for day in (None, *_DAYS))


def _plain(text: str) -> str:
    """Write a date as one of the known ways does: a year in front as ISO 8601, a month by its number."""
    text = re.sub(r"\s+", " ", text).strip().removesuffix(" Uhr")
    text = _YEAR_FIRST.sub(lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", text, count=1)
    text = _SPACED.sub(r"\1.\2.\3", text, count=1)
    return _with_number(text) if re.search(r"[^\W\d_]{3}", text) else text


def _with_number(text: str) -> str:
    """Write "5 Jan 2026 12:30" and "Jan 5, 2026" with the month's number and the year first; a year has four digits."""
    for word in re.findall(r"[^\W\d_]{3,}", text):
        months = list(months_named(word))
        if len(months) != 1:
            continue
        clock = re.search(r"\d{1,2}[:.h]\d{2}.*", text.partition(word)[2])
        date = text.removesuffix(clock[0]) if clock else text
        year = re.search(r"\d{4}", date)
        day = re.search(r"(?<!\d)\d{1,2}(?!\d)", date)
        if year and day:
            return f"{year[0]}-{months[0]:02}-{int(day[0]):02} {clock[0] if clock else ''}".rstrip()
    return text


def _moment(text: str, day: str | None) -> datetime | None:
    """Read a date-time with the year in front (`None`), or in one way of writing days."""
    if day is None:
        # Eight bare digits are left to `_DAYS`, and a bare number is no date.
        if not re.match(r"\d{4}-\d\d-\d\d", text):
            return None
        try:
            return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        except ValueError:
            day = "%Y-%m-%d"
    for time in _TIMES:
        try:
            return datetime.strptime(text, day + time)  # noqa: DTZ007 - the caller knows the shop's zone
        except ValueError:
            continue
    return None
