"""When a shop is open in a week: from when to when on each weekday, over midnight too."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

DAY = 24 * 60  # minutes
WEEK = 7
MOST_SPANS = 3  # of one day
LONGEST_OVER_MIDNIGHT = (
    16 * 60
)  # more is a slip: nobody who closes at eight opens at nine in the evening before

_TIME = re.compile(r"(?<!\d)(\d{1,2})(?:[:.hu]?(\d{2}))?(?!\d)(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE)
_OCLOCK = re.compile(
    r"\s*(?:h|u|uur|óra(?:kor)?|o['’]?clock)\.?", re.IGNORECASE
)  # "19 uur"; "half 8" is half past seven
_OTHER_LETTERS = 12  # "from … to …", in any language
_STORED = re.compile(r"(?:\d{4}-\d{4}(?: \d{4}-\d{4})*)?(?:/(?:\d{4}-\d{4}(?: \d{4}-\d{4})*)?){6}")

Span = tuple[int, int]  # minutes from the day's midnight; what ends on the next day ends after `DAY`
Day = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The spans of each weekday, Monday first, in their order; an empty day is closed."""

    days: tuple[Day, ...]

    @property
    def stored(self) -> str:
        """Return them as they are stored: "" for a week in which it is never open, so that nothing is said."""
        days = [" ".join(f"{_clock(start)}-{_clock(end)}" for start, end in day) for day in self.days]
        return "/".join(days) if any(days) else ""

    def with_day(self, weekdays: Sequence[int], spans: Day) -> "OpeningHours":
        """Return them with the spans of some weekdays changed."""
        days = (spans if number in weekdays else day for number, day in enumerate(self.days))
        return OpeningHours(tuple(days))

    @property
    def clash(self) -> int | None:
        """Name the first day on which it opens before it has closed, on that day or the day before."""
        for number, day in enumerate(self.days):
            before = max((end - DAY for _, end in self.days[number - 1]), default=0)
            if any(
                start < closed for closed, start in pairwise([before, *(at for span in day for at in span)])
            ):
                return number
        return None

    def open_until(self, weekday: int, minute: int) -> int | None:
        """Return when it closes, in minutes from that day's midnight, where it is open then; None where it is not."""
        spans = [
            *self.days[weekday],
            *((opens - DAY, closes - DAY) for opens, closes in self.days[weekday - 1]),
        ]
        return next((closes for opens, closes in spans if opens <= minute < closes), None)

    def near(self, weekday: int, hour: int) -> bool:
        """Say whether it is open in an hour of a weekday, or in the one before or after."""
        start, end = (hour - 1) * 60, (hour + 2) * 60
        return any(
            opens + away < end and start < closes + away
            for away in (-DAY, 0, DAY)
            for opens, closes in self.days[(weekday + away // DAY) % WEEK]
        )


NEVER = OpeningHours(((),) * WEEK)
WHOLE_DAY: Day = ((0, DAY),)


@dataclass(frozen=True, slots=True)
class BadHours:
    """What was typed is no opening hours: unreadable, a span of no time, one that is nearly a day over midnight, or two at once.

    `span` is the one at fault.
    """

    why: Literal["unreadable", "empty", "long", "clash"]
    span: Span = (0, 0)


def read_hours(stored: str) -> OpeningHours:
    """Read what is stored; what is not said is a week without hours."""
    if not _STORED.fullmatch(stored):
        return NEVER
    return OpeningHours(
        tuple(
            tuple((_minutes(span[:4]), _minutes(span[5:])) for span in day.split())
            for day in stored.split("/")
        )
    )


def parse_day(text: str) -> Day | BadHours:
    """Read a day's hours as people type them: "8-18", "8:30–12, 13–18", "6pm to 2 am"; 18–2 ends on the next day."""
    found = list(_TIME.finditer(text))
    rest = _TIME.sub("", text)
    times = [_time(one) for one in found]
    letters = sum(c.isalnum() for c in rest)
    if (
        not times
        or len(times) % 2
        or len(times) > 2 * MOST_SPANS
        or None in times
        or letters > _OTHER_LETTERS
    ):
        return BadHours("unreadable")
    known = [time for time in times if time is not None]
    spans = [_span(start, end) for start, end in zip(known[::2], known[1::2], strict=True)]
    if wrong := next((one for one in spans if isinstance(one, BadHours)), None):
        return wrong
    day = tuple(sorted(one for one in spans if not isinstance(one, BadHours)))
    twice = next((later for (_, end), later in pairwise(day) if later[0] < end), None)
    return BadHours("clash", twice) if twice else day


def parse_time(text: str) -> dt.time | None:
    """Read one time of a day: "19:30", "19 uur", "7 pm"."""
    found = _TIME.match(text := text.strip())
    if not found or (found.end() < len(text) and not _OCLOCK.fullmatch(text, found.end())):
        return None
    minutes = _time(found)
    return None if minutes is None or minutes >= DAY else dt.time(minutes // 60, minutes % 60)


def _time(found: re.Match[str]) -> int | None:
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p") if 1 <= hour <= 12 else WEEK * 24
    total = hour * 60 + minute
    return total if total <= DAY and minute < 60 else None


def _span(start: int, end: int) -> Span | BadHours:
    if start in {end, DAY}:
        return BadHours("empty", (start, end))
    if end > start:
        return start, end
    over = (start, end + DAY)
    return over if over[1] - start <= LONGEST_OVER_MIDNIGHT else BadHours("long", over)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}{minutes % 60:02}"


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[2:])
