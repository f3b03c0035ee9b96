"""Broadcasts: messages that an owner ordered for some customers."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.engine.statements import Statement, Tx
from storage.tables import broadcasts, new_row


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message that an owner ordered for some customers."""

    id: int
    shop_id: int
    ordered_by: int
    audience: str
    text: str
    ordered_at: datetime
    starts_at: datetime
    holdout_percent: int
    cancelled_at: datetime | None
    selected_at: datetime | None
    told_at: datetime | None = None
    came_told_at: datetime | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """What an owner orders; so many of a hundred are left out of it."""

    shop_id: int
    ordered_by: int
    audience: str
    text: str
    holdout_percent: int
    starts_at: datetime


_ROW = select(*broadcasts.c)
_BY_ID = Statement(_ROW.where(broadcasts.c.id == bindparam("id")), into=Broadcast)
_OF_SHOP = Statement(
    _ROW.where(
        broadcasts.c.shop_id == bindparam("shop_id"),
        broadcasts.c.cancelled_at.is_(None),
        broadcasts.c.ordered_at > bindparam("since", type_=broadcasts.c.ordered_at.type),
    )
    .order_by(broadcasts.c.id.desc())
    .limit(bindparam("most")),
    into=Broadcast,
)
_STARTED = Statement(
    _ROW.where(
        broadcasts.c.shop_id == bindparam("shop_id"),
        broadcasts.c.starts_at <= bindparam("now", type_=broadcasts.c.starts_at.type),
        broadcasts.c.cancelled_at.is_(None),
        broadcasts.c.selected_at.is_(None),
    ).order_by(broadcasts.c.id),
    into=Broadcast,
)
_WITH_STARTED = Statement(
    select(broadcasts.c.shop_id)
    .where(
        broadcasts.c.starts_at <= bindparam("now", type_=broadcasts.c.starts_at.type),
        broadcasts.c.cancelled_at.is_(None),
        broadcasts.c.selected_at.is_(None),
    )
    .order_by(broadcasts.c.starts_at)
)
_ORDER = Statement(
    new_row(
        broadcasts, "shop_id", "ordered_by", "audience", "text", "ordered_at", "starts_at", "holdout_percent"
    )
)
_CANCEL = Statement(
    update(broadcasts)
    .where(
        broadcasts.c.id == bindparam("this"),
        broadcasts.c.cancelled_at.is_(None),
        broadcasts.c.selected_at.is_(None),
    )
    .values(cancelled_at=bindparam("at"))
)
_SELECTED = Statement(
    update(broadcasts).where(broadcasts.c.id == bindparam("this")).values(selected_at=bindparam("at"))
)


def order(tx: Tx, new: NewBroadcast, *, now: datetime) -> int:
    """Remember a broadcast and return its id."""
    return int(_ORDER.value(tx, **asdict(new), ordered_at=now))


def by_id(tx: Tx, broadcast_id: int) -> Broadcast | None:
    """Return a broadcast."""
    return _BY_ID.one(tx, id=broadcast_id)


def newest(tx: Tx, shop_id: int, *, since: datetime, most: int) -> list[Broadcast]:
    """Return a shop's broadcasts that were ordered since then and not called off, the newest first."""
    return _OF_SHOP.all(tx, shop_id=shop_id, since=since, most=most)


def started(tx: Tx, shop_id: int, *, now: datetime) -> list[Broadcast]:
    """Return the broadcasts whose time has come and that nobody was chosen for yet."""
    return _STARTED.all(tx, shop_id=shop_id, now=now)


def shops_with_started(tx: Tx, *, now: datetime) -> list[int]:
    """Return the shop of each such broadcast, the one that has waited longest first."""
    return [row[0] for row in _WITH_STARTED.all(tx, now=now)]


def cancel(tx: Tx, broadcast_id: int, *, now: datetime) -> bool:
    """Call a broadcast off; False when it has begun, or was called off before."""
    return _CANCEL.run(tx, this=broadcast_id, at=now) == 1


def selected(tx: Tx, broadcast_id: int, *, now: datetime) -> None:
    """Note that everybody whom a broadcast goes to has an occurrence."""
    _SELECTED.run(tx, this=broadcast_id, at=now)
