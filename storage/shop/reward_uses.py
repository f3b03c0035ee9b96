"""How often each of a shop's rewards was had, used, and ran out."""

from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, literal_column, select

from loyalty.shop.reward_uses import RewardUse
from storage.engine.statements import Statement, Tx
from storage.tables import Time, vouchers

_used = case((vouchers.c.state == "used", 1), else_=0)
_ran_out = case(
    (and_(vouchers.c.state == "available", vouchers.c.expires_at <= bindparam("now", type_=Time())), 1),
    else_=0,
)
_SINCE = Statement(
    select(
        vouchers.c.reward_key.label("key"),
        func.max(vouchers.c.reward).label("text"),
        func.count().label("got"),
        func.sum(_used).label("used"),
        func.sum(_ran_out).label("ran_out"),
        func.coalesce(func.sum(vouchers.c.cost_minor * _used), 0).label("cost_minor"),
        func.sum(case((vouchers.c.cost_minor.is_(None), _used), else_=0)).label("unpriced"),
    )
    .where(
        vouchers.c.shop_id == bindparam("shop_id"),
        vouchers.c.state != literal_column("'withdrawn'"),
        vouchers.c.created_at >= bindparam("since", type_=Time()),
    )
    .group_by(vouchers.c.reward_key),
    into=RewardUse,
)


def since(tx: Tx, shop_id: int, *, since: datetime, now: datetime) -> dict[str, RewardUse]:
    """Count from a moment on, by the reward's key."""
    return {one.key: one for one in _SINCE.all(tx, shop_id=shop_id, since=since, now=now)}
