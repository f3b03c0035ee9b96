"""Who stays how long, who is new and came again, who was missed and came back, and what was given for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    distinct,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.delivery.message_costs import SentMessages
from loyalty.people.customer_value import CustomerGroup, Newcomers, WonBack
from loyalty.people.portrait import REGULAR_DAYS
from loyalty.shop.money import LOST_AFTER, HandedOut, Stayed
from storage.engine.statements import Statement, Tx
from storage.tables import (
    Time,
    accounts,
    campaigns,
    counters,
    entries,
    occurrences,
    portraits,
    row_of,
    visits,
    vouchers,
)
from storage.tables.columns import Big

_DAY_US = timedelta(days=1) // timedelta(microseconds=1)
_AGAIN_US = timedelta(days=28) // timedelta(microseconds=1)
_v, _other, _reversal = visits.alias("v"), visits.alias("other"), entries.alias("r")


@dataclass(frozen=True, slots=True)
class Within:
    """A part of a shop's past; of its cards one in `every` is looked at, a fair sample."""

    shop_id: int
    since: datetime
    until: datetime
    every: int = 1

    @property
    def named(self) -> dict[str, Any]:
        """Give the parameters that name it."""
        return {"shop_id": self.shop_id, "since": self.since, "until": self.until, "every": self.every}


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=Time())


def _one(column: Any) -> Any:
    return func.coalesce(func.sum(column), 0)


_SAMPLED = (accounts.c.shop_id == bindparam("shop_id"), accounts.c.public_id % bindparam("every") == 0)
_THERE = (_v.c.shop_id == accounts.c.shop_id, _v.c.account_id == accounts.c.id, _v.c.undone_at.is_(None))
_day: Any = (type_coerce(_v.c.at, Big) + bindparam("offset", type_=Big)) // literal(_DAY_US, Big)
_before = _v.c.at < _moment("until")
_each = (
    select(
        func.count(distinct(case((_before, _day)))).label("days"),
        func.max(case((_v.c.at >= _moment("still_since"), 1), else_=0)).label("still"),
    )
    .join_from(accounts, _v, and_(*_THERE))
    .where(*_SAMPLED, _v.c.at < _moment("now"))
    .group_by(accounts.c.id)
    .having(func.max(case((and_(_before, _v.c.at >= _moment("since")), 1), else_=0)) == 1)
    .subquery()
)
_far = case((_each.c.days >= REGULAR_DAYS, REGULAR_DAYS), (_each.c.days > 1, 2), else_=1)
_STAYED = Statement(select(_far.label("far"), func.count(), _one(_each.c.still)).group_by("far"))
_PHASES = {1: Phase.FIRST, 2: Phase.REPEAT, REGULAR_DAYS: Phase.REGULAR}
_GROUPS = Statement(
    select(
        portraits.c.phase,
        portraits.c.quadrant,
        func.count(),
        func.count(portraits.c.margin_minor),
        _one(portraits.c.margin_minor),
    )
    .where(portraits.c.shop_id == bindparam("shop_id"), portraits.c.months > 0)
    .group_by(portraits.c.phase, portraits.c.quadrant)
)
_stored = type_coerce(_other.c.at, Big)
_joined = (
    select(
        accounts.c.id,
        accounts.c.shop_id,
        select(func.min(_v.c.at)).where(*_THERE).correlate(accounts).scalar_subquery().label("first_at"),
    )
    .where(*_SAMPLED, accounts.c.created_at >= _moment("since"), accounts.c.created_at < _moment("until"))
    .subquery()
)
_again = select(1).where(
    _other.c.shop_id == bindparam("shop_id"),
    _other.c.account_id == _joined.c.id,
    _other.c.undone_at.is_(None),
    _other.c.at > _joined.c.first_at,
    _stored <= type_coerce(_joined.c.first_at, Big) + _AGAIN_US,
)
_NEWCOMERS = Statement(
    select(
        func.count(), func.count(_joined.c.first_at), _one(case((_again.exists(), 1), else_=0))
    ).select_from(_joined),
    into=lambda *row: Newcomers(*map(int, row)),
)
_o = occurrences.c
_AFTER = (
    _other.c.shop_id == _o.shop_id,
    _other.c.account_id == _o.account_id,
    _other.c.undone_at.is_(None),
    _other.c.at >= _o.found_at,
    _stored < type_coerce(_o.found_at, Big) + _AGAIN_US,
)
_OF_KIND = (
    campaigns.c.shop_id == bindparam("shop_id"),
    campaigns.c.kind == bindparam("kind"),
    _o.shop_id == campaigns.c.shop_id,
    _o.campaign_id == campaigns.c.id,
    _o.found_at >= _moment("since"),
    _o.found_at < _moment("until"),
)
_MISSED = Statement(
    select(_o.state, func.count(), _one(case((select(1).where(*_AFTER).exists(), 1), else_=0)))
    .where(*_OF_KIND, or_(_o.state == "sent", _o.state == "held_out"))
    .group_by(_o.state)
)
_MESSAGES = Statement(
    select(_o.charge, func.count())
    .select_from(campaigns)
    .join(occurrences, _o.campaign_id == campaigns.c.id)
    .where(*_OF_KIND, _o.charge.is_not(None))
    .group_by(_o.charge)
)
_VOUCHERS_OF = Statement(
    select(
        func.count().label("count"),
        _one(vouchers.c.cost_minor).label("cost_minor"),
        (func.count() - func.count(vouchers.c.cost_minor)).label("unpriced"),
    )
    .select_from(campaigns)
    .join(occurrences, _o.campaign_id == campaigns.c.id)
    .join(vouchers, row_of(vouchers, _o.voucher_id))
    .where(
        *_OF_KIND, vouchers.c.state == literal_column("'used'"), vouchers.c.reward_key == bindparam("gift")
    ),
    into=HandedOut,
)
_not_reversed = (
    ~select(1)
    .where(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
    .exists()
)
_UNITS_OF = Statement(
    select(counters.c.programme_id, func.sum(entries.c.amount))
    .select_from(campaigns)
    .join(occurrences, _o.campaign_id == campaigns.c.id)
    .join(entries, row_of(entries, _o.entry_id))
    .join(counters, row_of(counters, entries.c.counter_id))
    .where(*_OF_KIND, _not_reversed)
    .group_by(counters.c.programme_id)
)
_earlier = select(1).where(
    _other.c.shop_id == _v.c.shop_id,
    _other.c.account_id == _v.c.account_id,
    _other.c.undone_at.is_(None),
    _other.c.at < _v.c.at,
)
_WITH_FIRST_VISITS = Statement(
    select(counters.c.programme_id, func.sum(entries.c.amount))
    .join_from(entries, _v, and_(_v.c.shop_id == entries.c.shop_id, _v.c.id == entries.c.visit_id))
    .join(counters, row_of(counters, entries.c.counter_id))
    .where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.kind == literal_column("'gift'"),  # in the words of the index
        entries.c.amount > 0,
        entries.c.at >= _moment("since"),
        entries.c.at < _moment("until"),
        _v.c.undone_at.is_(None),
        ~_earlier.exists(),
        _not_reversed,
    )
    .group_by(counters.c.programme_id)
)


