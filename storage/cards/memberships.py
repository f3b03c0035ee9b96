"""Memberships that customers bought, and what each gave at the till."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, update

from loyalty.cards.memberships import Benefit, HeldMembership
from loyalty.records import Account, Counter
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, benefits, memberships, new_row, row_of


@dataclass(frozen=True, slots=True)
class NewMembership:
    """What is sold: the terms, for how much, and from when until when they hold."""

    name: str
    item: str
    percent: int
    cuts: int
    price_minor: int
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Income:
    """What memberships brought in a time: so many sold, for how much, and what was paid back in it."""

    sold: int = 0
    price_minor: int = 0
    back_minor: int = 0

    @property
    def minor(self) -> int:
        """Return what is left of it."""
        return self.price_minor - self.back_minor


_m, _b = memberships.c, benefits.c
_STANDS = _b.undone_at.is_(None)
_OF_IT = (_b.shop_id == _m.shop_id, _b.membership_id == _m.id, _STANDS)
_had = select(func.count()).where(*_OF_IT).correlate(memberships).scalar_subquery().label("had")
_newest_slot = select(_b.slot).where(*_OF_IT).order_by(_b.id.desc()).limit(1)
_had_on = _newest_slot.correlate(memberships).scalar_subquery().label("had_on")
_had_to = select(func.max(_b.slot)).where(*_OF_IT).correlate(memberships).scalar_subquery().label("had_to")
_HELD = select(
    _m.id, _m.shop_id, _m.account_id, _m.name, _m.item, _m.percent, _m.cuts, _m.price_minor, _m.sold_at, _m.sold_by,
    _m.begins_at, _m.ends_at, _m.paused_at, _m.resumes_at, _m.paused_days, _m.ended_at, _m.refunded_minor, _had, _had_on, _had_to,
)  # fmt: skip
_BENEFIT = select(
    _b.id, _b.shop_id, _b.membership_id, _b.at, _b.staff_id, _b.bill_minor, _b.off_minor, _b.undone_at
)
_SHOP_OF = Statement(select(_m.shop_id).where(_m.id == bindparam("id")))  # where a button knows no shop
_BY_ID = Statement(
    _HELD.where(_m.shop_id == bindparam("shop_id"), _m.id == bindparam("id")), into=HeldMembership
)
_OF_ACCOUNT = Statement(
    _HELD.where(_m.shop_id == bindparam("shop_id"), _m.account_id == bindparam("account_id")).order_by(_m.id),
    into=HeldMembership,
)
_ADD = Statement(
    new_row(
        memberships, "shop_id", "account_id", "counter_id", "name", "item", "percent", "cuts", "price_minor",
        "sold_at", "sold_by", "begins_at", "ends_at",
    )
)  # fmt: skip
_END = Statement(
    update(memberships)
    .where(_m.id == bindparam("this"), _m.ended_at.is_(None))
    .values(ended_at=bindparam("when"), ended_by=bindparam("by"), refunded_minor=bindparam("back"))
)
_SET_TERM = Statement(
    update(memberships)
    .where(_m.id == bindparam("this"))
    .values(
        begins_at=bindparam("begins"),
        ends_at=bindparam("ends"),
        paused_at=bindparam("paused"),
        resumes_at=bindparam("resumes"),
        paused_days=bindparam("aside"),
    )
)
_OF_MEMBERSHIP = _b.shop_id == bindparam("shop_id"), _b.membership_id == bindparam("membership_id")
_NEWEST = Statement(select(func.max(_b.id)).where(*_OF_MEMBERSHIP))
_SLOTS = Statement(select(_b.slot).where(*_OF_MEMBERSHIP, _STANDS, _b.slot.is_not(None)))
_GIVE = Statement(
    new_row(benefits, "shop_id", "membership_id", "slot", "at", "staff_id", "bill_minor", "off_minor")
)
_GIVEN = Statement(_BENEFIT.where(_b.id == bindparam("id")), into=Benefit)
_UNDO = Statement(
    update(benefits)
    .where(_b.id == bindparam("this"), _STANDS)
    .values(undone_at=bindparam("when"), undone_by=bindparam("by"))
)

_IN_SHOP = _m.shop_id == bindparam("shop_id")


def _within(column: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    moments = (bindparam(name, type_=column.type) for name in ("since", "until"))
    since, until = moments
    return _IN_SHOP, column >= since, column < until


_EVER = Statement(select(_m.id).where(_IN_SHOP).limit(1))
_HOLDING = Statement(
    _HELD.where(
        _IN_SHOP, _m.ends_at > bindparam("now", type_=_m.ends_at.type), _m.ended_at.is_(None)
    ).order_by(_m.id),
    into=HeldMembership,
)
_SOLD = Statement(
    select(func.count(), func.coalesce(func.sum(_m.price_minor), 0)).where(*_within(_m.sold_at))
)
_BACK = Statement(select(func.coalesce(func.sum(_m.refunded_minor), 0)).where(*_within(_m.ended_at)))
_RUNNING = Statement(
    select(func.count()).where(
        _IN_SHOP,
        _m.ends_at > bindparam("now", type_=_m.ends_at.type),
        _m.begins_at <= bindparam("now", type_=_m.ends_at.type),
        _m.ended_at.is_(None),
        or_(_m.cuts == 0, _had < _m.cuts),
        exists().where(row_of(accounts, _m.account_id), accounts.c.closed_at.is_(None)),
    )
)


def add(tx: Tx, counter: Counter, new: NewMembership, *, by: int | None, now: datetime) -> int:
    """Write down what was sold, and return its id."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    terms: Mapping[str, int | str | datetime] = asdict(new)
    return int(_ADD.value(tx, sold_at=now, sold_by=by, **of, **terms))


