"""What happened in a shop, read as a whole so that it can happen again elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select

from loyalty.shop.month import PastVisit
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    addresses,
    consents,
    counters,
    entries,
    goals,
    persons,
    preferences,
    referrals,
    row_of,
    visits,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class PastCard:
    """A card with its holder; `shut_at` is set while nothing reaches them."""

    id: int
    code: str
    name: str
    language: str
    joined_at: datetime
    birthday: str | None
    birthday_set_at: datetime | None
    shut_at: datetime | None


_MINE = (
    accounts.c.shop_id == bindparam("shop_id"),
    accounts.c.person_id.is_not(None),
    accounts.c.closed_at.is_(None),
)

_by_programme = counters.c.programme_id == bindparam("programme_id")


def _of_holders(*columns: Any, table: Any, on: Any) -> Select[Any]:
    return select(accounts.c.id, *columns).select_from(accounts).join(table, on).where(*_MINE)


_shut = (
    select(addresses.c.person_id, func.max(addresses.c.unreachable_at).label("at"))
    .group_by(addresses.c.person_id)
    .having(func.count() == func.count(addresses.c.unreachable_at))
    .subquery()
)
_CARDS = Statement(
    _of_holders(
        accounts.c.code,
        persons.c.name,
        persons.c.language,
        accounts.c.created_at,
        persons.c.birthday,
        persons.c.birthday_set_at,
        _shut.c.at,
        table=persons,
        on=persons.c.id == accounts.c.person_id,
    )
    .outerjoin(_shut, _shut.c.person_id == accounts.c.person_id)
    .order_by(accounts.c.id),
    into=PastCard,
)
_VISITS = Statement(
    _of_holders(
        visits.c.at,
        (visits.c.amount - visits.c.bonus).label("counted"),
        visits.c.spent_minor,
        table=visits,
        on=row_of(accounts, visits.c.account_id),
    )
    .join(counters, row_of(counters, visits.c.counter_id))
    .where(visits.c.undone_at.is_(None), _by_programme)
    .order_by(visits.c.at, visits.c.id)
)
_ITEMS = Statement(
    _of_holders(visits.c.at, entries.c.reason, table=visits, on=row_of(accounts, visits.c.account_id))
    .join(entries, row_of(visits, entries.c.visit_id))
    .join(counters, row_of(counters, visits.c.counter_id))
    .where(
        visits.c.undone_at.is_(None),
        entries.c.part == bindparam("part"),
        entries.c.kind == "bonus",
        entries.c.reason.is_not(None),
        _by_programme,
    )
    .order_by(visits.c.at, entries.c.id)
)
_reversal = entries.alias()
_GIVEN = Statement(
    _of_holders(
        entries.c.at,
        entries.c.amount,
        func.coalesce(entries.c.reason, "").label("why"),
        table=counters,
        on=row_of(accounts, counters.c.account_id),
    )
    .join(entries, row_of(counters, entries.c.counter_id))
    .outerjoin(
        _reversal, and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
    )
    .where(
        entries.c.part == bindparam("part"),
        entries.c.kind == "gift",
        _reversal.c.id.is_(None),
        _by_programme,
    )
    .order_by(entries.c.at, entries.c.id)
)
_BROUGHT = Statement(
    _of_holders(referrals.c.inviter_id, table=referrals, on=row_of(accounts, referrals.c.friend_id))
)
_TAKEN = Statement(
    _of_holders(
        vouchers.c.used_at, vouchers.c.reward_key, table=vouchers, on=row_of(accounts, vouchers.c.account_id)
    )
    .outerjoin(counters, row_of(counters, vouchers.c.counter_id))
    .where(vouchers.c.state == "used", or_(vouchers.c.counter_id.is_(None), _by_programme))
    .order_by(vouchers.c.used_at, vouchers.c.id)
)
_CONSENTS = Statement(
    _of_holders(
        consents.c.at,
        consents.c.purpose,
        consents.c.given,
        table=consents,
        on=consents.c.person_id == accounts.c.person_id,
    ).order_by(consents.c.id)
)
_WISHES = Statement(
    _of_holders(
        preferences.c.set_at,
        preferences.c.kind,
        preferences.c.frequency,
        table=preferences,
        on=preferences.c.person_id == accounts.c.person_id,
    ).order_by(preferences.c.id)
)
_GOALS = Statement(
    _of_holders(
        goals.c.set_at,
        goals.c.target,
        goals.c.reward_key,
        goals.c.by_date,
        table=goals,
        on=row_of(accounts, goals.c.account_id),
    )
    .join(counters, row_of(counters, goals.c.counter_id))
    .where(_by_programme)
    .order_by(goals.c.id)
)

_NEWEST = Statement(
    select(
        visits.c.account_id,
        visits.c.at,
        (visits.c.amount - visits.c.bonus).label("counted"),
        visits.c.spent_minor,
    )
    .join_from(visits, counters, counters.c.id == visits.c.counter_id)
    .where(
        visits.c.shop_id == bindparam("shop_id"),
        counters.c.shop_id == bindparam("shop_id"),
        _by_programme,
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        visits.c.undone_at.is_(None),
    )
    .order_by(visits.c.at.desc(), visits.c.id.desc())
    .limit(bindparam("most")),
    into=PastVisit,
)
_JOINED = Statement(
    select(func.count())
    .select_from(accounts)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.created_at >= bindparam("since", type_=accounts.c.created_at.type),
        accounts.c.person_id.is_not(None),
    )
)


def newest_visits(tx: Tx, shop_id: int, programme_id: int, *, since: datetime, most: int) -> list[PastVisit]:
    """Return a shop's newest visits that count by a programme, newest first, and none before `since`."""
    return _NEWEST.all(tx, shop_id=shop_id, programme_id=programme_id, since=since, most=most)


