"""What a shop's figures are made of; undone visits are in none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select, text

from storage.engine.statements import Statement, Tx
from storage.tables import accounts, counters, entries, row_of, visits, vouchers


@dataclass(frozen=True, slots=True)
class Customers:
    """How many people hold a card, how many of them joined lately, how many came lately."""

    members: int
    joined_this_week: int
    joined_last_week: int
    active: int


@dataclass(frozen=True, slots=True)
class Rewards:
    """Vouchers and what they cost the shop; `unpriced` counts those whose cost nobody told us."""

    count: int
    cost_minor: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class CountedVisits:
    """The visits of a quarter of an hour: every zone's days and hours begin with one.

    What they gave by one programme, what was spent, and in how many of them the till was told. Where a quarter lies on both
    sides of the moment that was asked for, it comes as two.
    """

    at: datetime
    before: bool  # that moment
    programme_id: int
    visits: int
    amount: int
    spent_minor: int
    told: int


@dataclass(frozen=True, slots=True)
class Sales:
    """What members spent, as it was typed at the till, in so many visits."""

    spent_minor: int = 0
    visits: int = 0

    @property
    def average_minor(self) -> int:
        """Return what one visit brought, rounded."""
        return (2 * self.spent_minor + self.visits) // (2 * self.visits) if self.visits else 0


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=visits.c.at.type)


_counts = visits.c.undone_at.is_(None)
_one = func.coalesce  # a sum over nothing is NULL
_CUSTOMERS = Statement(
    select(
        func.count(),
        _one(func.sum(case((accounts.c.created_at >= _moment("this_week"), 1), else_=0)), 0),
        _one(
            func.sum(
                case(
                    (
                        and_(
                            accounts.c.created_at >= _moment("last_week"),
                            accounts.c.created_at < _moment("last_week_until"),
                        ),
                        1,
                    ),
                    else_=0,
                )
            ),
            0,
        ),
        _one(func.sum(case((accounts.c.last_visit_at >= _moment("active_since"), 1), else_=0)), 0),
    ).where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.person_id.is_not(None),
        accounts.c.closed_at.is_(None),
    ),
)
_QUARTER = literal_column(f"visits.at - visits.at % {15 * 60 * 1_000_000}", visits.c.at.type)
_VISITS = Statement(
    select(
        _QUARTER.label("quarter"),
        case((visits.c.at < _moment("split_at"), 1), else_=0).label("earlier"),
        counters.c.programme_id,
        func.count().label("visited"),
        func.sum(visits.c.amount).label("given"),
        _one(func.sum(visits.c.spent_minor), 0).label("spent"),
        func.count(visits.c.spent_minor).label("amounts"),
    )
    .join_from(visits, counters, row_of(counters, visits.c.counter_id))
    .where(visits.c.shop_id == bindparam("shop_id"), visits.c.at >= _moment("since"), _counts)
    .group_by(text("quarter"), text("earlier"), counters.c.programme_id),
    into=CountedVisits,
)
_reversal = entries.alias()
_GIFTS = Statement(
    select(counters.c.programme_id, func.sum(entries.c.amount))
    .join_from(entries, counters, row_of(counters, entries.c.counter_id))
    .outerjoin(
        _reversal, and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
    )
    .where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.kind == literal_column("'gift'"),  # in the words of the index
        entries.c.amount > 0,  # what a customer gave to a good cause is below
        entries.c.at >= _moment("since"),
        entries.c.at < _moment("until"),
        entries.c.voucher_id.is_(None),  # what a reward gave was earned
        _reversal.c.id.is_(None),
    )
    .group_by(counters.c.programme_id)
)
_SALES = Statement(
    select(_one(func.sum(visits.c.spent_minor), 0), func.count(visits.c.spent_minor)).where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.at >= _moment("since"),
        visits.c.at < _moment("until"),
        _counts,
    )
)
_NEWEST_AMOUNTS = Statement(
    select(visits.c.spent_minor)
    .where(visits.c.shop_id == bindparam("shop_id"), visits.c.spent_minor.is_not(None), _counts)
    .order_by(visits.c.at.desc())
    .limit(bindparam("most"))
)
_REWARDS = select(
    func.count(),
    _one(func.sum(vouchers.c.cost_minor), 0),
    func.count() - func.count(vouchers.c.cost_minor),
).where(vouchers.c.shop_id == bindparam("shop_id"))
_OPEN = Statement(
    _REWARDS.where(
        vouchers.c.state == "available",
        or_(vouchers.c.expires_at.is_(None), vouchers.c.expires_at > _moment("now")),
    )
)
_USED = Statement(_REWARDS.where(vouchers.c.state == "used", vouchers.c.used_at >= _moment("since")))
_BEGUN = Statement(
    select(func.count())
    .join_from(accounts, counters, row_of(accounts, counters.c.account_id))
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        counters.c.balance > 0,
        counters.c.programme_id == bindparam("programme_id"),
        accounts.c.closed_at.is_(None),
    )
)


def customers(
    tx: Tx,
    shop_id: int,
    *,
    this_week: datetime,
    last_week: datetime,
    last_week_until: datetime,
    active_since: datetime,
) -> Customers:
    """Count a shop's customers; who came is told by the newest visit that counts on any of their counters."""
    row = _CUSTOMERS.one(
        tx,
        shop_id=shop_id,
        this_week=this_week,
        last_week=last_week,
        last_week_until=last_week_until,
        active_since=active_since,
    )
    return Customers(*map(int, row or (0, 0, 0, 0)))


def visits_since(tx: Tx, shop_id: int, *, since: datetime, split_at: datetime) -> list[CountedVisits]:
    """Count a shop's visits from a moment on, those before another moment apart."""
    return _VISITS.all(tx, shop_id=shop_id, since=since, split_at=split_at)


def gifts(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> Mapping[int, int]:
    """Add up the stamps or points that each programme gave without a visit, from one moment to another."""
    given = _GIFTS.all(tx, shop_id=shop_id, since=since, until=until)
    return {int(programme): int(units) for programme, units in given}


def sales(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> Sales:
    """Add up what members spent from one moment to another."""
    return Sales(*map(int, _SALES.one(tx, shop_id=shop_id, since=since, until=until) or (0, 0)))


def newest_amounts(tx: Tx, shop_id: int, *, most: int) -> list[int]:
    """Return the amounts, in minor units, of a shop's newest visits."""
    return [int(spent) for (spent,) in _NEWEST_AMOUNTS.all(tx, shop_id=shop_id, most=most)]


def open_rewards(tx: Tx, shop_id: int, *, now: datetime) -> Rewards:
    """Count the rewards that customers hold and can use today."""
    return Rewards(*map(int, _OPEN.one(tx, shop_id=shop_id, now=now) or (0, 0, 0)))


def used_rewards(tx: Tx, shop_id: int, *, since: datetime) -> Rewards:
    """Count the rewards that were handed out from a moment on."""
    return Rewards(*map(int, _USED.one(tx, shop_id=shop_id, since=since) or (0, 0, 0)))


def begun(tx: Tx, shop_id: int, programme_id: int) -> int:
    """Count a shop's open cards with something on them by this programme."""
    return int(_BEGUN.value(tx, shop_id=shop_id, programme_id=programme_id))
