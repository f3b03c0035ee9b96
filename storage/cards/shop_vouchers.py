"""A shop's vouchers, whoever holds them: how many there are of a reward, when they end, what they cost."""

from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update

from loyalty.cards.worth import is_money
from storage.cards.vouchers import AVAILABLE, STANDS
from storage.engine.statements import Statement, Tx
from storage.tables import vouchers

_IN_SHOP = vouchers.c.shop_id == bindparam("shop_id")
_WAITS = vouchers.c.shop_id == bindparam("shop"), AVAILABLE
_ENDS = Statement(
    select(vouchers.c.expires_at, func.count())
    .where(*_WAITS, vouchers.c.expires_at.is_not(None))
    .group_by(vouchers.c.expires_at)
)
_MOVE_END = Statement(
    update(vouchers)
    .where(*_WAITS, vouchers.c.expires_at == bindparam("old", type_=vouchers.c.expires_at.type))
    .values(expires_at=bindparam("over", type_=vouchers.c.expires_at.type))
)
_PRICED = Statement(
    select(vouchers.c.id)
    .where(_IN_SHOP, STANDS, or_(vouchers.c.cost_minor > 0, vouchers.c.bill_minor.is_not(None)))
    .limit(1)
)
_WORTHS = Statement(
    select(vouchers.c.worth).where(_IN_SHOP, AVAILABLE, vouchers.c.worth.is_not(None)).distinct()
)
_GIVEN = Statement(
    select(func.count()).where(_IN_SHOP, vouchers.c.reward_key == bindparam("reward_key"), STANDS)
)


def ends(tx: Tx, shop_id: int) -> list[tuple[datetime, int]]:
    """Return when a shop's unused vouchers end, and how many do."""
    return [(ends_at, number) for ends_at, number in _ENDS.all(tx, shop=shop_id)]


def move_end(tx: Tx, shop_id: int, old: datetime, new: datetime) -> None:
    """Let a shop's unused vouchers that end at one moment end at another."""
    _MOVE_END.run(tx, shop=shop_id, old=old, over=new)


def priced(tx: Tx, shop_id: int) -> bool:
    """Say whether a voucher has a cost in the shop's money, or an amount of it stands in what one that waits is worth."""
    promised = (worth for (worth,) in _WORTHS.all(tx, shop_id=shop_id))
    return _PRICED.one(tx, shop_id=shop_id) is not None or any(is_money(worth) for worth in promised)


def given(tx: Tx, shop_id: int, reward_key: str) -> int:
    """Count the vouchers of a reward in a shop that wait, were used or ran out; one that is given back is none."""
    return int(_GIVEN.value(tx, shop_id=shop_id, reward_key=reward_key))
