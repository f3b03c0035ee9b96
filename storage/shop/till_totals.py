"""What shops took in a month in all: the last word on each."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, select

from storage.engine.statements import Statement, Tx, insert
from storage.tables import till_totals

_t = till_totals.c
_IN_MONTH = (_t.shop_id == bindparam("of_shop"), _t.month == bindparam("this"))
_NEW = insert(till_totals)
_PUT = Statement(
    _NEW.values(
        shop_id=bindparam("shop_id"),
        month=bindparam("month"),
        total_minor=bindparam("total_minor"),
        told_at=bindparam("told_at", type_=_t.told_at.type),
    ).on_conflict_do_update(
        index_elements=[_t.shop_id, _t.month],
        set_={name: _NEW.excluded[name] for name in ("total_minor", "told_at")},
    )
)
_FORGET = Statement(delete(till_totals).where(*_IN_MONTH))
_OF = Statement(select(_t.total_minor).where(*_IN_MONTH))


def put(tx: Tx, shop_id: int, month: date, total_minor: int, *, now: datetime) -> None:
    """Keep what a shop took in a month, in place of what was said before."""
    _PUT.run(tx, shop_id=shop_id, month=f"{month:%Y-%m}", total_minor=total_minor, told_at=now)


def forget(tx: Tx, shop_id: int, month: date) -> None:
    """Let it be unknown again."""
    _FORGET.run(tx, of_shop=shop_id, this=f"{month:%Y-%m}")


def of_month(tx: Tx, shop_id: int, month: date) -> int | None:
    """Return what a shop took in a month; None: nobody said."""
    found: int | None = _OF.value(tx, of_shop=shop_id, this=f"{month:%Y-%m}")
    return found
