"""What a shop sells by name, and its tags."""

from datetime import datetime

from sqlalchemy import Text, bindparam, cast, delete, literal, select, update

from loyalty.other_languages import OtherLanguages
from loyalty.people.items import SoldItem
from loyalty.people.likes import Tag
from storage.engine.statements import Statement, Tx, insert
from storage.shop import shops
from storage.tables import item_tags, items, new_row, row_of, tags

__all__ = [
    "SoldItem",
    "add",
    "add_tag",
    "call",
    "drop",
    "drop_tag",
    "ever_of",
    "hang",
    "of_shop",
    "rename_tag",
    "set_avoided",
    "tags_of",
    "take_off",
]

_i, _t, _x = items.c, tags.c, item_tags.c
_ITEMS = Statement(
    select(_i.id, _i.label, _i.others, _i.gone_at, _x.tag_id)
    .select_from(items)
    .outerjoin(item_tags, row_of(items, _x.item_id))
    .where(_i.shop_id == bindparam("shop_id"))
    .order_by(_i.id)
)
_TAGS = Statement(
    select(_t.id, _t.name, _t.avoided)
    .where(_t.shop_id == bindparam("shop_id"), _t.gone_at.is_(None))
    .order_by(_t.id)
)
_NEW_ITEM = insert(items)
_ADD_ITEM = Statement(
    _NEW_ITEM.values(shop_id=bindparam("shop_id"), label=bindparam("label"))
    .on_conflict_do_update(index_elements=[_i.shop_id, _i.label], set_={"gone_at": None})
    .returning(_i.id)
)
_DROP_ITEM = Statement(
    update(items)
    .where(_i.shop_id == bindparam("of_shop"), _i.id == bindparam("this"), _i.gone_at.is_(None))
    .values(gone_at=bindparam("at", type_=_i.gone_at.type))
)
_CALL = Statement(
    update(items)
    .where(_i.shop_id == bindparam("of_shop"), _i.id == bindparam("this"))
    .values(others=bindparam("called", type_=_i.others.type))
)
_ADD_TAG = Statement(new_row(tags, "shop_id", "name"))
_THIS_TAG = (_t.shop_id == bindparam("of_shop"), _t.id == bindparam("this"))
_RENAME_TAG = Statement(update(tags).where(*_THIS_TAG).values(name=bindparam("new_name")))
_DROP_TAG = Statement(  # its name is free for another one: what is typed is never in capitals
    update(tags)
    .where(*_THIS_TAG)
    .values(name=literal("GONE ") + cast(_t.id, Text), gone_at=bindparam("at", type_=_t.gone_at.type))
)
_TAKE_OFF_ALL = Statement(
    delete(item_tags).where(_x.shop_id == bindparam("of_shop"), _x.tag_id == bindparam("this"))
)
_AVOID = Statement(update(tags).where(*_THIS_TAG).values(avoided=bindparam("is_avoided")))
_HANG = Statement(
    insert(item_tags)
    .values({name: bindparam(name, type_=_x[name].type) for name in ("shop_id", "item_id", "tag_id")})
    .on_conflict_do_nothing()
)
_TAKE_OFF = Statement(
    delete(item_tags).where(
        _x.shop_id == bindparam("shop_id"),
        _x.item_id == bindparam("item_id"),
        _x.tag_id == bindparam("tag_id"),
    )
)


def ever_of(tx: Tx, shop_id: int) -> list[SoldItem]:
    """Return all that a shop ever sold by name, the oldest first."""
    found: dict[int, SoldItem] = {}
    for this, label, others, gone_at, tag_id in _ITEMS.all(tx, shop_id=shop_id):
        before = found[this].tags if this in found else frozenset[int]()
        tags_of_it = before | ({tag_id} if tag_id else set())
        found[this] = SoldItem(this, label, tags_of_it, others, gone_at is not None)
    return list(found.values())


def of_shop(tx: Tx, shop_id: int) -> list[SoldItem]:
    """Return what a shop sells by name, the oldest first."""
    return [item for item in ever_of(tx, shop_id) if not item.gone]


def tags_of(tx: Tx, shop_id: int) -> list[Tag]:
    """Return a shop's tags, the oldest first."""
    return [Tag(this, name, bool(avoided)) for this, name, avoided in _TAGS.all(tx, shop_id=shop_id)]


def add(tx: Tx, shop_id: int, label: str) -> int:
    """Sell something by name, perhaps again, and return its id."""
    shops.names_items(tx, shop_id)
    return int(_ADD_ITEM.value(tx, shop_id=shop_id, label=label))


def call(tx: Tx, shop_id: int, item_id: int, others: OtherLanguages) -> None:
    """Call an item so in other languages."""
    _CALL.run(tx, of_shop=shop_id, this=item_id, called=others)


def drop(tx: Tx, shop_id: int, item_id: int, *, now: datetime) -> bool:
    """Sell something no more; say whether it was sold."""
    return _DROP_ITEM.run(tx, of_shop=shop_id, this=item_id, at=now) == 1


def add_tag(tx: Tx, shop_id: int, name: str) -> int:
    """Remember a new tag, and return its id."""
    shops.names_items(tx, shop_id)
    return int(_ADD_TAG.value(tx, shop_id=shop_id, name=name))


def rename_tag(tx: Tx, shop_id: int, tag_id: int, name: str) -> None:
    """Call a tag otherwise."""
    _RENAME_TAG.run(tx, of_shop=shop_id, this=tag_id, new_name=name)


def drop_tag(tx: Tx, shop_id: int, tag_id: int, *, now: datetime) -> None:
    """Take a tag away, and off all that has it."""
    _TAKE_OFF_ALL.run(tx, of_shop=shop_id, this=tag_id)
    _DROP_TAG.run(tx, of_shop=shop_id, this=tag_id, at=now)


def set_avoided(tx: Tx, shop_id: int, tag_id: int, *, avoided: bool) -> None:
    """Say whether some people never take what has a tag."""
    _AVOID.run(tx, of_shop=shop_id, this=tag_id, is_avoided=int(avoided))


def hang(tx: Tx, shop_id: int, item_id: int, tag_id: int) -> None:
    """Give an item a tag."""
    _HANG.run(tx, shop_id=shop_id, item_id=item_id, tag_id=tag_id)


def take_off(tx: Tx, shop_id: int, item_id: int, tag_id: int) -> bool:
    """Take a tag off an item; say whether it was there."""
    return _TAKE_OFF.run(tx, shop_id=shop_id, item_id=item_id, tag_id=tag_id) == 1
