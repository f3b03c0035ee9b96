"""The date-times of a file's column: whether days or months come first is decided from all of them, and not guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from loyalty.calendar_names import months_named
from scheduler.rehearsal.visits_sheet import BadVisits

_OLDEST_YEAR, _NEWEST_YEAR = 1970, 2200
_CENTURY_TURNS = 70  # a year of two digits from here on is of the last century
_THAI = 543  # years between the Buddhist count and ours
_SPREADSHEETS_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - the caller knows the shop's zone
_HALVES = {"上午": "AM", "午前": "AM", "오전": "AM", "下午": "PM", "午後": "PM", "오후": "PM"}

_YEAR_FIRST = re.compile(
    r"(\d{4})\s?[-./年년]\s?(\d{1,2})\s?[-./月월]\s?(\d{1,2})(?:[.日일],?|,)?(?=$|[\sT])"
)
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|[\sT])")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|(?<=[./\s])\d{2})\.?(?=$|[\sT,])")
_CLOCK = re.compile(
    r"(\d{1,2})\s?[:.hu]\s?(\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s?(?:([ap])\.?\s?m\.?)?", re.IGNORECASE
)
_RUN_TOGETHER = re.compile(r"(\d\d)(\d\d)(\d\d)?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SINCE_1970 = re.compile(r"\d{10}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class _Readings:
    """A date-time read with the day before the month, and the other way round; None where there is no such day."""

    day_first: datetime | None
    month_first: datetime | None


def moments(texts: Sequence[tuple[int, str]], *, day_first: bool) -> list[datetime]:
    """Read all date-times (each with its line) in one way; raises `BadVisits` for none, and for two unless it is told."""
    found = [_readings(text) or _counted(text) or _Readings(None, None) for _, text in texts]
    ways = [[one.day_first for one in found], [one.month_first for one in found]]
    readings = [[at for at in way if at] for way in ways if None not in way]
    if not readings:
        line, text = texts[max(way.index(None) for way in ways)]
        raise BadVisits(
            f"Line {line}: {text!r} is no date-time, or not written like those above it. Write them as 2026-01-05 14:05."
        )
    if len(readings) > 1 and readings[0] != readings[1] and not day_first:
        line, text = next(each for each, one, other in zip(texts, *readings, strict=True) if one != other)
        raise BadVisits(f"Line {line}: {text!r} can be read in two ways; write dates as YYYY-MM-DD.")
    for (line, text), moment in zip(texts, readings[0], strict=True):
        if not _OLDEST_YEAR <= moment.year <= _NEWEST_YEAR:
            raise BadVisits(f"Line {line}: {text!r} lies in no year of ours.")
    return readings[0]


def is_moment(text: str) -> bool:
    """Say whether a cell can be read as a date-time in any way; a bare number is no date."""
    found = _readings(text)
    return found is not None and found != _Readings(None, None)


def _readings(text: str) -> _Readings | None:
    """Read a date and the time behind it; None where the text begins with no date."""
    text = _without_words(re.sub(r"\s+", " ", text).strip())
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_EIGHT_DIGITS, (1, 2, 3)), (_YEAR_LAST, (4, 3, 1))):
        match = pattern.match(text)
        if match:
            year, month, day = _year(match[order[0]]), *(int(match[place]) for place in order[1:])
            turned = (month, day) if pattern is not _YEAR_LAST or match[2] == "." else (day, month)
            rest = text[match.end() :]
            return _Readings(_at(year, month, day, rest), _at(year, *turned, rest))
    return None


def _counted(text: str) -> _Readings | None:
    """Read a day as spreadsheets count them, 46027.5, or seconds since 1970."""
    if _SERIAL.fullmatch(text):
        at = _SPREADSHEETS_DAY_0 + timedelta(days=float(text.replace(",", ".")))
        return _Readings(*[(at + timedelta(milliseconds=500)).replace(microsecond=0)] * 2)
    if _SINCE_1970.fullmatch(text):
        return _Readings(*[datetime.fromtimestamp(int(text[:10]), UTC)] * 2)
    return None


def _without_words(text: str) -> str:
    """Leave out the day of the week and "at", and write a month that is named by its number, the year in front."""
    for word, half in _HALVES.items():
        text = re.sub(rf"{word}\s?(.*)", rf" \1 {half}", text)
    text = _with_number(text) if re.search(r"[^\W\d_]{3}", text) else text
    text = re.sub(r"^[^\W\d]+\.?,? (?=\d)", "", text)  # "Mo, 05.01.2026"
    return re.sub(r"(?<=\d),? (?:at|um|om|klo|kl|à|o|alle|a las)\.? (?=\d)", " ", text, flags=re.IGNORECASE)


def _with_number(text: str) -> str:
    for word in re.findall(r"[^\W\d_]{3,}", text):
        months = list(months_named(word))
        if len(months) != 1:
            continue
        clock = re.search(r"\d{1,2}[:.hu]\d{2}.*", text.partition(word)[2])
        numbers = re.findall(r"\d+", text.removesuffix(clock[0]) if clock else text)
        year = next((n for n in numbers if len(n) == 4), numbers[-1] if len(numbers) == 2 else "")
        day = next((n for n in numbers if len(n) < 3), "")
        if year and day:
            return f"{_year(year):04}-{months[0]:02}-{int(day):02} {clock[0] if clock else ''}".rstrip()
    return text


def _at(year: int, month: int, day: int, rest: str) -> datetime | None:
    """Put a day and what stands behind it together; None for a day or a time that there is not."""
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    rest = re.sub(r"\s?(?:UTC|GMT)$", "Z", rest.strip(" ,").removesuffix(" Uhr").lstrip("T"))
    if not rest:
        return datetime.combine(on, time())
    clock = _CLOCK.fullmatch(rest) or _RUN_TOGETHER.fullmatch(rest)
    if clock:
        return _with_clock(on, *clock.groups())
    try:
        return datetime.fromisoformat(f"{on}T{rest}")  # with its zone
    except ValueError:
        return None


def _with_clock(
    on: date, hour: str, minute: str, second: str | None, half: str | None = None
) -> datetime | None:
    hours = int(hour)
    if half and hours <= 12:
        hours = hours % 12 + (12 if half in "pP" else 0)
    try:
        return datetime.combine(on, time(hours, int(minute), int(second or 0)))
    except ValueError:
        return None


def _year(text: str) -> int:
    """Read a year of two digits as the nearest, and one of Thailand's as the world counts."""
    year = int(text)
    if len(text) == 2:
        return year + (1900 if year >= _CENTURY_TURNS else 2000)
    return year - _THAI if year > _OLDEST_YEAR + _THAI else year
