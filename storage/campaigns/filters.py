"""Saved filters of shops: kept as they were made, closed and never changed, so that a running message keeps its people."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.campaigns.filters import Filter
from storage.engine.statements import Statement, Tx
from storage.tables import filters, new_row

_c = filters.c
_FACTS = ("quadrant", "phase", "noted", "branch_id", "programme_id")


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter by its name."""

    id: int
    name: str
    asks: Filter


def _read(
    this: int, name: str, quadrant: str, phase: str, noted: str, branch_id: int, programme_id: int
) -> SavedFilter:
    known = tuple((str(what), str(value)) for what, value in json.loads(noted))
    return SavedFilter(this, name, Filter(quadrant, phase, known, branch_id, programme_id))


_ROW = select(_c.id, _c.name, *(_c[name] for name in _FACTS)).where(_c.shop_id == bindparam("shop_id"))
_OF_SHOP = Statement(_ROW.where(_c.closed_at.is_(None)).order_by(_c.id), into=_read)
_ONE = Statement(_ROW.where(_c.id == bindparam("this")), into=_read)
_ADD = Statement(new_row(filters, "shop_id", "name", *_FACTS, "created_at"))
_CLOSE = Statement(
    update(filters)
    .where(_c.shop_id == bindparam("of_shop"), _c.id == bindparam("this"))
    .values(closed_at=bindparam("at", type_=_c.closed_at.type))
)


def of_shop(tx: Tx, shop_id: int) -> list[SavedFilter]:
    """Return a shop's filters, the oldest first."""
    return _OF_SHOP.all(tx, shop_id=shop_id)


def by_id(tx: Tx, shop_id: int, filter_id: int) -> SavedFilter | None:
    """Return a filter, closed or not."""
    return _ONE.one(tx, shop_id=shop_id, this=filter_id)


def add(tx: Tx, shop_id: int, name: str, asks: Filter, *, now: datetime) -> int:
    """Save a filter, and return its id."""
    facts = {field: getattr(asks, field) for field in _FACTS}
    noted = json.dumps(asks.noted, ensure_ascii=False)
    return int(_ADD.value(tx, shop_id=shop_id, name=name, **{**facts, "noted": noted}, created_at=now))


def close(tx: Tx, shop_id: int, filter_id: int, *, now: datetime) -> None:
    """Offer a filter no more."""
    _CLOSE.run(tx, of_shop=shop_id, this=filter_id, at=now)
