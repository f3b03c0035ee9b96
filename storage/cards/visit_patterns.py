"""How customers come: the days of their visits, what they spent."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from loyalty.cards.part import EarlierVisit
from loyalty.records import Account, Counter
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, counters, row_of, visits, vouchers

_counts = visits.c.undone_at.is_(None)
_ON_ACCOUNT = visits.c.shop_id == bindparam("shop_id"), visits.c.account_id == bindparam("account_id")
_OF_ACCOUNT = Statement(
    select(visits.c.at, visits.c.amount)
    .where(*_ON_ACCOUNT, _counts)
    .order_by(visits.c.at.desc())
    .limit(bindparam("most"))
)
_COUNTED = Statement(
    select(visits.c.at, visits.c.amount)
    .where(
        *_ON_ACCOUNT,  # with which the index begins
        visits.c.counter_id == bindparam("counter_id"),
        _counts,
    )
    .order_by(visits.c.at.desc())
    .limit(bindparam("most"))
)
_SINCE = Statement(
    select(visits.c.at, visits.c.spent_minor)
    .where(
        *_ON_ACCOUNT,
        visits.c.counter_id == bindparam("counter_id"),
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        _counts,
    )
    .order_by(visits.c.at),
    into=EarlierVisit,
)
_of_programme = (
    visits.c.shop_id == bindparam("shop_id"),
    counters.c.programme_id == bindparam("programme_id"),
    accounts.c.closed_at.is_(None),
    visits.c.at >= bindparam("since", type_=visits.c.at.type),
    _counts,
)
_with_cards = visits.join(counters, row_of(counters, visits.c.counter_id)).join(
    accounts, row_of(accounts, visits.c.account_id)
)
_HOW_MANY = Statement(select(func.count()).select_from(_with_cards).where(*_of_programme))
_BY_COUNTER = Statement(
    select(visits.c.counter_id, visits.c.at, visits.c.spent_minor)
    .select_from(_with_cards)
    .where(*_of_programme, visits.c.account_id % bindparam("every") == 0)
    .order_by(visits.c.counter_id, visits.c.at),
    into=lambda counter_id, at, spent_minor: (counter_id, EarlierVisit(at, spent_minor)),
)
_first = select(visits.c.at).where(*_ON_ACCOUNT, _counts).order_by(visits.c.at).limit(1)
_FIRST_AT = Statement(_first)
_FIRST = Statement(_first.with_only_columns(visits.c.id))
_NEWEST = Statement(
    select(visits.c.account_id, visits.c.at)
    .where(visits.c.shop_id == bindparam("shop_id"), _counts)
    .order_by(visits.c.at.desc())
    .limit(bindparam("most"))
)
_COUNT = Statement(
    select(func.count()).select_from(visits).where(visits.c.shop_id == bindparam("shop_id"), _counts)
)
_BY_CARD = Statement(
    select(visits.c.account_id, visits.c.at)
    .where(visits.c.shop_id == bindparam("shop_id"), visits.c.account_id % bindparam("every") == 0, _counts)
    .order_by(visits.c.account_id, visits.c.at)
)
_BEFORE = Statement(
    select(visits.c.at)
    .where(
        *_ON_ACCOUNT,
        visits.c.at < bindparam("before", type_=visits.c.at.type),
        _counts,
    )
    .order_by(visits.c.at.desc())
    .limit(1)
)
_AMOUNTS = Statement(
    select(visits.c.spent_minor)
    .where(
        *_ON_ACCOUNT,
        visits.c.at < bindparam("before", type_=visits.c.at.type),
        visits.c.spent_minor.is_not(None),
        _counts,
    )
    .order_by(visits.c.at.desc())
    .limit(bindparam("most"))
)
_SPENT = Statement(select(func.sum(visits.c.spent_minor)).where(*_ON_ACCOUNT, _counts))
_COST = Statement(
    select(func.sum(vouchers.c.cost_minor)).where(
        vouchers.c.shop_id == bindparam("shop_id"),
        vouchers.c.account_id == bindparam("account_id"),
        vouchers.c.state == "used",
    )
)


def visits_of(tx: Tx, account: Account, *, most: int) -> list[tuple[datetime, int]]:
    """Return when a card's newest visits were and what each gave, oldest first."""
    rows = _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id, most=most)
    return [(row[0], row[1]) for row in reversed(rows)]


def counted_on(tx: Tx, counter: Counter, *, most: int) -> list[tuple[datetime, int]]:
    """Return when the newest visits were that counted towards one sum, and what each gave, oldest first."""
    rows = _COUNTED.all(
        tx, shop_id=counter.shop_id, account_id=counter.account_id, counter_id=counter.id, most=most
    )
    return [(row[0], row[1]) for row in reversed(rows)]


def counted_since(tx: Tx, counter: Counter, *, since: datetime) -> list[EarlierVisit]:
    """Return the visits that counted towards one sum from a moment on, oldest first."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return _SINCE.all(tx, since=since, **of)


def by_counter(
    tx: Tx, shop_id: int, programme_id: int, *, since: datetime, most: int
) -> tuple[int, list[tuple[int, EarlierVisit]]]:
    """Return the visits to a programme's open cards from a moment on, those to one card together.

    Of more than `most` they are those of one in so many cards, which comes first.
    """
    of = {"shop_id": shop_id, "programme_id": programme_id, "since": since}
    every = _HOW_MANY.value(tx, **of) // (most + 1) + 1
    return every, _BY_COUNTER.all(tx, every=every, **of)


def first_visit_at(tx: Tx, account: Account) -> datetime | None:
    """Return when a card had its first visit."""
    at: datetime | None = _FIRST_AT.value(tx, shop_id=account.shop_id, account_id=account.id)
    return at


def first_visit(tx: Tx, account: Account) -> int | None:
    """Return which visit of a card was its first."""
    this: int | None = _FIRST.value(tx, shop_id=account.shop_id, account_id=account.id)
    return this


def newest_gaps(tx: Tx, shop_id: int, *, most: int) -> list[float]:
    """Return how many days before each of a shop's newest visits the same customer had come."""
    gaps = []
    for account_id, at in _NEWEST.all(tx, shop_id=shop_id, most=most):
        before = _BEFORE.value(tx, shop_id=shop_id, account_id=account_id, before=at)
        if before:
            gaps.append((at - before).total_seconds() / 86_400)
    return gaps


def visits_by_card(tx: Tx, shop_id: int, *, most: int) -> list[tuple[int, datetime]]:
    """Return the card and the moment of a shop's visits; of more than `most`, those of a part of the cards."""
    every = _COUNT.value(tx, shop_id=shop_id) // (most + 1) + 1
    return [(row[0], row[1]) for row in _BY_CARD.all(tx, shop_id=shop_id, every=every)]


def amounts_of(tx: Tx, account: Account, *, before: datetime, most: int) -> list[int]:
    """Return what was spent at a card's newest visits before a moment, as far as it was told, newest first."""
    of = {"shop_id": account.shop_id, "account_id": account.id}
    return [int(row[0]) for row in _AMOUNTS.all(tx, before=before, most=most, **of)]


def money_of(tx: Tx, account: Account) -> tuple[int, int]:
    """Return what was spent on a card's visits, as far as it was told, and what its used rewards cost."""
    of = {"shop_id": account.shop_id, "account_id": account.id}
    return int(_SPENT.value(tx, **of) or 0), int(_COST.value(tx, **of) or 0)
