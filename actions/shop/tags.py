"""A shop's tags: called otherwise or taken away by its owner, who reads first what becomes of all that hangs on one."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from actions.campaigns.kinds import kind_named
from loyalty.actor import Actor
from loyalty.campaigns.filters import tag_key
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.names import fold_name
from loyalty.people.firewall import Delicate, delicate_in
from loyalty.people.items import BadItem, SoldItem, read_tags
from loyalty.people.likes import Tag
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import filters
from storage.campaigns import settings as campaign_rows
from storage.campaigns.filters import SavedFilter
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import likes
from storage.shop import audit, items, offer_tags, shops
from storage.shop.audit import Act

__all__ = ["ShopTag", "TagGone", "TagInUse", "drop_tag", "may_drop", "rename_tag", "see_tag"]


@dataclass(frozen=True, slots=True)
class ShopTag:
    """A tag, and what hangs on it: things, offers, filters, and how many customers said whether they like it."""

    shop: Shop
    tag: Tag
    items: tuple[SoldItem, ...]
    offers: int
    filters: tuple[SavedFilter, ...]
    said: int


@dataclass(frozen=True, slots=True)
class TagGone:
    """The tag is not there any more."""


@dataclass(frozen=True, slots=True)
class TagInUse:
    """These messages of the shop go by filters that ask for the tag: without it they would go to others."""

    filters: tuple[str, ...]
    kinds: tuple[MessageKind, ...]


def see_tag(tx: Tx, actor: Actor, shop_id: int, tag_id: int) -> ShopTag | TagGone | NotAllowed:
    """Show an owner a tag, with what hangs on it."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    tag = next((one for one in items.tags_of(tx, shop_id) if one.id == tag_id), None)
    if tag is None:
        return TagGone()
    carry = tuple(item for item in items.of_shop(tx, shop_id) if tag_id in item.tags)
    offers = sum(tag_id in one.about | one.only for one in offer_tags.of_shop(tx, shop_id).values())
    ask = tuple(one for one in filters.of_shop(tx, shop_id) if tag_key(tag_id) in dict(one.asks.noted))
    return ShopTag(shops.by_id(tx, shop_id), tag, carry, offers, ask, likes.count_said(tx, shop_id, tag_id))


def may_drop(tx: Tx, actor: Actor, shop_id: int, tag_id: int) -> ShopTag | TagInUse | TagGone | NotAllowed:
    """Show an owner what would go with a tag, or say by what it is held."""
    seen = see_tag(tx, actor, shop_id, tag_id)
    return (_in_use(tx, seen) or seen) if isinstance(seen, ShopTag) else seen


def _in_use(tx: Tx, seen: ShopTag) -> TagInUse | None:
    """Say which messages go by a filter that asks for a tag."""
    asking = {one.id: one.name for one in seen.filters}
    using = [row for row in campaign_rows.of_shop(tx, seen.shop.id).values() if row.filter_id in asking]
    if not using:
        return None
    names = tuple(name for this, name in asking.items() if this in {row.filter_id for row in using})
    return TagInUse(names, tuple(kind_named(row.kind) for row in using))


def rename_tag(
    tx: Tx, actor: Actor, shop_id: int, tag_id: int, text: str, *, now: datetime
) -> ShopTag | BadItem | Delicate | TagGone | NotAllowed:
    """Call a tag otherwise, never after what the firewall refuses; what was said of it and hangs on it stays."""
    hold_shop(tx, shop_id)
    seen = see_tag(tx, actor, shop_id, tag_id)
    if not isinstance(seen, ShopTag):
        return seen
    names = read_tags(text)
    if isinstance(names, BadItem) or len(names) != 1:
        return names if isinstance(names, BadItem) else BadItem("empty")
    [name] = names
    if wrong := delicate_in(name):
        return wrong
    others = {fold_name(one.name) for one in items.tags_of(tx, shop_id) if one.id != tag_id}
    if fold_name(name) in others:
        return BadItem("there")
    if name != seen.tag.name:
        items.rename_tag(tx, shop_id, tag_id, name)
        audit.add(tx, actor, shop_id, Act("tag_renamed", old=seen.tag.name, new=name), now=now)
    return see_tag(tx, actor, shop_id, tag_id)


def drop_tag(
    tx: Tx, actor: Actor, shop_id: int, tag_id: int, *, now: datetime
) -> ShopTag | TagInUse | TagGone | NotAllowed:
    """Take a tag away with all that hangs on it, and return what that was; what was bought stays bought."""
    hold_shop(tx, shop_id)
    seen = see_tag(tx, actor, shop_id, tag_id)
    if not isinstance(seen, ShopTag):
        return seen
    used = _in_use(tx, seen)
    if used:
        return used
    for one in seen.filters:
        filters.close(tx, shop_id, one.id, now=now)
        audit.add(tx, actor, shop_id, Act("filter_dropped", subject=one.name), now=now)
    likes.forget_tag(tx, shop_id, tag_id)
    offer_tags.drop_tag(tx, shop_id, tag_id)
    items.drop_tag(tx, shop_id, tag_id, now=now)
    audit.add(tx, actor, shop_id, Act("tag_dropped", subject=seen.tag.name), now=now)
    return seen
