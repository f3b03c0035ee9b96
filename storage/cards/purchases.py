"""What was bought at each visit, as far as a cashier tapped it."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from loyalty.records import Account, Visit
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, purchases, row_of, visits

_p = purchases.c
_OF_VISIT = _p.shop_id == bindparam("of_shop"), _p.visit_id == bindparam("of_visit")
_ADD = Statement(new_row(purchases, "shop_id", "account_id", "visit_id", "item_id", "at"))
_DROP = Statement(delete(purchases).where(*_OF_VISIT, _p.item_id == bindparam("item_id")))
_AT_VISIT = Statement(select(_p.item_id).where(*_OF_VISIT))
_MOVE = Statement(update(purchases).where(*_OF_VISIT).values(visit_id=bindparam("onto")))
_FORGET = Statement(
    delete(purchases).where(_p.shop_id == bindparam("shop_id"), _p.account_id == bindparam("account_id"))
)
_OF_ACCOUNT = Statement(
    select(_p.visit_id, _p.item_id)
    .join_from(purchases, visits, row_of(visits, _p.visit_id))
    .where(
        _p.shop_id == bindparam("shop_id"),
        _p.account_id == bindparam("account_id"),
        _p.at >= bindparam("since", type_=_p.at.type),
        visits.c.undone_at.is_(None),
    )
    .order_by(_p.at.desc(), _p.id)
)


def add(tx: Tx, visit: Visit, item_id: int) -> None:
    """Note that something was bought at a visit, once; its card is held."""
    if item_id not in at_visit(tx, visit):
        of = {"shop_id": visit.shop_id, "account_id": visit.account_id, "visit_id": visit.id}
        _ADD.value(tx, item_id=item_id, at=visit.at, **of)


def drop(tx: Tx, visit: Visit, item_id: int) -> None:
    """Forget that something was bought at a visit: it was not."""
    _DROP.run(tx, of_shop=visit.shop_id, of_visit=visit.id, item_id=item_id)


def at_visit(tx: Tx, visit: Visit) -> set[int]:
    """Return the ids of what was bought at a visit."""
    return {row[0] for row in _AT_VISIT.all(tx, of_shop=visit.shop_id, of_visit=visit.id)}


def follow(tx: Tx, visit: Visit, onto: Visit) -> None:
    """Let what was bought at a visit that is booked anew belong to the new one."""
    _MOVE.run(tx, of_shop=visit.shop_id, of_visit=visit.id, onto=onto.id)


def of_account(tx: Tx, account: Account, *, since: datetime) -> list[set[int]]:
    """Return what was bought at each visit of a card since a moment, the newest first; not of those that were taken back."""
    found: dict[int, set[int]] = defaultdict(set)
    for visit_id, item_id in _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id, since=since):
        found[visit_id].add(item_id)
    return list(found.values())


def forget(tx: Tx, account: Account) -> None:
    """Drop what was ever bought on a card."""
    _FORGET.run(tx, shop_id=account.shop_id, account_id=account.id)
