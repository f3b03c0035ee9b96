"""What one member of staff booked and handed out in a shop since a moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, exists, func, select, type_coerce

from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import visits, vouchers


@dataclass(frozen=True, slots=True)
class OwnBookings:
    """Visits that count, of how many cards; how many of them were somebody's first; and what was taken back."""

    visits: int
    cards: int
    first: int
    taken_back: int


def _since(column: Any) -> Any:
    return column >= bindparam("since", type_=visits.c.at.type)


_earlier = visits.alias()
_first_time = ~exists().where(
    _earlier.c.shop_id == visits.c.shop_id,
    _earlier.c.account_id == visits.c.account_id,
    _earlier.c.at < visits.c.at,
    _earlier.c.undone_at.is_(None),
)
_counts = visits.c.undone_at.is_(None)


def _how_many(condition: Any) -> Any:
    return type_coerce(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)


_VISITS = Statement(
    select(
        _how_many(_counts).label("visits"),
        func.count(case((_counts, visits.c.account_id)).distinct()).label("cards"),
        _how_many(_counts & _first_time).label("first"),
        _how_many(~_counts).label("taken_back"),
    ).where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.staff_id == bindparam("member"),
        _since(visits.c.at),
    ),
    into=OwnBookings,
)
_HANDED_OUT = Statement(
    select(func.count()).where(
        vouchers.c.shop_id == bindparam("shop_id"),
        _since(vouchers.c.used_at),
        vouchers.c.used_by == bindparam("member"),
    )
)


def booked(tx: Tx, shop_id: int, member_id: int, *, since: datetime) -> OwnBookings:
    """Count the visits that a member of staff booked since a moment."""
    return _VISITS.one(tx, shop_id=shop_id, member=member_id, since=since) or OwnBookings(0, 0, 0, 0)


def handed_out(tx: Tx, shop_id: int, member_id: int, *, since: datetime) -> int:
    """Count the rewards that a member of staff handed out since a moment."""
    return int(_HANDED_OUT.value(tx, shop_id=shop_id, member=member_id, since=since))
