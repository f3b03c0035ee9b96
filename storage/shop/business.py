"""What an owner said of their shop's sales, for the sums."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.shop.basis import Told
from storage.engine.statements import Statement, Tx
from storage.tables import shops

_TOLD = Statement(
    select(shops.c.average_sale_minor, shops.c.margin_permille, shops.c.trade).where(
        shops.c.id == bindparam("id")
    ),
    into=Told,
)
_TELL = Statement(
    update(shops)
    .where(shops.c.id == bindparam("this"))
    .values(
        average_sale_minor=bindparam("sale"), margin_permille=bindparam("margin"), trade=bindparam("kind")
    )
)
_ASKED_AT = Statement(select(shops.c.asked_for_sums_at).where(shops.c.id == bindparam("id")))
_ASK = Statement(
    update(shops).where(shops.c.id == bindparam("this")).values(asked_for_sums_at=bindparam("at"))
)


def told(tx: Tx, shop_id: int) -> Told:
    """Return what is known of a shop that surely exists."""
    return _TOLD.one(tx, id=shop_id) or Told()


def tell(tx: Tx, shop_id: int, new: Told) -> None:
    """Keep what was said in place of what was said before."""
    _TELL.run(tx, this=shop_id, sale=new.average_sale_minor, margin=new.margin_permille, kind=new.trade)


def was_asked(tx: Tx, shop_id: int) -> bool:
    """Say whether the owner was asked already for what they did not say."""
    return _ASKED_AT.value(tx, id=shop_id) is not None


def note_asked(tx: Tx, shop_id: int, *, now: datetime) -> None:
    """Write down that the owner is asked."""
    _ASK.run(tx, this=shop_id, at=now)
