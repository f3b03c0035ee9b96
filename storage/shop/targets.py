"""What shops and their branches mean to reach: a target for each thing that is counted."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select

from loyalty.shop.targets import Metric, Target
from storage.engine.statements import Statement, Tx
from storage.shop.money import Place
from storage.tables import new_row, targets
from storage.tables.columns import Big

_t = targets.c


@dataclass(frozen=True, slots=True)
class _Row:
    metric: Metric
    value: int
    start: int
    by_date: str
    set_at: datetime
    branch_id: int | None


_OF_SHOP = Statement(
    select(_t.metric, _t.value, _t.start, _t.by_date, _t.set_at, _t.branch_id)
    .where(_t.shop_id == bindparam("shop_id"))
    .order_by(_t.by_date, _t.id),
    into=_Row,
)
_ADD = Statement(new_row(targets, "shop_id", "branch_id", "metric", "value", "start", "by_date", "set_at"))
_DROP = Statement(
    delete(targets).where(
        _t.shop_id == bindparam("shop_id"),
        _t.branch_id.is_not_distinct_from(bindparam("branch", type_=Big)),
        _t.metric == bindparam("metric"),
    )
)


def of_shop(tx: Tx, shop_id: int) -> list[Target]:
    """Return the targets of a shop and all of its branches, the nearest day first."""
    return [
        Target(row.metric, row.value, row.start, date.fromisoformat(row.by_date), row.set_at, row.branch_id)
        for row in _OF_SHOP.all(tx, shop_id=shop_id)
    ]


def keep(tx: Tx, shop_id: int, target: Target) -> None:
    """Remember a target in place of the last one of the same thing and place."""
    drop(tx, Place(shop_id, target.branch_id), target.metric)
    _ADD.value(
        tx,
        shop_id=shop_id,
        branch_id=target.branch_id,
        metric=target.metric,
        value=target.value,
        start=target.start,
        by_date=str(target.by),
        set_at=target.set_at,
    )


def drop(tx: Tx, place: Place, metric: Metric) -> bool:
    """Forget a target of a shop or a branch; say whether there was one."""
    return _DROP.run(tx, **place.named, metric=metric) > 0
