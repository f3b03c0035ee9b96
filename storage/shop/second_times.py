"""Customers who came a second time, on another day: who booked their first visit, and who that one."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, exists, func, select, type_coerce

from loyalty.shop.league import AGAIN_AFTER, SecondTime
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, by_the_way, row_of, staff, visits
from storage.tables.columns import Big

_APART = AGAIN_AFTER // timedelta(microseconds=1)
_came, _later = visits.alias(), visits.alias()


def _moment(name: str) -> Any:
    return bindparam(name, type_=visits.c.at.type)


_NEW = (
    accounts.c.shop_id == bindparam("shop_id"),
    accounts.c.created_at >= _moment("joined_since"),
    accounts.c.closed_at.is_(None),
)
_first = (
    select(accounts.c.shop_id, accounts.c.id.label("account_id"), accounts.c.person_id, func.min(visits.c.at).label("at"))
    .join(visits, and_(row_of(accounts, visits.c.account_id), visits.c.undone_at.is_(None)))
    .where(*_NEW)
    .group_by(accounts.c.shop_id, accounts.c.id, accounts.c.person_id)
    .cte("first")
)  # fmt: skip
_second_at = (
    select(func.min(_later.c.at))
    .where(
        by_the_way(_later.c.shop_id) == bindparam("shop_id"),
        _later.c.shop_id == _first.c.shop_id,
        _later.c.account_id == _first.c.account_id,
        type_coerce(_later.c.at, Big) >= type_coerce(_first.c.at, Big) + _APART,
        _later.c.undone_at.is_(None),
    )
    .correlate(_first)
    .scalar_subquery()
)
_again = select(_first, _second_at.label("second_at")).cte("again")
_works_there = exists().where(
    by_the_way(staff.c.shop_id) == bindparam("shop_id"),
    staff.c.shop_id == _again.c.shop_id,
    staff.c.person_id == _again.c.person_id,
    staff.c.removed_at.is_(None),
)
_SECOND_TIMES = Statement(
    select(
        _again.c.account_id,
        _came.c.staff_id,
        _again.c.at.label("first_at"),
        _again.c.second_at,
        _later.c.staff_id.label("second_staff_id"),
        type_coerce(case((_works_there, 1), else_=0), Integer).label("works_there"),
    )
    .select_from(_again)
    .join(_came, and_(by_the_way(_came.c.shop_id) == bindparam("shop_id"), _came.c.shop_id == _again.c.shop_id, _came.c.account_id == _again.c.account_id,
                      _came.c.at == _again.c.at, _came.c.undone_at.is_(None)))
    .join(_later, and_(by_the_way(_later.c.shop_id) == bindparam("shop_id"), _later.c.shop_id == _again.c.shop_id, _later.c.account_id == _again.c.account_id,
                       _later.c.at == _again.c.second_at, _later.c.undone_at.is_(None)))
    .where(_again.c.second_at >= _moment("since"), _again.c.second_at < _moment("until"))
    .order_by(_again.c.second_at, _came.c.id, _later.c.id),
)  # fmt: skip


def between(
    tx: Tx, shop_id: int, since: datetime, until: datetime, *, joined_since: datetime
) -> list[SecondTime]:
    """Return the customers who joined since a moment and came a second time in a span, the first of them first."""
    rows = _SECOND_TIMES.all(tx, shop_id=shop_id, since=since, until=until, joined_since=joined_since)
    found: dict[int, SecondTime] = {}
    for account_id, staff_id, first_at, second_at, second_staff_id, works_there in rows:
        found.setdefault(
            account_id,
            SecondTime(account_id, staff_id, first_at, second_at, second_staff_id, bool(works_there)),
        )
    return list(found.values())
