"""A shop's days as its customers lived them: when it was closed nobody stayed away, and months are the calendar's."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from loyalty.dates import months_later

YEAR_MONTHS = 12
CLOSED_DAYS = 7  # a day off each week is no closing
CLOSED_VISITS = 10  # so many were to be expected, and none came
_FIRST_DAY = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Count days since 1970."""
    return (day - _FIRST_DAY).days


def day_of_number(number: int) -> date:
    """Return the day that is so many after the first of 1970."""
    return _FIRST_DAY + timedelta(days=number)


class ShopDays:
    """The days of a shop up to `today`; `since` begins the year: this calendar month and the eleven before it."""

    def __init__(self, visits_by_day: Mapping[int, int], today: int) -> None:
        self.today = today
        self.closed = closed_days(visits_by_day, today)
        first = months_later(day_of_number(today).replace(day=1), 1 - YEAR_MONTHS)
        self.since = day_number(first)
        self._month_of = [
            day_of_number(number).month for number in range(self.since, today + 1)
        ]  # no month twice

    def months(self, came: Sequence[int]) -> int:
        """Count the months of the year in which somebody came."""
        since, month_of = self.since, self._month_of
        return len({month_of[day - since] for day in came if since <= day <= self.today})

    def open_between(self, one: int, other: int) -> int:
        """Count the days from one to a later one, without those on which the shop was closed."""
        between = other - one
        for first, last in self.closed:
            between -= max(0, min(last, other) - max(first, one + 1) + 1)
        return between


def closed_days(visits_by_day: Mapping[int, int], today: int) -> tuple[tuple[int, int], ...]:
    """Find when a shop was closed: a week or more without any visit, where by its usual pace ten would have come.

    A stretch that is still going on counts too: `(first, last)`, both without a visit.
    """
    busy = sorted(day for day in visits_by_day if day <= today)
    if not busy:
        return ()
    visits, length = sum(visits_by_day[day] for day in busy), today + 1 - busy[0]
    return tuple(
        (before + 1, after - 1)
        for before, after in zip(busy, [*busy[1:], today + 1], strict=True)
        if after - before > CLOSED_DAYS and visits * (after - before - 1) >= CLOSED_VISITS * length
    )