def stayed_by_phase(
    tx: Tx, within: Within, *, offset: int, days: int, now: datetime
) -> Mapping[Phase, Stayed]:
    """Count by how far they had come who were customers when a time ended, and who of them still are."""
    rows = _STAYED.all(tx, **within.named, offset=offset, still_since=now - LOST_AFTER, now=now)
    return {_PHASES[int(far)]: Stayed(days, int(customers), int(still)) for far, customers, still in rows}


def groups(tx: Tx, shop_id: int) -> list[CustomerGroup]:
    """Add up what customers of the last year left, by phase and quadrant, as last night saw them."""
    return [
        CustomerGroup(Phase(phase), Quadrant(quadrant) if quadrant else None, *map(int, figures))
        for phase, quadrant, *figures in _GROUPS.all(tx, shop_id=shop_id)
    ]


def newcomers(tx: Tx, within: Within) -> Newcomers:
    """Count who joined in a time, who of them came, and who came again within four weeks."""
    return _NEWCOMERS.one(tx, **within.named) or Newcomers()


def won_back(tx: Tx, within: Within, kind: str) -> WonBack:
    """Count whom a campaign was due to, and who came within four weeks."""
    rows = _MISSED.all(tx, shop_id=within.shop_id, kind=kind, since=within.since, until=within.until)
    found = {state: (int(people), int(came)) for state, people, came in rows}
    return WonBack(*found.get("sent", (0, 0)), *found.get("held_out", (0, 0)))


def messages_of(tx: Tx, within: Within, kind: str) -> list[SentMessages]:
    """Count what a campaign sent where messages have prices, by what it was billed as."""
    asked = {"shop_id": within.shop_id, "kind": kind, "since": within.since, "until": within.until}
    return [SentMessages(charge, None, int(count)) for charge, count in _MESSAGES.all(tx, **asked)]


def vouchers_of(tx: Tx, within: Within, kind: str, *, gift: str) -> HandedOut:
    """Add up the gifts of a campaign that were handed out."""
    asked = {"shop_id": within.shop_id, "kind": kind, "since": within.since, "until": within.until}
    return _VOUCHERS_OF.one(tx, gift=gift, **asked) or HandedOut()


def units_of(tx: Tx, within: Within, kind: str) -> Mapping[int, int]:
    """Add up the stamps or points of a campaign, by programme."""
    asked = {"shop_id": within.shop_id, "kind": kind, "since": within.since, "until": within.until}
    return {int(programme): int(units) for programme, units in _UNITS_OF.all(tx, **asked)}


def with_first_visits(tx: Tx, within: Within) -> Mapping[int, int]:
    """Add up the stamps or points that came as gifts with somebody's first visit, to whom ever, by programme."""
    rows = _WITH_FIRST_VISITS.all(tx, shop_id=within.shop_id, since=within.since, until=within.until)
    return {int(programme): int(units) for programme, units in rows}