def joined_since(tx: Tx, shop_id: int, *, since: datetime) -> int:
    """Count who joined a shop from a moment on."""
    return int(_JOINED.value(tx, shop_id=shop_id, since=since))


def cards_of(tx: Tx, shop_id: int) -> list[PastCard]:
    """Return the cards that somebody holds, oldest first."""
    return _CARDS.all(tx, shop_id=shop_id)


def visits_of(tx: Tx, shop_id: int, programme_id: int) -> list[tuple[int, datetime, int, int | None]]:
    """Return the card and moment of each visit that counts by a programme, what it gave, and what was spent."""
    return _VISITS.all(tx, shop_id=shop_id, programme_id=programme_id)


def items_of(tx: Tx, shop_id: int, programme_id: int, *, part: str) -> list[tuple[int, datetime, str]]:
    """Return what a part gave more for: the card, the moment of the visit, and the thing as it was called."""
    return _ITEMS.all(tx, shop_id=shop_id, programme_id=programme_id, part=part)


def given(tx: Tx, shop_id: int, programme_id: int, *, part: str) -> list[tuple[int, datetime, int, str]]:
    """Return what a part gave without a visit: the card, when, how much, and what the line says of why."""
    return _GIVEN.all(tx, shop_id=shop_id, programme_id=programme_id, part=part)


def brought(tx: Tx, shop_id: int) -> dict[int, int]:
    """Return by whose card each friend came who holds one now."""
    return {row[0]: row[1] for row in _BROUGHT.all(tx, shop_id=shop_id)}


def taken(tx: Tx, shop_id: int, programme_id: int) -> list[tuple[int, datetime, str]]:
    """Return the card, the moment and the reward's key of each reward of a programme, or gift, that was handed out."""
    return _TAKEN.all(tx, shop_id=shop_id, programme_id=programme_id)


def agreed(tx: Tx, shop_id: int) -> list[tuple[int, datetime, str, int]]:
    """Return the card, the moment, the purpose and the answer of each consent given or withdrawn."""
    return _CONSENTS.all(tx, shop_id=shop_id)


def wishes(tx: Tx, shop_id: int) -> list[tuple[int, datetime, str, str]]:
    """Return how often each customer wants what kind of message, and since when."""
    return _WISHES.all(tx, shop_id=shop_id)


def goals_of(
    tx: Tx, shop_id: int, programme_id: int
) -> list[tuple[int, datetime, int, str | None, str | None]]:
    """Return what customers save for by a programme: the card, since when, the number, the reward's key, the date."""
    return _GOALS.all(tx, shop_id=shop_id, programme_id=programme_id)
