"""What shops together gave lately, and what they owe each other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update

from storage.engine.statements import Statement, Tx
from storage.shop import coalitions
from storage.tables import debts, new_row, visits


@dataclass(frozen=True, slots=True)
class Debt:
    """What one partner owes another for a month."""

    id: int
    shop_id: int
    month: str
    debtor_id: int
    creditor_id: int
    minor: int
    paid_at: datetime | None


_GIVEN = Statement(
    select(visits.c.branch_id, func.sum(visits.c.amount))
    .where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.at >= bindparam("since", type_=visits.c.at.type),
        visits.c.undone_at.is_(None),
    )
    .group_by(visits.c.branch_id)
)
_DEBT = (
    debts.c.id, debts.c.shop_id, debts.c.month, debts.c.debtor_id, debts.c.creditor_id, debts.c.minor,
    debts.c.paid_at,
)  # fmt: skip
_ADD_DEBT = Statement(new_row(debts, "shop_id", "month", "debtor_id", "creditor_id", "minor"))
_DEBTS = Statement(
    select(*_DEBT).where(debts.c.shop_id == bindparam("shop_id")).order_by(debts.c.month.desc(), debts.c.id),
    into=Debt,
)
_DEBTS_OF = Statement(
    select(*_DEBT)
    .where(or_(debts.c.debtor_id == bindparam("partner"), debts.c.creditor_id == bindparam("partner")))
    .order_by(debts.c.month.desc(), debts.c.id),
    into=Debt,
)
_OPEN_OF = Statement(
    select(debts.c.id)
    .where(
        or_(debts.c.debtor_id == bindparam("partner"), debts.c.creditor_id == bindparam("partner")),
        debts.c.paid_at.is_(None),
    )
    .limit(1)
)
_ONE_DEBT = Statement(select(*_DEBT).where(debts.c.id == bindparam("id")), into=Debt)
_PAY = Statement(
    update(debts)
    .where(debts.c.id == bindparam("this"), debts.c.paid_at.is_(None))
    .values(paid_at=bindparam("at"), paid_by=bindparam("by"))
)


def given(tx: Tx, shop_id: int, *, since: datetime) -> dict[int | None, int]:
    """Add up by branch what visits gave from a moment on."""
    return {row[0]: int(row[1]) for row in _GIVEN.all(tx, shop_id=shop_id, since=since)}


def settle(tx: Tx, shop_id: int, month: str, owed: list[tuple[int, int, int]]) -> bool:
    """Write down who owes whom for a month; False where that was done before."""
    if not coalitions.settled(tx, shop_id, month):
        return False
    for debtor, creditor, minor in owed:
        _ADD_DEBT.value(tx, shop_id=shop_id, month=month, debtor_id=debtor, creditor_id=creditor, minor=minor)
    return True


def of_coalition(tx: Tx, shop_id: int) -> list[Debt]:
    """Return who owed whom in a coalition, the newest month first."""
    return _DEBTS.all(tx, shop_id=shop_id)


def of_partner(tx: Tx, partner_id: int) -> list[Debt]:
    """Return what a shop owed or had coming in any coalition that it is or was in, the newest month first."""
    return _DEBTS_OF.all(tx, partner=partner_id)


def open_of(tx: Tx, partner_id: int) -> bool:
    """Say whether a shop owes something or has something coming, in coalitions that it left too."""
    return _OPEN_OF.one(tx, partner=partner_id) is not None


def by_id(tx: Tx, debt_id: int) -> Debt | None:
    """Return one of them."""
    return _ONE_DEBT.one(tx, id=debt_id)


def pay(tx: Tx, debt: Debt, *, by: int | None, now: datetime) -> bool:
    """Note that a debt is paid; False when it was before."""
    return _PAY.run(tx, this=debt.id, at=now, by=by) == 1
