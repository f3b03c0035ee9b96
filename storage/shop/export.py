"""The lists that an owner takes home: every open card, and the whole ledger."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, or_, select

from storage.engine.statements import Statement, Tx
from storage.tables import accounts, branches, counters, entries, persons, staff, staff_name, visits, vouchers


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One open card as its shop's owner may see it; the name is empty where nobody holds the card.

    `balances` are by programme.
    """

    held: bool
    name: str
    code: str
    joined_at: datetime
    balances: Mapping[int, int]
    visits: int
    last_visit_at: datetime | None
    vouchers: int


@dataclass(frozen=True, slots=True)
class _Card:
    id: int
    held: bool
    name: str
    code: str
    joined_at: datetime
    visits: int
    last_visit_at: datetime | None
    vouchers: int


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


_visits_of_card = (
    select(func.count())
    .where(visits.c.account_id == accounts.c.id, visits.c.undone_at.is_(None))
    .correlate(accounts)
    .scalar_subquery()
)
_vouchers_of_card = (
    select(func.count())
    .where(
        vouchers.c.account_id == accounts.c.id,
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
    )
    .select_from(accounts)
    .outerjoin(persons, persons.c.id == accounts.c.person_id)
    .where(accounts.c.shop_id == bindparam("shop_id"), accounts.c.closed_at.is_(None))
    .order_by(accounts.c.id),
    into=_Card,
)
_BALANCES = Statement(
    select(counters.c.account_id, counters.c.programme_id, counters.c.balance).where(
        counters.c.shop_id == bindparam("shop_id")
    )
)
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
        func.coalesce(entries.c.reason, "").label("why"),
    )
    .select_from(entries)
    .join(counters, counters.c.id == entries.c.counter_id)
    .join(accounts, accounts.c.id == counters.c.account_id)
    .outerjoin(staff, staff.c.id == entries.c.staff_id)
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .outerjoin(_undone, _undone.c.id == entries.c.reverses_id)
    .outerjoin(visits, visits.c.id == func.coalesce(entries.c.visit_id, _undone.c.visit_id))
    .outerjoin(branches, branches.c.id == visits.c.branch_id)
    .where(entries.c.shop_id == bindparam("shop_id"))
    .order_by(entries.c.id),
    into=LedgerLine,
)


def customer_lines(tx: Tx, shop_id: int, *, now: datetime) -> list[CustomerLine]:
    """Return every open card of a shop, oldest first: one line for each, however many programmes it counts in."""
    balances: dict[int, dict[int, int]] = defaultdict(dict)
    for account_id, programme_id, balance in _BALANCES.all(tx, shop_id=shop_id):
        balances[account_id][programme_id] = balance
    return [
        CustomerLine(
            card.held,
            card.name,
            card.code,
            card.joined_at,
            balances[card.id],
            card.visits,
            card.last_visit_at,
            card.vouchers,
        )
        for card in _CARDS.all(tx, shop_id=shop_id, now=now)
    ]


def ledger_lines(tx: Tx, shop_id: int) -> list[LedgerLine]:
    """Return a shop's whole ledger, oldest line first."""
    return _LEDGER_LINES.all(tx, shop_id=shop_id)
