"""What an owner switches for the people at the till: whether they see the league, and whether the till suggests what to say."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.shop import audit, shops
from storage.shop.audit import Act
from storage.shop.shops import Switch


@dataclass(frozen=True, slots=True)
class Switched:
    """It is so now."""

    shop: Shop


def switch(
    tx: Tx, actor: Actor, shop_id: int, what: Switch, *, on: bool, now: datetime
) -> Switched | NotAllowed:
    """Switch something on or off, for an owner."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if getattr(shops.by_id(tx, shop_id), what) != on:
        shops.switch(tx, shop_id, what, on=on)
        old, new = ("off", "on") if on else ("on", "off")
        audit.add(tx, actor, shop_id, Act("shop_changed", subject=what, old=old, new=new), now=now)
    return Switched(shops.by_id(tx, shop_id))
