"""In which days visits are counted: the last so many, or those since a year or half a year of the calendar began."""

from dataclasses import dataclass
from datetime import date, timedelta

from loyalty.dates import months_later

HALF_YEAR, YEAR = 6, 12  # months: the parts of a calendar's year that can be counted in
_DAY = timedelta(days=1)
_LONGEST = {HALF_YEAR: 184, YEAR: 366}


@dataclass(frozen=True, slots=True)
class RollingDays:
    """The last so many days, the one that is asked about included."""

    days: int

    @property
    def longest(self) -> int:
        """Return how many days lie in it at most."""
        return self.days

    def begins(self, day: date) -> date:
        """Return the first day that is counted on a day."""
        return day - (self.days - 1) * _DAY

    def ends(self, day: date) -> date:
        """Return the last day on which a day is counted still."""
        return day + (self.days - 1) * _DAY

    def renewed(self, last: date, until: date, today: date) -> tuple[date, date]:  # noqa: ARG002 - each day moves the end of these
        """Return from which day to which visits help to hold longer what these days hold to `last`, and grace until a day."""
        return today, until

    def holds(self, other: "Period") -> bool:
        """Say whether all that the other counts is counted here."""
        return self.days >= other.longest


@dataclass(frozen=True, slots=True)
class CalendarMonths:
    """So many months of the calendar, from 1 January or 1 July on."""

    months: int

    @property
    def longest(self) -> int:
        """Return how many days lie in it at most."""
        return _LONGEST[self.months]

    def begins(self, day: date) -> date:
        """Return the first day that is counted on a day."""
        return date(day.year, (day.month - 1) // self.months * self.months + 1, 1)

    def ends(self, day: date) -> date:
        """Return the last day on which a day is counted still."""
        return months_later(self.begins(day), self.months) - _DAY

    def renewed(self, last: date, until: date, today: date) -> tuple[date, date]:
        """Return from which day to which visits help to hold longer what these months hold to `last`, and grace until a day.

        They are those that it is now, or else the next ones: of a long grace there may be more to come.
        """
        since = max(last + _DAY, today)
        return since, min(self.ends(since), until)

    def holds(self, other: "Period") -> bool:
        """Say whether all that the other counts is counted here."""
        return isinstance(other, CalendarMonths) and self.months >= other.months


Period = RollingDays | CalendarMonths
