"""What a shop sells by name, and its tags: named and changed by its owner, never after what the firewall refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.names import fold_name
from loyalty.other_languages import with_text
from loyalty.people.firewall import Delicate, delicate_in
from loyalty.people.items import (
    MOST_ITEMS,
    MOST_TAGS,
    MOST_TAGS_OF_ONE,
    BadItem,
    read_item,
    read_label,
    read_tags,
)
from loyalty.people.likes import Tag
from loyalty.records import Shop
from loyalty.roles import Role
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.people import languages
from storage.shop import audit, items, shops
from storage.shop.audit import Act
from storage.shop.items import SoldItem

__all__ = [
    "ItemGone",
    "ShopItems",
    "SoldItem",
    "add_item",
    "avoid",
    "drop_item",
    "name_item",
    "name_tags",
    "see_items",
    "switch_tag",
]


@dataclass(frozen=True, slots=True)
class ShopItems:
    """What a shop sells by name, and its tags; `item` is the one that was just changed."""

    shop: Shop
    items: tuple[SoldItem, ...]
    tags: tuple[Tag, ...]
    item: SoldItem | None = None
    spoken: frozenset[str] = frozenset()  # the languages of the shop's people, where one item is looked at

    def tags_of(self, item: SoldItem) -> list[str]:
        """Name the tags of an item."""
        return [tag.name for tag in self.tags if tag.id in item.tags]


@dataclass(frozen=True, slots=True)
class ItemGone:
    """The item or tag is not there any more."""


def see_items(tx: Tx, actor: Actor, shop_id: int, item_id: int | None = None) -> ShopItems | NotAllowed:
    """Show an owner what the shop sells by name."""
    return _seen(tx, shop_id, item_id) if may(tx, actor, shop_id, Role.OWNER) else NotAllowed()


def _seen(tx: Tx, shop_id: int, item_id: int | None = None) -> ShopItems:
    sold = tuple(items.of_shop(tx, shop_id))
    this = next((item for item in sold if item.id == item_id), None)
    spoken = languages.of_people(tx, shop_id) if this else frozenset[str]()
    return ShopItems(shops.by_id(tx, shop_id), sold, tuple(items.tags_of(tx, shop_id)), this, spoken)


def add_item(
    tx: Tx, actor: Actor, shop_id: int, text: str, *, now: datetime
) -> ShopItems | BadItem | Delicate | NotAllowed:
    """Sell one more thing by name, with its tags, as an owner typed them."""
    seen = _held(tx, actor, shop_id)
    if isinstance(seen, NotAllowed):
        return seen
    typed = read_item(text)
    if isinstance(typed, BadItem | Delicate):
        return typed
    if len(seen.items) >= MOST_ITEMS:
        return BadItem("items", MOST_ITEMS)
    if _is_there(seen, typed.label):
        return BadItem("there")
    bad = _too_many_tags(seen, typed.tags)
    if bad:
        return bad
    item_id = items.add(tx, shop_id, typed.label)
    for tag_id in _ids(tx, seen, typed.tags):
        items.hang(tx, shop_id, item_id, tag_id)
    act = Act("item_added", subject=typed.label, new=", ".join(typed.tags))
    audit.add(tx, actor, shop_id, act, now=now)
    return _seen(tx, shop_id, item_id)


def drop_item(
    tx: Tx, actor: Actor, shop_id: int, item_id: int, *, now: datetime
) -> ShopItems | ItemGone | NotAllowed:
    """Sell something by name no more; what was bought of it stays bought."""
    seen = _held(tx, actor, shop_id, item_id)
    if isinstance(seen, NotAllowed):
        return seen
    if seen.item is None or not items.drop(tx, shop_id, item_id, now=now):
        return ItemGone()
    audit.add(tx, actor, shop_id, Act("item_dropped", subject=seen.item.label), now=now)
    return _seen(tx, shop_id)


def name_item(
    tx: Tx, actor: Actor, shop_id: int, item_id: int, language: str, text: str, *, now: datetime
) -> ShopItems | BadItem | Delicate | ItemGone | NotAllowed:
    """Call an item so to who reads a language; "" has it that they read what was typed first."""
    seen = _held(tx, actor, shop_id, item_id)
    if isinstance(seen, NotAllowed):
        return seen
    if seen.item is None:
        return ItemGone()
    name = read_label(text) if text else ""
    if not isinstance(name, str):
        return name
    if name and _is_there(seen, name, besides=seen.item):
        return BadItem("there")
    others = with_text(seen.item.others, language, name)
    if others != seen.item.others:
        items.call(tx, shop_id, item_id, others)
        old = dict(seen.item.others).get(language, "")
        audit.add(tx, actor, shop_id, Act("item_named", subject=seen.item.label, old=old, new=name), now=now)
    return _seen(tx, shop_id, item_id)


def _is_there(seen: ShopItems, name: str, *, besides: SoldItem | None = None) -> bool:
    """Say whether something else is called so already, in any language."""
    return any(fold_name(name) in item.names for item in seen.items if item != besides)


def name_tags(
    tx: Tx, actor: Actor, shop_id: int, item_id: int, text: str, *, now: datetime
) -> ShopItems | BadItem | Delicate | ItemGone | NotAllowed:
    """Give an item tags that its owner typed, beside those that it has."""
    seen = _held(tx, actor, shop_id, item_id)
    if isinstance(seen, NotAllowed):
        return seen
    if seen.item is None:
        return ItemGone()
    names = read_tags(text)
    if isinstance(names, BadItem):
        return names
    if not names:
        return BadItem("empty")
    wrong = delicate_in(*names) or _too_many_tags(seen, names)
    if wrong:
        return wrong
    before = seen.item.tags
    wanted = before | set(_ids(tx, seen, names))
    if len(wanted) > MOST_TAGS_OF_ONE:
        return BadItem("tags_of_one", MOST_TAGS_OF_ONE)
    for tag_id in wanted - before:
        items.hang(tx, shop_id, item_id, tag_id)
    return _note_tags(tx, actor, seen, seen.item, now=now)


def switch_tag(
    tx: Tx, actor: Actor, shop_id: int, item_id: int, tag_id: int, *, now: datetime
) -> ShopItems | BadItem | ItemGone | NotAllowed:
    """Hang a tag of the shop on an item, or take it off."""
    seen = _held(tx, actor, shop_id, item_id)
    if isinstance(seen, NotAllowed):
        return seen
    if seen.item is None or tag_id not in {tag.id for tag in seen.tags}:
        return ItemGone()
    if not items.take_off(tx, shop_id, item_id, tag_id):
        if len(seen.item.tags) >= MOST_TAGS_OF_ONE:
            return BadItem("tags_of_one", MOST_TAGS_OF_ONE)
        items.hang(tx, shop_id, item_id, tag_id)
    return _note_tags(tx, actor, seen, seen.item, now=now)


def avoid(
    tx: Tx, actor: Actor, shop_id: int, tag_id: int, *, avoided: bool, now: datetime
) -> ShopItems | ItemGone | NotAllowed:
    """Say whether some people never take what has a tag, so that never having bought it tells."""
    seen = _held(tx, actor, shop_id)
    if isinstance(seen, NotAllowed):
        return seen
    tag = next((one for one in seen.tags if one.id == tag_id), None)
    if tag is None:
        return ItemGone()
    if tag.avoided != avoided:
        items.set_avoided(tx, shop_id, tag_id, avoided=avoided)
        act = Act("tag_avoided" if avoided else "tag_not_avoided", subject=tag.name)
        audit.add(tx, actor, shop_id, act, now=now)
    return _seen(tx, shop_id)


def _held(tx: Tx, actor: Actor, shop_id: int, item_id: int | None = None) -> ShopItems | NotAllowed:
    hold_shop(tx, shop_id)
    return see_items(tx, actor, shop_id, item_id)


def _too_many_tags(seen: ShopItems, names: Sequence[str]) -> BadItem | None:
    known = {fold_name(tag.name) for tag in seen.tags}
    more = sum(fold_name(name) not in known for name in names)
    return BadItem("tags", MOST_TAGS) if len(seen.tags) + more > MOST_TAGS else None


def _ids(tx: Tx, seen: ShopItems, names: Sequence[str]) -> list[int]:
    """Return the ids of tags by name, new ones among them."""
    known = {fold_name(tag.name): tag.id for tag in seen.tags}
    return [known.get(fold_name(name)) or items.add_tag(tx, seen.shop.id, name) for name in names]


def _note_tags(tx: Tx, actor: Actor, before: ShopItems, item: SoldItem, *, now: datetime) -> ShopItems:
    after = _seen(tx, before.shop.id, item.id)
    old, new = (", ".join(one.tags_of(which)) for one, which in ((before, item), (after, after.item or item)))
    if old != new:
        act = Act("item_tagged", subject=item.label, old=old, new=new)
        audit.add(tx, actor, before.shop.id, act, now=now)
    return after
