"""Of how many of a shop's newest members a birthday and a yes are known."""

from sqlalchemy import ColumnElement, bindparam, case, func, select

from loyalty.shop.coverage import NEWEST, Coverage
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, consents, persons

_newest = (
    select(accounts.c.person_id)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.person_id.is_not(None),
        accounts.c.closed_at.is_(None),
    )
    .order_by(accounts.c.created_at.desc())
    .limit(bindparam("most"))
    .subquery()
)


def _agreed(purpose: str) -> ColumnElement[int]:
    """Count to whom the last word on a purpose was a yes."""
    last = (
        select(consents.c.given)
        .where(consents.c.person_id == _newest.c.person_id, consents.c.purpose == purpose)
        .order_by(consents.c.id.desc())
        .limit(1)
        .correlate(_newest)
        .scalar_subquery()
    )
    return func.coalesce(func.sum(case((last == 1, 1), else_=0)), 0)


_COVERAGE = Statement(
    select(func.count(), func.count(persons.c.birthday), _agreed("reminders"), _agreed("offers")).join_from(
        _newest, persons, persons.c.id == _newest.c.person_id
    )
)


def coverage(tx: Tx, shop_id: int) -> Coverage:
    """Count of whom a shop's messages know what they need."""
    return Coverage(*map(int, _COVERAGE.one(tx, shop_id=shop_id, most=NEWEST) or ()))
