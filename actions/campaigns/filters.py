"""Saved filters: made by a shop's owner from what is known of customers, counted before they are saved."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns import segments
from loyalty.actor import Actor
from loyalty.campaigns.filters import MOST_FILTERS, MOST_NAME, TAG_VALUES, Filter, tag_key
from loyalty.cards.programme import ProgrammeVersion
from loyalty.people.attributes import MOST_VALUE, ROOM, ROOM_ANSWERS
from loyalty.people.firewall import Delicate, delicate_in
from loyalty.people.likes import Tag
from loyalty.records import Branch, Shop
from loyalty.roles import Role
from storage.campaigns import filters
from storage.campaigns.filters import SavedFilter
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import customer_facts
from storage.people.customer_facts import Attribute
from storage.shop import audit, items, programmes, shops
from storage.shop.audit import Act

__all__ = ["SavedFilter"]

_MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class FilterPreview:
    """What a filter asks for, by its names in the shop, and how many of those who agreed to offers pass it, of how many."""

    shop: Shop
    asks: Filter
    passing: int
    agreed: int
    branches: tuple[Branch, ...]
    programmes: tuple[ProgrammeVersion, ...]
    attributes: tuple[Attribute, ...]
    tags: tuple[Tag, ...]

    @property
    def names_everybody(self) -> bool:
        """Say whether it leaves nobody out."""
        return self.agreed > 0 and self.passing == self.agreed


@dataclass(frozen=True, slots=True)
class BadFilter:
    """Why a filter can't be saved."""

    why: str  # "nothing": it asks for nothing; "name", "taken", "many"
    most: int = 0


def preview_filter(tx: Tx, actor: Actor, shop_id: int, asks: Filter) -> FilterPreview | NotAllowed:
    """Count who passes a filter, of those who agreed to offers."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    return FilterPreview(
        shop,
        asks,
        segments.passing(shop, asks).count(tx),
        segments.passing(shop, Filter()).count(tx),
        tuple(shops.branches_of(tx, shop_id)),
        tuple(programmes.today(tx, shop_id)),
        tuple(customer_facts.attributes_of(tx, shop_id)),
        tuple(items.tags_of(tx, shop_id)),
    )


def values_noted(tx: Tx, actor: Actor, shop_id: int, what: str) -> list[str] | NotAllowed:
    """Return what an answer, a tag or an attribute can be, to choose by: of what is noted, the most frequent."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if what == ROOM:
        return list(ROOM_ANSWERS)
    if what in {tag_key(tag.id) for tag in items.tags_of(tx, shop_id)}:
        return list(TAG_VALUES)
    return [value for value, _ in customer_facts.values_of(tx, shop_id, what, most=_MOST_VALUES)]


def filters_of(tx: Tx, actor: Actor, shop_id: int) -> list[SavedFilter] | NotAllowed:
    """Return a shop's saved filters."""
    return filters.of_shop(tx, shop_id) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def save_filter(
    tx: Tx, actor: Actor, shop_id: int, name: str, asks: Filter, *, now: datetime
) -> SavedFilter | BadFilter | Delicate | NotAllowed:
    """Save a filter under a name."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    name = " ".join(name.split())
    bad = _problem(filters.of_shop(tx, shop_id), name, asks) or delicate_in(name, asks.value)
    if bad:
        return bad
    this = filters.add(tx, shop_id, name, asks, now=now)
    audit.add(tx, actor, shop_id, Act("filter_saved", subject=name), now=now)
    return SavedFilter(this, name, asks)


def _problem(saved: list[SavedFilter], name: str, asks: Filter) -> BadFilter | None:
    if not asks.named or len(asks.value) > MOST_VALUE:
        return BadFilter("nothing")
    if not 0 < len(name) <= MOST_NAME:
        return BadFilter("name", MOST_NAME)
    if any(one.name.casefold() == name.casefold() for one in saved):
        return BadFilter("taken")
    return BadFilter("many", MOST_FILTERS) if len(saved) >= MOST_FILTERS else None


def drop_filter(tx: Tx, actor: Actor, shop_id: int, filter_id: int, *, now: datetime) -> bool | NotAllowed:
    """Offer a filter no more; say whether there was one. A message that goes by it goes on."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    one = next((one for one in filters.of_shop(tx, shop_id) if one.id == filter_id), None)
    if one is None:
        return False
    filters.close(tx, shop_id, filter_id, now=now)
    audit.add(tx, actor, shop_id, Act("filter_dropped", subject=one.name), now=now)
    return True
