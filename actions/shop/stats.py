"""How business is: the week so far beside the same part of the last one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from actions.access import NotAllowed, may
from actions.shop.level_counts import LevelCounts, level_counts
from actions.shop.on_shared_card import OnSharedCard, on_shared_card
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.dates import day_of, day_starts, months_later
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.coverage import Coverage
from storage.cards import memberships, referrals
from storage.cards.memberships import Income
from storage.cards.referrals import Friends
from storage.engine.statements import Tx
from storage.shop import coverage, programmes, shops, stats
from storage.shop.stats import CountedVisits, Rewards, Sales

__all__ = ["ACTIVE_DAYS", "Rewards", "Sales", "Stats", "Week", "days_of", "shop_stats", "week_of"]

ACTIVE_DAYS = 30
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """What a part of a week brought: new members, visits, the stamps or points given by each programme, what was spent.

    `gifts` are those that were given without a visit, and in none of the others.
    """

    new: int
    visits: int
    given: Mapping[int, int]
    sales: Sales
    gifts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memberships:
    """How many memberships hold, and what was sold this month so far, and in the last one."""

    running: int
    this_month: Income
    last_month: Income


@dataclass(frozen=True, slots=True)
class Stats:
    """A shop's figures; `last_week` ends a week before now, so that like is compared with like."""

    shop: Shop
    today: date
    monday: date
    members: int
    active: int  # of the members, who came within `ACTIVE_DAYS`
    this_week: Week
    last_week: Week
    days: tuple[tuple[int, int], ...]  # visits from Monday: this week, last week to its end
    hours: tuple[int, ...]  # visits by the shop's hour in these two weeks
    waiting: Rewards
    used: Rewards  # this week
    this_month: Sales  # so far
    last_month: Sales  # whole
    programmes: tuple[ProgrammeVersion, ...]
    friends: Friends  # who were brought by customers, ever
    memberships: Memberships
    levels: tuple[LevelCounts, ...] = ()  # of the programmes that have some
    coverage: Coverage = field(default_factory=Coverage)
    shared: OnSharedCard | None = (
        None  # this week, on the card of its coalition; in none of the other figures
    )

    @property
    def takes_amounts(self) -> bool:
        """Say whether the till is told what is spent: a programme asks for it, or somebody typed it lately."""
        sales = (self.this_week.sales, self.last_week.sales, self.this_month, self.last_month)
        return any(one.programme.needs_amount for one in self.programmes) or any(one.visits for one in sales)

    @property
    def busiest(self) -> tuple[int, ...]:
        """Return up to three hours with the most visits, in the order of the day."""
        best = sorted((-count, hour) for hour, count in enumerate(self.hours) if count)[:3]
        return tuple(sorted(hour for _, hour in best))


def shop_stats(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> Stats | NotAllowed:
    """Count a shop's week for its managers, by the days of its own time zone; undone visits don't count."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    local = now.astimezone(shop.zone)
    monday = local.date() - timedelta(days=local.weekday())
    begins, began = day_starts(monday, shop.zone), day_starts(monday - _WEEK, shop.zone)
    # The same time on the clock, also when the clocks were changed in between.
    until = (local.replace(tzinfo=None) - _WEEK).replace(tzinfo=shop.zone).astimezone(UTC)
    active = now - timedelta(days=ACTIVE_DAYS)
    people = stats.customers(
        tx, shop_id, this_week=begins, last_week=began, last_week_until=until, active_since=active
    )
    gifts, earlier_gifts = (
        stats.gifts(tx, shop_id, since=since, until=end) for since, end in ((begins, now), (began, until))
    )
    every = tuple(programmes.today(tx, shop_id))
    visits = stats.visits_since(tx, shop_id, since=began, split_at=until)
    return Stats(
        shop=shop,
        today=local.date(),
        monday=monday,
        members=people.members,
        active=people.active,
        this_week=week_of(people.joined_this_week, [one for one in visits if one.at >= begins], gifts),
        last_week=week_of(people.joined_last_week, [one for one in visits if one.before], earlier_gifts),
        days=_days(visits, shop, monday),
        hours=_hours(visits, shop),
        waiting=stats.open_rewards(tx, shop_id, now=now),
        used=stats.used_rewards(tx, shop_id, since=begins),
        programmes=every,
        friends=referrals.of_shop(tx, shop_id),
        memberships=_memberships(tx, shop, today=local.date(), now=now),
        coverage=coverage.coverage(tx, shop_id),
        shared=on_shared_card(tx, shop_id, since=begins),
        levels=tuple(filter(None, (level_counts(tx, shop, one, now=now) for one in every))),
        **_months(tx, shop, local.date()),
    )


def _months(tx: Tx, shop: Shop, today: date) -> dict[str, Sales]:
    first = today.replace(day=1)
    began, begins, ends = (day_starts(months_later(first, n), shop.zone) for n in (-1, 0, 1))
    return {
        "this_month": stats.sales(tx, shop.id, since=begins, until=ends),
        "last_month": stats.sales(tx, shop.id, since=began, until=begins),
    }


def _memberships(tx: Tx, shop: Shop, *, today: date, now: datetime) -> Memberships:
    first = today.replace(day=1)
    began, begins, ends = (day_starts(months_later(first, n), shop.zone) for n in (-1, 0, 1))
    return Memberships(
        memberships.running(tx, shop.id, now=now),
        memberships.income(tx, shop.id, since=begins, until=ends),
        memberships.income(tx, shop.id, since=began, until=begins),
    )


def week_of(new: int, visits: Sequence[CountedVisits], gifts: Mapping[int, int]) -> Week:
    """Count what these visits brought, and what was given beside them."""
    given = Counter[int]()
    for one in visits:
        given[one.programme_id] += one.amount
    sales = Sales(sum(one.spent_minor for one in visits), sum(one.told for one in visits))
    return Week(new, sum(one.visits for one in visits), given, sales, gifts)


def days_of(visits: Sequence[CountedVisits], shop: Shop) -> Counter[date]:
    """Count visits by the shop's days."""
    counts = Counter[date]()
    for one in visits:
        counts[day_of(one.at, shop.zone)] += one.visits
    return counts


def _days(visits: Sequence[CountedVisits], shop: Shop, monday: date) -> tuple[tuple[int, int], ...]:
    counts = days_of(visits, shop)
    week = [monday + timedelta(days=i) for i in range(7)]
    return tuple((counts[day], counts[day - _WEEK]) for day in week)


def _hours(visits: Sequence[CountedVisits], shop: Shop) -> tuple[int, ...]:
    counts = Counter[int]()
    for one in visits:
        counts[one.at.astimezone(shop.zone).hour] += one.visits
    return tuple(counts[hour] for hour in range(24))