def by_id(tx: Tx, membership_id: int) -> HeldMembership | None:
    """Return a membership as it stands."""
    shop_id = _SHOP_OF.value(tx, id=membership_id)
    return None if shop_id is None else _BY_ID.one(tx, shop_id=shop_id, id=membership_id)


def of_account(tx: Tx, account: Account) -> list[HeldMembership]:
    """Return all that a customer bought, the oldest first."""
    return _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id)


def end(tx: Tx, one: HeldMembership, *, by: int, refunded_minor: int, now: datetime) -> bool:
    """End a membership before its time; False where it was ended before."""
    return _END.run(tx, this=one.id, when=now, by=by, back=refunded_minor) == 1


def set_term(tx: Tx, one: HeldMembership) -> None:
    """Let a membership hold, and rest, from when until when it says."""
    _SET_TERM.run(
        tx,
        this=one.id,
        begins=one.begins_at,
        ends=one.ends_at,
        paused=one.paused_at,
        resumes=one.resumes_at,
        aside=one.paused_days,
    )


def newest_benefit(tx: Tx, one: HeldMembership) -> int:
    """Return the id of what a membership gave last, taken back or not; 0 for nothing."""
    return int(_NEWEST.value(tx, shop_id=one.shop_id, membership_id=one.id) or 0)


def slots(tx: Tx, one: HeldMembership) -> set[str]:
    """Return which places of a membership were had."""
    return {str(row[0]) for row in _SLOTS.all(tx, shop_id=one.shop_id, membership_id=one.id)}


def give(
    tx: Tx,
    one: HeldMembership,
    slot: str | None,
    *,
    by: int,
    bill_minor: int | None,
    off_minor: int | None,
    now: datetime,
) -> int:
    """Write down that a membership gave something, and return its id; a place is had once."""
    of = {"shop_id": one.shop_id, "membership_id": one.id, "slot": slot, "staff_id": by}
    return int(_GIVE.value(tx, at=now, bill_minor=bill_minor, off_minor=off_minor, **of))


def benefit(tx: Tx, benefit_id: int) -> Benefit | None:
    """Return one time that a membership gave something."""
    return _GIVEN.one(tx, id=benefit_id)


def take_back(tx: Tx, this: Benefit, *, by: int, now: datetime) -> bool:
    """Take back what was given; False where somebody did before."""
    return _UNDO.run(tx, this=this.id, when=now, by=by) == 1


def income(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> Income:
    """Add up what a shop's memberships brought from one moment to another."""
    sold, price = _SOLD.one(tx, shop_id=shop_id, since=since, until=until) or (0, 0)
    return Income(int(sold), int(price), int(_BACK.value(tx, shop_id=shop_id, since=since, until=until)))


def running(tx: Tx, shop_id: int, *, now: datetime) -> int:
    """Count a shop's memberships that hold now, on a card that is still somebody's, and of which something is left."""
    return int(_RUNNING.value(tx, shop_id=shop_id, now=now))


def sold_ever(tx: Tx, shop_id: int) -> bool:
    """Say whether a shop ever sold one."""
    return _EVER.one(tx, shop_id=shop_id) is not None


def holding(tx: Tx, shop_id: int, *, now: datetime) -> list[HeldMembership]:
    """Return a shop's memberships that have not ended, those to come among them."""
    return _HOLDING.all(tx, shop_id=shop_id, now=now)
