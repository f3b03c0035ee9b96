"""How a whole week or month was, beside the one before: what an owner is told when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from actions.access import NotAllowed, may
from actions.campaigns.settings import Campaign, campaigns_of
from actions.shop.lazily_loyal import count_lazily_loyal
from actions.shop.stats import ACTIVE_DAYS, Rewards, Week, days_of, week_of
from actions.shop.targets import progress_everywhere
from actions.tell import LATER, tell
from loyalty.actor import Actor
from loyalty.campaigns.frequency_cap import DIGEST, Frequency, MessageKind
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.worth import Terms, terms
from loyalty.dates import day_of, day_starts, months_later
from loyalty.people.alerts import EVERY_DAYS, LazilyLoyal
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.targets import TargetProgress
from storage.engine.statements import Tx
from storage.people import alerts, preferences
from storage.people.alerts import ToldAlert
from storage.shop import business, findings, programmes, shops, staff, stats
from storage.shop.stats import CountedVisits

__all__ = ["ToldAlert"]

Period = Literal["week", "month"]
_PERIODS: tuple[Period, ...] = ("week", "month")
_MORNING_HOUR = 9
_DAY = timedelta(days=1)
_ALERT_IS_NEWS = timedelta(days=EVERY_DAYS + 1)
_LATE = timedelta(days=3)  # so long after its end a period is still news


@dataclass(frozen=True, slots=True)
class UnsaidFigures:
    """What an owner never said: what a visit brings, what is left of it, and what some rewards cost."""

    average_sale: bool
    margin: bool
    costs_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A shop's figures for the days from `first` to `last`; `before` is an equal period earlier."""

    shop: Shop
    period: Period
    first: date
    last: date
    members: int
    active: int  # of the members, who came within `ACTIVE_DAYS`
    this: Week
    before: Week
    waiting: Rewards
    best_day: date | None
    programmes: tuple[ProgrammeVersion, ...]
    campaigns: tuple[Campaign, ...] = ()
    paused: tuple[MessageKind, ...] = ()  # campaigns that were found of no use since `first`
    targets: tuple[TargetProgress, ...] = ()  # of the shop, then of its branches
    worth_a_look: int = 0  # findings that wait for an owner
    alert: ToldAlert | None = None  # one customer of whom the owner should hear
    lazily_loyal: LazilyLoyal | None = None  # where half of the loyal who answered are lukewarm

    @property
    def takes_amounts(self) -> bool:
        """Say whether the till is told what is spent: a programme asks for it, or somebody typed it lately."""
        sales = (self.this.sales, self.before.sales)
        return any(one.programme.needs_amount for one in self.programmes) or any(one.visits for one in sales)


def digest(tx: Tx, actor: Actor, shop_id: int, period: Period, *, now: datetime) -> Digest | NotAllowed:
    """Count the last whole week or month for a shop's managers, by the days of its own time zone."""
    member = may(tx, actor, shop_id, Role.MANAGER)
    if member is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    earlier, first, end = last_period(period, day_of(now, shop.zone))
    began, begins, ends = (day_starts(day, shop.zone) for day in (earlier, first, end))
    active = now - timedelta(days=ACTIVE_DAYS)
    people = stats.customers(
        tx, shop_id, this_week=ends, last_week=begins, last_week_until=ends, active_since=active
    )
    newer = stats.customers(
        tx, shop_id, this_week=ends, last_week=began, last_week_until=begins, active_since=now
    )
    visits = stats.visits_since(tx, shop_id, since=began, split_at=ends)
    inside = [visit for visit in visits if begins <= visit.at < ends]
    outside = [visit for visit in visits if visit.at < begins]
    campaigns = tuple(campaigns_of(tx, shop_id))
    return Digest(
        shop=shop,
        period=period,
        first=first,
        last=end - _DAY,
        members=people.members - people.joined_this_week,  # at its end: who joined since is the next one's
        active=people.active,
        this=week_of(people.joined_last_week, inside, stats.gifts(tx, shop_id, since=begins, until=ends)),
        before=week_of(newer.joined_last_week, outside, stats.gifts(tx, shop_id, since=began, until=begins)),
        waiting=stats.open_rewards(tx, shop_id, now=now),
        best_day=_best_day(shop, inside),
        programmes=tuple(programmes.today(tx, shop_id)),
        campaigns=campaigns,
        paused=tuple(one.kind for one in campaigns if one.paused_at and one.paused_at >= begins),
        targets=tuple(one for one in progress_everywhere(tx, shop, now=now) if one.target.by >= first),
        worth_a_look=findings.count_open(tx, shop_id, now=now) if member.may(Role.OWNER) else 0,
        alert=_alert(tx, shop_id, period, now=now) if member.may(Role.OWNER) else None,
        lazily_loyal=_lazily_loyal(tx, shop_id, period, now=now),
    )


