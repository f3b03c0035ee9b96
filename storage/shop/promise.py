"""What a shop has promised and not given yet, at a moment that is over or now, and what became of it; from the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, or_, select

from loyalty.shop.money import HandedOut
from storage.engine.statements import Statement, Tx
from storage.tables import Time, accounts, counters, entries, row_of, vouchers


@dataclass(frozen=True, slots=True)
class CounterPast:
    """What a counter held at two moments, and what of it became rewards from each on to the next, the last being now."""

    programme_id: int
    closed_at: datetime | None
    held_first: int
    turned_first: int
    held_then: int
    turned_then: int


@dataclass(frozen=True, slots=True)
class OpenUnits:
    """The stamps or points on the cards of a programme."""

    programme_id: int
    units: int
    cards: int


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=Time())


def _one(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)


_STANDS = vouchers.c.state != literal_column("'withdrawn'")
_OPEN_THEN = and_(
    vouchers.c.shop_id == bindparam("shop_id"),
    _STANDS,
    vouchers.c.created_at < _moment("then"),
    or_(vouchers.c.used_at.is_(None), vouchers.c.used_at >= _moment("then")),
    or_(vouchers.c.expires_at.is_(None), vouchers.c.expires_at > _moment("then")),
)


def _summed() -> Select[int, int, int]:
    return select(
        func.count().label("count"),
        _one(vouchers.c.cost_minor).label("cost_minor"),
        (func.count() - func.count(vouchers.c.cost_minor)).label("unpriced"),
    ).where(_OPEN_THEN)


_VOUCHERS = Statement(_summed(), into=HandedOut)
_USED_SINCE = Statement(_summed().where(vouchers.c.used_at < _moment("until")), into=HandedOut)
_HOLDERS = Statement(select(func.count(vouchers.c.account_id.distinct())).where(_OPEN_THEN))
_UNITS = Statement(
    select(
        counters.c.programme_id,
        func.sum(counters.c.balance).label("units"),
        func.count().label("cards"),
    )
    .join_from(counters, accounts, row_of(accounts, counters.c.account_id))
    .where(counters.c.shop_id == bindparam("shop_id"), counters.c.balance > 0, accounts.c.closed_at.is_(None))
    .group_by(counters.c.programme_id),
    into=OpenUnits,
)
_COUNTERS = Statement(select(func.count()).where(counters.c.shop_id == bindparam("shop_id")))
_reversal = entries.alias()
_stands = (
    ~select(1)
    .where(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
    .exists()
)


def _held(at: str) -> ColumnElement[int]:
    return _one(case((entries.c.at < _moment(at), entries.c.amount), else_=0))


def _turned(since: str, until: str) -> ColumnElement[int]:
    between = and_(entries.c.at >= _moment(since), entries.c.at < _moment(until))
    return _one(case((and_(entries.c.kind == "reward", between, _stands), -entries.c.amount), else_=0))


_CARDS = Statement(
    select(
        counters.c.programme_id,
        accounts.c.closed_at,
        _held("first").label("held_first"),
        _turned("first", "then").label("turned_first"),
        _held("then").label("held_then"),
        _turned("then", "until").label("turned_then"),
    )
    .join_from(accounts, counters, row_of(accounts, counters.c.account_id))
    .join(entries, row_of(counters, entries.c.counter_id))
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.public_id % bindparam("every") == 0,  # a random number: a fair sample
    )
    .group_by(counters.c.id, counters.c.programme_id, accounts.c.closed_at),
    into=CounterPast,
)


def vouchers_open(tx: Tx, shop_id: int, *, then: datetime) -> HandedOut:
    """Count the vouchers that could be used at a moment."""
    return _VOUCHERS.one(tx, shop_id=shop_id, then=then) or HandedOut()


def used_since(tx: Tx, shop_id: int, *, then: datetime, until: datetime) -> HandedOut:
    """Count those of them that were used until another."""
    return _USED_SINCE.one(tx, shop_id=shop_id, then=then, until=until) or HandedOut()


def voucher_holders(tx: Tx, shop_id: int, *, then: datetime) -> int:
    """Count the cards on which they are."""
    return int(_HOLDERS.value(tx, shop_id=shop_id, then=then))


def units_open(tx: Tx, shop_id: int) -> Mapping[int, OpenUnits]:
    """Add up what is on a shop's open cards, by programme."""
    return {one.programme_id: one for one in _UNITS.all(tx, shop_id=shop_id)}


def counters_of(tx: Tx, shop_id: int) -> int:
    """Count a shop's counters."""
    return int(_COUNTERS.value(tx, shop_id=shop_id))


def past_of_cards(
    tx: Tx, shop_id: int, *, every: int, first: datetime, then: datetime, until: datetime
) -> list[CounterPast]:
    """Return what became of what was on one card in so many, from a first moment on and from a second."""
    return _CARDS.all(tx, shop_id=shop_id, every=every, first=first, then=then, until=until)
