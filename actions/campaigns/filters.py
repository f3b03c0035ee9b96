"""Saved filters: made by a shop's owner from what is known of customers, counted before they are saved."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns import segments
from actions.campaigns.kinds import kind_named
from loyalty.actor import Actor
from loyalty.campaigns.filters import (
    ITEM_VALUES,
    MOST_FILTERS,
    MOST_NAME,
    MOST_NOTED,
    TAG_VALUES,
    Filter,
    item_key,
    tag_key,
)
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import ProgrammeVersion
from loyalty.names import names_something
from loyalty.people.attributes import MOST_VALUE, ROOM, ROOM_ANSWERS
from loyalty.people.firewall import Delicate, delicate_in
from loyalty.people.likes import Tag
from loyalty.records import Branch, Shop
from loyalty.roles import Role
from storage.campaigns import filters
from storage.campaigns import settings as campaign_rows
from storage.campaigns.filters import SavedFilter
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import customer_facts
from storage.people.customer_facts import Attribute
from storage.shop import audit, items, programmes, shops
from storage.shop.audit import Act
from storage.shop.items import SoldItem

__all__ = ["SavedFilter"]

_MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """What a filter asks for, and what it can ask for in its shop, by their names."""

    shop: Shop
    asks: Filter
    branches: tuple[Branch, ...]
    programmes: tuple[ProgrammeVersion, ...]
    attributes: tuple[Attribute, ...]
    tags: tuple[Tag, ...]
    items: tuple[SoldItem, ...]

    def sold(self, language: str) -> dict[str, str]:
        """Name the tags and the items by their keys, to who reads a language."""
        tags = {tag_key(tag.id): tag.name for tag in self.tags}
        return tags | {item_key(item.id): item.called(language) for item in self.items}

    def never_bought(self, bought: str, language: str) -> dict[str, str]:
        """Name what may be offered to who buys one thing and never that; not what some people never take, for they mean it."""
        avoided = {tag.id for tag in self.tags if tag.avoided}
        carried = next((item.tags for item in self.items if item_key(item.id) == bought), frozenset())
        out = {bought, *map(tag_key, avoided | carried)}
        out |= {item_key(item.id) for item in self.items if item.tags & avoided}
        return {key: name for key, name in self.sold(language).items() if key not in out}


@dataclass(frozen=True, slots=True)
class FilterPreview:
    """How many of those who agreed to offers pass a filter, of how many."""

    named: NamedFilter
    passing: int
    agreed: int

    @property
    def names_everybody(self) -> bool:
        """Say whether it leaves nobody out."""
        return self.agreed > 0 and self.passing == self.agreed


@dataclass(frozen=True, slots=True)
class FilterInUse:
    """A filter can't be taken away while these campaigns are for its customers alone."""

    kinds: tuple[MessageKind, ...]


@dataclass(frozen=True, slots=True)
class BadFilter:
    """Why a filter can't be saved."""

    why: str  # "nothing": it asks for nothing; "noted": for too much that is known; "unnamed", "name", "taken", "many"
    most: int = 0


def preview_filter(tx: Tx, actor: Actor, shop_id: int, asks: Filter) -> FilterPreview | NotAllowed:
    """Count who passes a filter, of those who agreed to offers."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    named = named_filter(tx, shop_id, asks)
    passing, agreed = (segments.passing(named.shop, one).count(tx) for one in (asks, Filter()))
    return FilterPreview(named, passing, agreed)


def named_filter(tx: Tx, shop_id: int, asks: Filter) -> NamedFilter:
    """Return a filter with all that it may name in its shop."""
    return NamedFilter(
        shops.by_id(tx, shop_id),
        asks,
        tuple(shops.branches_of(tx, shop_id)),
        tuple(programmes.today(tx, shop_id)),
        tuple(customer_facts.attributes_of(tx, shop_id)),
        tuple(items.tags_of(tx, shop_id)),
        tuple(items.of_shop(tx, shop_id)),
    )


def values_noted(tx: Tx, actor: Actor, shop_id: int, what: str) -> list[str] | NotAllowed:
    """Return what an answer, a tag or an attribute can be, to choose by: of what is noted, the most frequent."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    if what == ROOM:
        return list(ROOM_ANSWERS)
    if what in {tag_key(tag.id) for tag in items.tags_of(tx, shop_id)}:
        return list(TAG_VALUES)
    if what in {item_key(item.id) for item in items.of_shop(tx, shop_id)}:
        return list(ITEM_VALUES)
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
    bad = _problem(filters.of_shop(tx, shop_id), name, asks) or delicate_in(
        name, *(value for _, value in asks.noted)
    )
    if bad:
        return bad
    this = filters.add(tx, shop_id, name, asks, now=now)
    audit.add(tx, actor, shop_id, Act("filter_saved", subject=name), now=now)
    return SavedFilter(this, name, asks)


def _problem(saved: list[SavedFilter], name: str, asks: Filter) -> BadFilter | None:
    if not asks.named or any(len(value) > MOST_VALUE for _, value in asks.noted):
        return BadFilter("nothing")
    if len(asks.noted) > MOST_NOTED:
        return BadFilter("noted", MOST_NOTED)
    if not names_something(name):
        return BadFilter("unnamed")
    if len(name) > MOST_NAME:
        return BadFilter("name", MOST_NAME)
    if any(one.name.casefold() == name.casefold() for one in saved):
        return BadFilter("taken")
    return BadFilter("many", MOST_FILTERS) if len(saved) >= MOST_FILTERS else None


def drop_filter(
    tx: Tx, actor: Actor, shop_id: int, filter_id: int, *, now: datetime
) -> bool | FilterInUse | NotAllowed:
    """Offer a filter no more, unless a campaign goes by it; say whether there was one. A broadcast that goes by it goes on."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    one = next((one for one in filters.of_shop(tx, shop_id) if one.id == filter_id), None)
    if one is None:
        return False
    using = tuple(
        kind_named(row.kind) for row in campaign_rows.of_shop(tx, shop_id).values() if row.filter_id == one.id
    )
    if using:
        return FilterInUse(using)
    filters.close(tx, shop_id, filter_id, now=now)
    audit.add(tx, actor, shop_id, Act("filter_dropped", subject=one.name), now=now)
    return True
