"""The calculator: the sums of a shop's programme for its owner, and what the owner says for them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from actions.access import NotAllowed, may
from actions.shop.programme import CurrentRules, see_rules
from actions.shop.side_by_side import NoSuchProgramme
from actions.shop.sums import Reckoned, lately_of, reckon
from loyalty.actor import Actor
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.basis import BadFigure, Told, check_told
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, business, shops
from storage.shop.audit import Act

What = Literal["average_sale", "margin", "trade"]
_NAMES = {"average_sale": "average_sale_minor", "margin": "margin_permille", "trade": "trade"}


@dataclass(frozen=True, slots=True)
class Calculation:
    """The sums of one programme as its rules are today."""

    rules: CurrentRules
    told: Told
    reckoned: Reckoned


@dataclass(frozen=True, slots=True)
class Noted:
    """What an owner said is kept."""

    shop: Shop
    told: Told


def calculate(
    tx: Tx, actor: Actor, shop_id: int, programme_id: int | None = None, *, now: datetime
) -> Calculation | NoSuchProgramme | NotAllowed:
    """Do the sums of one of a shop's programmes for its owner; None: of its first."""
    rules = see_rules(tx, actor, shop_id, programme_id)
    if not isinstance(rules, CurrentRules):
        return rules
    shop, version = rules.shop, rules.version
    lately = lately_of(tx, shop, version.programme_id, now=now)
    return Calculation(rules, business.told(tx, shop_id), reckon(tx, shop, version.programme, lately))


def tell(
    tx: Tx, actor: Actor, shop_id: int, what: What, value: int | str | None, *, now: datetime
) -> Noted | BadFigure | NotAllowed:
    """Keep what an owner says of their sales; None takes it back, and what is usual holds again."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    hold_shop(tx, shop_id)
    shop, before = shops.by_id(tx, shop_id), business.told(tx, shop_id)
    changed: dict[str, Any] = {_NAMES[what]: value}
    after = replace(before, **changed)
    bad = check_told(after, shop.currency)
    if bad:
        return bad
    if after != before:
        business.tell(tx, shop_id, after)
        old, new = ("" if one is None else str(one) for one in (getattr(before, _NAMES[what]), value))
        audit.add(tx, actor, shop_id, Act("sums_changed", subject=what, old=old, new=new), now=now)
    return Noted(shop, after)
