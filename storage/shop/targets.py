"""What shops mean to reach: a target for each thing that is counted."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select

from loyalty.shop.targets import Metric, Target
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, targets

_t = targets.c


@dataclass(frozen=True, slots=True)
class _Row:
    metric: Metric
    value: int
    start: int
    by_date: str
    set_at: datetime


_OF_SHOP = Statement(
    select(_t.metric, _t.value, _t.start, _t.by_date, _t.set_at)
    .where(_t.shop_id == bindparam("shop_id"))
    .order_by(_t.by_date, _t.id),
    into=_Row,
)
_ADD = Statement(new_row(targets, "shop_id", "metric", "value", "start", "by_date", "set_at"))
_DROP = Statement(delete(targets).where(_t.shop_id == bindparam("shop_id"), _t.metric == bindparam("metric")))


def of_shop(tx: Tx, shop_id: int) -> list[Target]:
    """Return a shop's targets, the nearest day first."""
    rows = _OF_SHOP.all(tx, shop_id=shop_id)
    return [
        Target(row.metric, row.value, row.start, date.fromisoformat(row.by_date), row.set_at) for row in rows
    ]


def keep(tx: Tx, shop_id: int, target: Target) -> None:
    """Remember a target in place of the last one of the same thing."""
    drop(tx, shop_id, target.metric)
    _ADD.value(
        tx,
        shop_id=shop_id,
        metric=target.metric,
        value=target.value,
        start=target.start,
        by_date=str(target.by),
        set_at=target.set_at,
    )


def drop(tx: Tx, shop_id: int, metric: Metric) -> bool:
    """Forget a target; say whether there was one."""
    return _DROP.run(tx, shop_id=shop_id, metric=metric) > 0
