"""How business is: the week so far beside the same part of the last one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from actions.staff import NotAllowed, may
from loyalty.dates import day_of, day_starts
from loyalty.records import Shop
from loyalty.staff import Role
from storage import shops, stats
from storage.statements import Tx
from storage.stats import Rewards

__all__ = ["ACTIVE_DAYS", "Rewards", "Stats", "Week", "shop_stats"]

ACTIVE_DAYS = 30
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """What a part of a week brought: new members, visits, and the stamps or points given."""

    new: int
    visits: int
    given: int


@dataclass(frozen=True, slots=True)
class Stats:
    """A shop's figures; `last_week` ends a week before now, so that like is compared with like."""

    shop: Shop
    monday: date
    members: int
    active: int  # of the members, who came within `ACTIVE_DAYS`
    this_week: Week
    last_week: Week
    days: tuple[tuple[int, int], ...]  # visits from Monday: this week, last week to its end
    hours: tuple[int, ...]  # visits by the shop's hour in these two weeks
    waiting: Rewards
    used: Rewards  # this week

    @property
    def busiest(self) -> tuple[int, ...]:
        """Return up to three hours with the most visits, in the order of the day."""
        best = sorted((-count, hour) for hour, count in enumerate(self.hours) if count)[:3]
        return tuple(sorted(hour for _, hour in best))


def shop_stats(tx: Tx, person_id: int, shop_id: int, *, now: datetime) -> Stats | NotAllowed:
    """Count a shop's week for its managers, by the days of its own time zone; undone visits don't count."""
    if may(tx, person_id, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    local = now.astimezone(shop.zone)
    monday = local.date() - timedelta(days=local.weekday())
    begins, began = day_starts(monday, shop.zone), day_starts(monday - _WEEK, shop.zone)
    # The same time on the clock, also when the clocks were changed in between.
    until = (local.replace(tzinfo=None) - _WEEK).replace(tzinfo=shop.zone).astimezone(UTC)
    people = stats.customers(
        tx,
        shop_id,
        this_week=begins,
        last_week=began,
        last_week_until=until,
        active_since=now - timedelta(days=ACTIVE_DAYS),
    )
    visits = stats.visits_since(tx, shop_id, since=began)
    return Stats(
        shop=shop,
        monday=monday,
        members=people.members,
        active=people.active,
        this_week=_week(people.joined_this_week, [v for v in visits if v[0] >= begins]),
        last_week=_week(people.joined_last_week, [v for v in visits if v[0] < until]),
        days=_days(visits, shop, monday),
        hours=_hours(visits, shop),
        waiting=stats.open_rewards(tx, shop_id, now=now),
        used=stats.used_rewards(tx, shop_id, since=begins),
    )


def _week(new: int, visits: Sequence[tuple[datetime, int]]) -> Week:
    return Week(new, len(visits), sum(amount for _, amount in visits))


def _days(visits: Sequence[tuple[datetime, int]], shop: Shop, monday: date) -> tuple[tuple[int, int], ...]:
    counts = Counter(day_of(at, shop.zone) for at, _ in visits)
    week = [monday + timedelta(days=i) for i in range(7)]
    return tuple((counts[day], counts[day - _WEEK]) for day in week)


def _hours(visits: Sequence[tuple[datetime, int]], shop: Shop) -> tuple[int, ...]:
    counts = Counter(at.astimezone(shop.zone).hour for at, _ in visits)
    return tuple(counts[hour] for hour in range(24))
