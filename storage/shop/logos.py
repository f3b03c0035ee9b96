"""Shops' logos: one a shop at most, as the picture that it was made into."""

from base64 import b64decode, b64encode

from sqlalchemy import bindparam, delete, select, update

from storage.engine.statements import Statement, Tx, insert
from storage.tables import logos, shops

_NEW = insert(logos)
_PUT = Statement(
    _NEW.values(
        shop_id=bindparam("shop_id"), name=bindparam("name"), png=bindparam("png")
    ).on_conflict_do_update(
        index_elements=[logos.c.shop_id],
        set_={"name": _NEW.excluded.name, "png": _NEW.excluded.png},
    )
)
_TAKE = Statement(delete(logos).where(logos.c.shop_id == bindparam("shop_id")))
_CALL = Statement(update(shops).where(shops.c.id == bindparam("this")).values(logo=bindparam("called")))
_CONTENT = Statement(
    select(logos.c.png).where(logos.c.shop_id == bindparam("shop_id"), logos.c.name == bindparam("name"))
)


def put(tx: Tx, shop_id: int, name: str, png: bytes) -> None:
    """Give a shop a logo in place of the one before."""
    _PUT.run(tx, shop_id=shop_id, name=name, png=b64encode(png).decode())
    _CALL.run(tx, this=shop_id, called=name)


def take_away(tx: Tx, shop_id: int) -> None:
    """Keep no logo of a shop."""
    _TAKE.run(tx, shop_id=shop_id)
    _CALL.run(tx, this=shop_id, called="")


def content(tx: Tx, shop_id: int, name: str) -> bytes:
    """Return a logo's PNG; nothing where the shop has another one by now."""
    found = _CONTENT.one(tx, shop_id=shop_id, name=name)
    return b64decode(found[0]) if found else b""
