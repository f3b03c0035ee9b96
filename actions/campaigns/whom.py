"""Whom a campaign is for: everybody to whom it is due, or of these a saved filter's customers alone."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns import segments
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.settings import WHOM, Campaign, Wanted, campaign_of, kept, write
from actions.campaigns.treatments import HOLDABLE
from loyalty.actor import Actor
from loyalty.campaigns.filters import Filter
from loyalty.campaigns.frequency_cap import Gift, MessageKind
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import filters
from storage.campaigns.filters import SavedFilter
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import shops

# What customers must get, and what an owner orders to a group of its own, is limited to nobody's filter.
LIMITABLE = tuple(kind for kind in HOLDABLE if not BY_KIND[kind].ordered)


@dataclass(frozen=True, slots=True)
class Whom:
    """A saved filter, and how many pass it of all whom a campaign may reach."""

    saved: SavedFilter
    passing: int
    of: int
    needs_no_yes: bool = False  # what it gives comes onto the card of who agreed to nothing, too

    @property
    def names_everybody(self) -> bool:
        """Say whether it leaves nobody out."""
        return self.of > 0 and self.passing == self.of


@dataclass(frozen=True, slots=True)
class WhomChoice:
    """Whom a campaign is for, None where that is everybody, and whom else it could be for."""

    shop: Shop
    campaign: Campaign
    chosen: Whom | None
    others: tuple[SavedFilter, ...]


@dataclass(frozen=True, slots=True)
class NoSuchFilter:
    """There is no such saved filter any more, or what customers must get can't be limited to one."""


def see_whom(tx: Tx, actor: Actor, shop_id: int, kind: MessageKind) -> WhomChoice | NotAllowed:
    """Show an owner whom a campaign is for."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop, campaign = shops.by_id(tx, shop_id), campaign_of(tx, shop_id, kind)
    chosen = filters.by_id(tx, shop_id, campaign.filter_id) if campaign.filter_id else None
    others = filters.of_shop(tx, shop_id) if kind in LIMITABLE else []
    return WhomChoice(
        shop,
        campaign,
        _counted(tx, shop, kind, chosen) if chosen else None,
        tuple(one for one in others if one != chosen),
    )


def preview_whom(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, filter_id: int
) -> Whom | NoSuchFilter | NotAllowed:
    """Count whom a campaign would be for."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    saved = _offered(tx, shop_id, kind, filter_id)
    return _counted(tx, shops.by_id(tx, shop_id), kind, saved) if saved else NoSuchFilter()


def choose_whom(
    tx: Tx, actor: Actor, shop_id: int, kind: MessageKind, filter_id: int | None, *, now: datetime
) -> Campaign | NoSuchFilter | NotAllowed:
    """Limit a campaign to a saved filter's customers, or let it go to everybody again; what waits is asked anew."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    saved = _offered(tx, shop_id, kind, filter_id) if filter_id else None
    if filter_id and saved is None:
        return NoSuchFilter()
    before = kept(tx, shop_id, kind)
    wanted = Wanted(before, replace(before, filter_id=saved.id if saved else None), WHOM)
    return write(tx, actor, wanted, now=now)


def _offered(tx: Tx, shop_id: int, kind: MessageKind, filter_id: int) -> SavedFilter | None:
    if kind not in LIMITABLE:
        return None
    return next((one for one in filters.of_shop(tx, shop_id) if one.id == filter_id), None)


def _counted(tx: Tx, shop: Shop, kind: MessageKind, saved: SavedFilter) -> Whom:
    passing, of = (segments.passing(shop, asks, kind).count(tx) for asks in (saved.asks, Filter()))
    return Whom(saved, passing, of, kind.policy.gift is Gift.ON_THE_DAY)
