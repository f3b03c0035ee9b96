"""How often the page behind a shop's link was opened, added up by day, and who joined in that time."""

from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from loyalty.dates import day_of, day_starts
from loyalty.records import Shop
from storage.engine.statements import Statement, Tx, insert
from storage.tables import accounts, link_openings, referrals

_o = link_openings.c
_NEW = insert(link_openings)
_ADD = Statement(
    _NEW.values(
        shop_id=bindparam("shop_id"), at=bindparam("at", type_=_o.at.type), opened=bindparam("opened")
    ).on_conflict_do_update(
        index_elements=[_o.shop_id, _o.at], set_={"opened": _o.opened + _NEW.excluded.opened}
    )
)
_SINCE = Statement(
    select(func.min(_o.at), func.sum(_o.opened)).where(
        _o.shop_id == bindparam("shop_id"), _o.at >= bindparam("since", type_=_o.at.type)
    )
)
_JOINED = Statement(
    select(func.count())
    .select_from(accounts)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.created_at >= bindparam("since", type_=accounts.c.created_at.type),
        accounts.c.origin == "joined",
        ~exists().where(referrals.c.shop_id == accounts.c.shop_id, referrals.c.friend_id == accounts.c.id),
    )
)


def add(tx: Tx, shop: Shop, opened: int, *, now: datetime) -> None:
    """Count that a shop's link was opened so often, on this day of the shop's."""
    day = day_starts(day_of(now, shop.zone), shop.zone)
    _ADD.run(tx, shop_id=shop.id, at=day, opened=opened)


def since(tx: Tx, shop_id: int, *, since: datetime) -> tuple[datetime, int] | None:
    """Return from when on openings were counted since a moment, and how many; None where there were none."""
    first, opened = _SINCE.one(tx, shop_id=shop_id, since=since) or (None, None)
    return None if first is None else (first, int(opened))


def joined(tx: Tx, shop_id: int, *, since: datetime) -> int:
    """Count who joined since a moment, without those whom a friend brought."""
    return int(_JOINED.value(tx, shop_id=shop_id, since=since))
