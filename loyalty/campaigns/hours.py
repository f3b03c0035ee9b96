"""At which hour a message goes: one that its shop chose, or the one at which somebody usually comes."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

AT_ONCE = 24  # in the place of an hour: as soon as it may go
OWN_HOUR = 25  # and: when each one usually comes, where that is known
KNOWN_VISITS = 5
_NEWEST = 50  # somebody's habits of today, not of years ago
_HOURS = 24


def usual_hour(came: Iterable[datetime], zone: ZoneInfo) -> int | None:
    """Return the hour of the shop's day at which somebody usually comes; None for who came seldom, or at all hours.

    At least half of the visits lie within an hour of it.
    """
    by_hour = Counter(at.astimezone(zone).hour for at in sorted(came)[-_NEWEST:])
    visits = by_hour.total()
    if visits < KNOWN_VISITS:
        return None
    around = {hour: sum(by_hour[(hour + off) % _HOURS] for off in (-1, 0, 1)) for hour in sorted(by_hour)}
    best = max(around, key=lambda hour: (around[hour], by_hour[hour]))
    return best if 2 * around[best] >= visits else None


def next_at(hour: int, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment itself where its clock shows that hour, or when it next will, in UTC."""
    local = moment.astimezone(zone)
    if local.hour == hour:
        return moment
    days = 1 if local.hour > hour else 0
    return datetime.combine(local.date() + timedelta(days=days), time(hour), zone).astimezone(UTC)
