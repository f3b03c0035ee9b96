"""The lists that an owner takes home: every open card, the whole ledger, and the memberships that were sold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import and_, bindparam, case, func, or_, select

from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    benefits,
    branches,
    counters,
    entries,
    memberships,
    persons,
    portraits,
    row_of,
    staff,
    staff_name,
    visits,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One open card as its shop's owner may see it; the name is empty where nobody holds the card.

    `balances` are by programme; where its holder stands is as of last night, "" before the first one.
    """

    id: int

    held: bool
    name: str
    code: str
    joined_at: datetime
    balances: Mapping[int, int]
    visits: int
    last_visit_at: datetime | None
    vouchers: int
    phase: str = ""
    quadrant: str = ""


@dataclass(frozen=True, slots=True)
class _Card:
    """A card with one of its balances: it comes once for each, one after the other."""

    id: int
    held: bool
    name: str
    code: str
    joined_at: datetime
    visits: int
    last_visit_at: datetime | None
    vouchers: int
    phase: str
    quadrant: str
    programme_id: int
    balance: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many open cards a shop has, how many of them somebody holds, how many lines its ledger has, and what was sold."""

    cards: int
    members: int
    lines: int
    sold: int  # memberships


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the shop's ledger, with names in place of ids; `spent_minor` is less than 0 where it was undone."""

    at: datetime
    code: str
    programme_id: int
    kind: str
    amount: int
    spent_minor: int | None
    staff: str
    branch: str
    reason: str


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A membership that was sold, with names in place of ids, and how often something was had of it."""

    sold_at: datetime
    code: str
    name: str
    price_minor: int
    begins_at: datetime
    ends_at: datetime
    had: int
    ended_at: datetime | None
    refunded_minor: int
    staff: str


_visits_of_card = (
    select(func.count())
    .where(row_of(accounts, visits.c.account_id), visits.c.undone_at.is_(None))
    .correlate(accounts)
    .scalar_subquery()
)
_vouchers_of_card = (
    select(func.count())
    .where(
        row_of(accounts, vouchers.c.account_id),
        vouchers.c.state == "available",
        or_(
            vouchers.c.expires_at.is_(None),
            vouchers.c.expires_at > bindparam("now", type_=vouchers.c.expires_at.type),
        ),
    )
    .correlate(accounts)
    .scalar_subquery()
)
_CARDS = Statement(
    select(
        accounts.c.id,
        accounts.c.person_id.is_not(None).label("held"),
        func.coalesce(persons.c.name, "").label("holder"),
        accounts.c.code,
        accounts.c.created_at,
        _visits_of_card.label("times"),
        accounts.c.last_visit_at,
        _vouchers_of_card.label("waiting"),
        func.coalesce(portraits.c.phase, "").label("far"),
        func.coalesce(portraits.c.quadrant, "").label("stands"),
        counters.c.programme_id,
        counters.c.balance,
    )
    .select_from(accounts)
    # Each has some; SQLite is to keep to this order, else it sorts a whole shop's.
    .outerjoin(counters, row_of(accounts, counters.c.account_id))
    .outerjoin(persons, persons.c.id == accounts.c.person_id)
    .outerjoin(
        portraits, (portraits.c.shop_id == accounts.c.shop_id) & (portraits.c.account_id == accounts.c.id)
    )
    .where(accounts.c.shop_id == bindparam("shop_id"), accounts.c.closed_at.is_(None))
    .order_by(accounts.c.created_at, accounts.c.id),
    into=_Card,
)
_OPEN_CARDS = Statement(
    select(func.count(), func.count(accounts.c.person_id)).where(
        accounts.c.shop_id == bindparam("shop_id"), accounts.c.closed_at.is_(None)
    )
)
_LINES = Statement(select(func.count()).where(entries.c.shop_id == bindparam("shop_id")))
_undone = entries.alias()
_LEDGER_LINES = Statement(
    select(
        entries.c.at,
        accounts.c.code,
        counters.c.programme_id,
        entries.c.kind,
        entries.c.amount,
        case(
            (entries.c.kind == "visit", visits.c.spent_minor),
            (_undone.c.kind == "visit", -visits.c.spent_minor),
        ).label("spent"),
        func.coalesce(staff_name, "").label("member"),
        func.coalesce(branches.c.name, "").label("place"),
        case(
            (entries.c.kind == "reversal", func.coalesce(visits.c.undo_reason, entries.c.reason, "")),
            else_=func.coalesce(entries.c.reason, ""),
        ).label("why"),
    )
    .select_from(entries)
    .join(counters, row_of(counters, entries.c.counter_id))
    .join(accounts, row_of(accounts, counters.c.account_id))
    .outerjoin(staff, row_of(staff, entries.c.staff_id))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .outerjoin(_undone, row_of(_undone, entries.c.reverses_id))
    .outerjoin(
        visits,
        and_(
            visits.c.shop_id == entries.c.shop_id,
            visits.c.id == func.coalesce(entries.c.visit_id, _undone.c.visit_id),
        ),
    )
    .outerjoin(branches, row_of(branches, visits.c.branch_id))
    .where(entries.c.shop_id == bindparam("shop_id"))
    .order_by(entries.c.id),
    into=LedgerLine,
)

_SOLD = Statement(select(func.count()).where(memberships.c.shop_id == bindparam("shop_id")))
_had = (
    select(func.count())
    .where(
        benefits.c.shop_id == memberships.c.shop_id,
        benefits.c.membership_id == memberships.c.id,
        benefits.c.undone_at.is_(None),
    )
    .correlate(memberships)
    .scalar_subquery()
)
_MEMBERSHIPS = Statement(
    select(
        memberships.c.sold_at,
        accounts.c.code,
        memberships.c.name,
        memberships.c.price_minor,
        memberships.c.begins_at,
        memberships.c.ends_at,
        _had.label("times"),
        memberships.c.ended_at,
        memberships.c.refunded_minor,
        func.coalesce(staff_name, "").label("member"),
    )
    .select_from(memberships)
    .join(accounts, row_of(accounts, memberships.c.account_id))
    .outerjoin(staff, row_of(staff, memberships.c.sold_by))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .where(memberships.c.shop_id == bindparam("shop_id"))
    .order_by(memberships.c.sold_at, memberships.c.id),
    into=MembershipLine,
)


def size_of(tx: Tx, shop_id: int) -> Size:
    """Count what there is to take home."""
    cards, members = _OPEN_CARDS.one(tx, shop_id=shop_id) or (0, 0)
    lines, sold = (int(count.value(tx, shop_id=shop_id)) for count in (_LINES, _SOLD))
    return Size(int(cards), int(members), lines, sold)


def customer_lines(tx: Tx, shop_id: int, *, now: datetime) -> Iterator[CustomerLine]:
    """Give every open card of a shop, oldest first: one line for each, however many programmes it counts in."""
    for _, counted in groupby(_CARDS.each(tx, shop_id=shop_id, now=now), key=attrgetter("id")):
        each = list(counted)
        card = each[0]
        yield CustomerLine(
            card.id,
            card.held,
            card.name,
            card.code,
            card.joined_at,
            {one.programme_id: one.balance for one in each},
            card.visits,
            card.last_visit_at,
            card.vouchers,
            card.phase,
            card.quadrant,
        )


def ledger_lines(tx: Tx, shop_id: int) -> Iterator[LedgerLine]:
    """Give a shop's whole ledger, oldest line first."""
    return _LEDGER_LINES.each(tx, shop_id=shop_id)


def membership_lines(tx: Tx, shop_id: int) -> Iterator[MembershipLine]:
    """Give every membership that a shop sold, the oldest first."""
    return _MEMBERSHIPS.each(tx, shop_id=shop_id)
