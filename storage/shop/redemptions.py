"""Which rewards waited and were used in the fortnights before a moment, by the vouchers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select

from loyalty.shop.money import HandedOut
from loyalty.shop.redemptions import FORTNIGHT, MOST_SEEN, SeenFortnight, SeenReward
from storage.engine.statements import Statement, Tx
from storage.tables import Time, vouchers

_v = vouchers.c


def _ago(fortnights: int) -> ColumnElement[datetime]:
    return bindparam(f"ago_{fortnights}", type_=Time())


def _count(*which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((and_(*which), 1), else_=0)), 0)


def _waited(fortnights: int) -> ColumnElement[bool]:
    at = _ago(fortnights)
    return and_(
        _v.created_at < at,
        or_(_v.used_at.is_(None), _v.used_at >= at),
        or_(_v.expires_at.is_(None), _v.expires_at > at),
    )


def _seen() -> Iterator[ColumnElement[int]]:
    for number in range(1, MOST_SEEN + 1):
        waited, used = _waited(number), _v.used_at < _ago(number - 1)
        yield _count(waited)
        yield _count(waited, used)
        yield _count(_v.created_at >= _ago(number), used)


_BEFORE = Statement(
    select(
        _v.reward_key,
        func.max(_v.reward),
        func.count(),
        func.coalesce(func.sum(_v.cost_minor), 0),
        func.count() - func.count(_v.cost_minor),
        _count(_waited(0)),
        *_seen(),
    )
    .where(
        _v.shop_id == bindparam("shop_id"),
        _v.state != literal_column("'withdrawn'"),
        _v.created_at < _ago(0),
        or_(
            _v.used_at >= _ago(MOST_SEEN),
            and_(_v.used_at.is_(None), or_(_v.expires_at.is_(None), _v.expires_at > _ago(MOST_SEEN))),
        ),
    )
    .group_by(_v.reward_key)
)
_USED = Statement(
    select(func.count()).where(
        _v.shop_id == bindparam("shop_id"),
        _v.state == literal_column("'used'"),
        _v.used_at >= bindparam("since", type_=Time()),
        _v.used_at < bindparam("until", type_=Time()),
    )
)


def before(tx: Tx, shop_id: int, at: datetime) -> list[SeenReward]:
    """Return what was known of each reward at a moment."""
    moments = {f"ago_{number}": at - number * FORTNIGHT for number in range(MOST_SEEN + 1)}
    return [_reward(*row) for row in _BEFORE.all(tx, shop_id=shop_id, **moments)]


def _reward(key: str, text: str, *figures: Any) -> SeenReward:
    count, cost, unpriced, waiting, *seen = map(int, figures)
    fortnights = tuple(SeenFortnight(*seen[first : first + 3]) for first in range(0, len(seen), 3))
    return SeenReward(key, text, waiting, fortnights, HandedOut(count, cost, unpriced))


def used(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> int:
    """Count the rewards that were handed out between two moments."""
    return int(_USED.value(tx, shop_id=shop_id, since=since, until=until))
