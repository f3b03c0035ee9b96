"""What each offer of a shop is about, and for whom alone it is."""

from collections import defaultdict

from sqlalchemy import bindparam, delete, select

from loyalty.people.likes import OfferTags
from storage.engine.statements import Statement, Tx, insert
from storage.tables import offer_tags

_o = offer_tags.c
_OF_SHOP = Statement(select(_o.offer, _o.tag_id, _o.exclusive).where(_o.shop_id == bindparam("shop_id")))
_NEW = insert(offer_tags)
_PUT = Statement(
    _NEW.values(
        {name: bindparam(name, type_=_o[name].type) for name in ("shop_id", "offer", "tag_id", "exclusive")}
    ).on_conflict_do_update(
        index_elements=[_o.shop_id, _o.offer, _o.tag_id], set_={"exclusive": _NEW.excluded.exclusive}
    )
)
_DROP = Statement(
    delete(offer_tags).where(
        _o.shop_id == bindparam("shop_id"),
        _o.offer == bindparam("offer"),
        _o.tag_id == bindparam("tag_id"),
    )
)

_DROP_TAG = Statement(
    delete(offer_tags).where(_o.shop_id == bindparam("shop_id"), _o.tag_id == bindparam("tag_id"))
)


def of_shop(tx: Tx, shop_id: int) -> dict[str, OfferTags]:
    """Return what each offer is about that has tags, by its name."""
    found: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for offer, tag_id, only in _OF_SHOP.all(tx, shop_id=shop_id):
        found[offer][only].add(tag_id)
    return {offer: OfferTags(frozenset(about), frozenset(only)) for offer, (about, only) in found.items()}


def put(tx: Tx, shop_id: int, offer: str, tag_id: int, *, only: bool) -> None:
    """Let an offer be about a tag, or be for those alone who like that."""
    _PUT.run(tx, shop_id=shop_id, offer=offer, tag_id=tag_id, exclusive=int(only))


def drop(tx: Tx, shop_id: int, offer: str, tag_id: int) -> None:
    """Let a tag have nothing to do with an offer."""
    _DROP.run(tx, shop_id=shop_id, offer=offer, tag_id=tag_id)


def drop_tag(tx: Tx, shop_id: int, tag_id: int) -> None:
    """Let a tag have nothing to do with any offer."""
    _DROP_TAG.run(tx, shop_id=shop_id, tag_id=tag_id)
