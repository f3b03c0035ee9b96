"""The sums of a shop's programme, for its owner, and what they are made on."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from actions.access import NotAllowed, may
from actions.shop.programme import CurrentRules, see_rules
from actions.shop.side_by_side import NoSuchProgramme
from loyalty.actor import Actor
from loyalty.amounts import minor_per_unit
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.basis import BadFigure, Basis, Told, basis_of, check_told
from loyalty.shop.sums import Risk, Sums, risks_of, sums_of
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, business, shops, stats
from storage.shop.audit import Act

_NEWEST = 200  # amounts of the tills say what is usual now
What = Literal["average_sale", "margin", "trade"]


@dataclass(frozen=True, slots=True)
class Calculation:
    """The sums of one programme as its rules are today; no `sums` while what they are made on is not known."""

    rules: CurrentRules
    told: Told
    basis: Basis | None
    sums: Sums | None
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """What an owner said is kept."""

    shop: Shop
    told: Told


def calculate(
    tx: Tx, actor: Actor, shop_id: int, programme_id: int | None = None
) -> Calculation | NoSuchProgramme | NotAllowed:
    """Do the sums of one of a shop's programmes for its owner; None: of its first."""
    rules = see_rules(tx, actor, shop_id, programme_id)
    if not isinstance(rules, CurrentRules):
        return rules
    told, programme, unit = business.told(tx, shop_id), rules.version.programme, _unit(rules.shop)
    basis = basis_for(tx, rules.shop, told)
    sums = sums_of(programme, basis, minor_per_unit=unit) if basis else None
    return Calculation(rules, told, basis, sums, risks_of(programme, basis, minor_per_unit=unit))


def basis_for(tx: Tx, shop: Shop, told: Told) -> Basis | None:
    """Find what a shop's sums are made on: what was told, else the newest amounts of its tills, else what is usual."""
    amounts = () if told.average_sale_minor else stats.newest_amounts(tx, shop.id, most=_NEWEST)
    return basis_of(told, shop.currency, amounts)


def _unit(shop: Shop) -> int:
    return minor_per_unit(shop.currency)


def tell(
    tx: Tx, actor: Actor, shop_id: int, what: What, value: int | str | None, *, now: datetime
) -> Noted | BadFigure | NotAllowed:
    """Keep what an owner says of their sales; None takes it back, and what is usual holds again."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    hold_shop(tx, shop_id)
    shop, before = shops.by_id(tx, shop_id), business.told(tx, shop_id)
    name = {"average_sale": "average_sale_minor", "margin": "margin_permille", "trade": "trade"}[what]
    changed: dict[str, Any] = {name: value}
    after = replace(before, **changed)
    bad = check_told(after, shop.currency)
    if bad:
        return bad
    if after != before:
        business.tell(tx, shop_id, after)
        old, new = ("" if one is None else str(one) for one in (getattr(before, name), value))
        audit.add(tx, actor, shop_id, Act("sums_changed", subject=what, old=old, new=new), now=now)
    return Noted(shop, after)