def order_digests(tx: Tx, shop_id: int, *, now: datetime) -> None:
    """Tell a shop's owners once about each week and month that ended lately, from the morning on."""
    shop = shops.by_id(tx, shop_id)
    if now.astimezone(shop.zone).hour < _MORNING_HOUR:
        return
    today = day_of(now, shop.zone)
    for period in _PERIODS:
        _, first, end = last_period(period, today)
        if today - end >= _LATE or shop.created_at >= day_starts(end, shop.zone):
            continue
        key, data = f"{period}:{shop_id}:{first}", {"shop_id": shop_id, "months": int(period == "month")}
        owners = _owners(tx, shop_id)
        tell(
            tx,
            owners,
            "digest",
            key,
            of_shop=shop_id,
            now=now,
            urgency=LATER,
            lives=_LATE,
            **data,
            ask_sums=int(bool(owners) and _ask_for_sums(tx, shop_id, now=now)),
        )


def _ask_for_sums(tx: Tx, shop_id: int, *, now: datetime) -> bool:
    """Say whether this digest shall ask for what was skipped at set-up: once in a shop's life, and only what is missing."""
    if business.was_asked(tx, shop_id) or not unsaid_figures(tx, shop_id):
        return False
    business.note_asked(tx, shop_id, now=now)
    return True


def unsaid_figures(tx: Tx, shop_id: int) -> UnsaidFigures | None:
    """Return what an owner never said of a shop; None where they said all."""
    told = business.told(tx, shop_id)
    rewards = (reward for one in programmes.today(tx, shop_id) for reward in one.programme.rewards)
    costless = (
        reward.text for reward in rewards if reward.cost_minor is None and terms(reward.worth) == Terms()
    )
    unsaid = UnsaidFigures(
        average_sale=told.average_sale_minor is None,
        margin=told.margin_permille is None,
        costs_of=tuple(dict.fromkeys(costless)),  # what is off a bill or on a card costs what its kind says
    )
    return unsaid if unsaid.average_sale or unsaid.margin or unsaid.costs_of else None


def morning_after(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next moment from which on digests are told in a zone."""
    today = day_of(now, zone)
    mornings = (
        datetime.combine(day, time(_MORNING_HOUR), zone).astimezone(UTC) for day in (today, today + _DAY)
    )
    return next(morning for morning in mornings if morning > now)


def _owners(tx: Tx, shop_id: int) -> list[int]:
    """Return the owners who did not say that they want no digest."""
    people = staff.owners(tx, shop_id)
    return [one for one in people if preferences.preferences_of(tx, one).get(DIGEST) != Frequency.NEVER]


def last_period(period: Period, today: date) -> tuple[date, date, date]:
    """Return the first days of the period before the last, of the last one, and of the one that runs."""
    if period == "week":
        monday = today - timedelta(days=today.weekday())
        return monday - 14 * _DAY, monday - 7 * _DAY, monday
    month = today.replace(day=1)
    return months_later(month, -2), months_later(month, -1), month


def _alert(tx: Tx, shop_id: int, period: Period, *, now: datetime) -> ToldAlert | None:
    """Return of whom an owner shall hear: with the figures of a week, so once in one at most."""
    return alerts.newest(tx, shop_id, since=now - _ALERT_IS_NEWS) if period == "week" else None


def _lazily_loyal(tx: Tx, shop_id: int, period: Period, *, now: datetime) -> LazilyLoyal | None:
    """Count who comes out of habit, where that is alarming: with the figures of a month, as it changes slowly."""
    found = count_lazily_loyal(tx, shop_id, now=now) if period == "month" else None
    return found if found and found.alarming else None


def _best_day(shop: Shop, visits: Sequence[CountedVisits]) -> date | None:
    days = days_of(visits, shop)
    return min(days, key=lambda day: (-days[day], day), default=None)
