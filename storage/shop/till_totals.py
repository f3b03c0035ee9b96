"""What shops and their branches took in a month in all: the last word on each."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select

from storage.engine.statements import Statement, Tx
from storage.shop.money import Place
from storage.tables import new_row, till_totals
from storage.tables.columns import Big

_t = till_totals.c
_IN_MONTH = (_t.shop_id == bindparam("shop_id"), _t.month == bindparam("month"))
_OF_PLACE = (*_IN_MONTH, _t.branch_id.is_not_distinct_from(bindparam("branch", type_=Big)))
_ADD = Statement(new_row(till_totals, "shop_id", "branch_id", "month", "total_minor", "told_at"))
_FORGET = Statement(delete(till_totals).where(*_OF_PLACE))
_OF = Statement(select(_t.total_minor).where(*_OF_PLACE))
_OF_BRANCHES = Statement(select(_t.branch_id, _t.total_minor).where(*_IN_MONTH, _t.branch_id.is_not(None)))


def put(tx: Tx, place: Place, month: date, total_minor: int, *, now: datetime) -> None:
    """Keep what a place took in a month, in place of what was said before."""
    forget(tx, place, month)
    _ADD.value(
        tx,
        shop_id=place.shop_id,
        branch_id=place.branch_id,
        month=_stored(month),
        total_minor=total_minor,
        told_at=now,
    )


def forget(tx: Tx, place: Place, month: date) -> None:
    """Let it be unknown again."""
    _FORGET.run(tx, **place.named, month=_stored(month))


def of_month(tx: Tx, place: Place, month: date) -> int | None:
    """Return what a place took in a month; None: nobody said."""
    found: int | None = _OF.value(tx, **place.named, month=_stored(month))
    return found


def of_branches(tx: Tx, shop_id: int, month: date) -> Mapping[int, int]:
    """Return what each branch took in a month, of which somebody said it."""
    return {
        int(branch): int(total)
        for branch, total in _OF_BRANCHES.all(tx, shop_id=shop_id, month=_stored(month))
    }


def _stored(month: date) -> str:
    return f"{month:%Y-%m}"
