"""A shop's logo: given by its owner as a picture, and taken away."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, logos, programmes, shops
from storage.shop.audit import Act
from storage.shop.logos import content

__all__ = ["LogoChanged", "Unfit", "content", "put_logo", "take_logo"]

MOST_BYTES = 100_000
_PNG = b"\x89PNG\r\n\x1a\n"
_NAME_LETTERS = 16


@dataclass(frozen=True, slots=True)
class LogoChanged:
    """The shop looks so now; `programmes` are today's, for a card to show it on."""

    shop: Shop
    programmes: tuple[ProgrammeVersion, ...]


@dataclass(frozen=True, slots=True)
class Unfit:
    """It is no small PNG."""


def put_logo(
    tx: Tx, actor: Actor, shop_id: int, png: bytes, *, now: datetime
) -> LogoChanged | Unfit | NotAllowed:
    """Give a shop a logo, which was made small and square before, in place of the one it has."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if not png.startswith(_PNG) or len(png) > MOST_BYTES:
        return Unfit()
    name = sha256(png).hexdigest()[:_NAME_LETTERS]
    if name != shops.by_id(tx, shop_id).logo:
        logos.put(tx, shop_id, name, png)
        audit.add(tx, actor, shop_id, Act("logo_changed", new=name), now=now)
    return _changed(tx, shop_id)


def take_logo(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> LogoChanged | NotAllowed:
    """Take a shop's logo away: nothing of it is kept."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    had = shops.by_id(tx, shop_id).logo
    if had:
        logos.take_away(tx, shop_id)
        audit.add(tx, actor, shop_id, Act("logo_removed", old=had), now=now)
    return _changed(tx, shop_id)


def _changed(tx: Tx, shop_id: int) -> LogoChanged:
    return LogoChanged(shops.by_id(tx, shop_id), tuple(programmes.today(tx, shop_id)))
