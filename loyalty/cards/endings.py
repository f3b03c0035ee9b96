"""When what was promised ends: never before the end of the day that people were told, by the shop's calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.cards.programme import Programme
from loyalty.dates import day_of, day_starts
from loyalty.records import Counter

# When days begin that never do: what has them before it does not run out.
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def lasts(days: int, *, since: datetime, zone: ZoneInfo) -> datetime:
    """Return when something ends that lasts so many whole days: as the day after them begins in the shop."""
    return ends_with(day_of(since, zone) + timedelta(days=days), zone)


def ends_with(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment with which a day is over in the shop."""
    return day_starts(day + timedelta(days=1), zone)


def last_day(until: datetime, zone: ZoneInfo) -> date:
    """Return the last day in the shop on which something that ends at `until` can be had: the one to tell."""
    return day_of(until - timedelta(microseconds=1), zone)


def balance_ends(counter: Counter, programme: Programme, zone: ZoneInfo) -> datetime | None:
    """Return when what is on a counter runs out unless somebody comes; None where it never does."""
    if programme.idle_days is None or counter.balance == 0 or counter.days_from >= _NEVER:
        return None
    return lasts(programme.idle_days, since=counter.days_from, zone=zone)


def days_begin(days: int, *, until: datetime | None, zone: ZoneInfo) -> datetime:
    """Return when so many days begin that are over at this moment; None: never.

    It is the noon of their first day, which is on the same day by the clocks of most other zones.
    """
    first = last_day(until, zone) - timedelta(days=days) if until else None
    return day_starts(first, zone) + timedelta(hours=12) if first else _NEVER
