"""What each offer of a shop is about: said by its owner, so that it reaches nobody who refuses that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.settings import campaigns_of
from actions.cards import offers
from loyalty.actor import Actor
from loyalty.cards.parts.surprise import Surprise
from loyalty.people.likes import OfferTags, Tag
from loyalty.records import Shop
from loyalty.roles import Role
from storage.campaigns import broadcasts
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, items, offer_tags, programmes, shops
from storage.shop.audit import Act

_SENDING = timedelta(days=3)  # a broadcast that began may still go to somebody
_MOST = 5


@dataclass(frozen=True, slots=True)
class ShopOffer:
    """Something that a shop offers: its name, and what is said of it by its owner (a reward, words), where that is so."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShopOffers:
    """What a shop offers, and what each is about."""

    shop: Shop
    tags: tuple[Tag, ...]
    offers: tuple[ShopOffer, ...]
    about: dict[str, OfferTags]


@dataclass(frozen=True, slots=True)
class OfferGone:
    """The offer or the tag is not there any more."""


def see_offers(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> ShopOffers | NotAllowed:
    """Show an owner all that the shop offers, and what each is about."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    found = tuple(_offers(tx, shop_id, now=now))
    tags = tuple(items.tags_of(tx, shop_id))
    return ShopOffers(shops.by_id(tx, shop_id), tags, found, offer_tags.of_shop(tx, shop_id))


def _offers(tx: Tx, shop_id: int, *, now: datetime) -> Iterator[ShopOffer]:
    """List what may be tagged: an item's bonus has the tags of the item."""
    for ordered in broadcasts.newest(tx, shop_id, since=now - _SENDING, most=_MOST):
        yield ShopOffer(offers.of_broadcast(ordered.id), ordered.text)
    for campaign in campaigns_of(tx, shop_id):
        if any(campaign.gives(step) for step in campaign.steps or ("",)):
            yield ShopOffer(offers.of_campaign(campaign.kind))
    rules = [version.programme for version in programmes.today(tx, shop_id)]
    for reward in (one for programme in rules for one in programme.rewards):
        yield ShopOffer(offers.of_reward(reward.key), reward.text)
    if any(isinstance(part, Surprise) for programme in rules for part in programme.parts):
        yield ShopOffer(offers.SURPRISE)


def tag_offer(
    tx: Tx, actor: Actor, shop_id: int, offer: str, tag_id: int, *, now: datetime
) -> ShopOffers | OfferGone | NotAllowed:
    """Let an offer be about a tag; said once more, be for those alone who like that; and then have nothing to do with it."""
    hold_shop(tx, shop_id)
    seen = see_offers(tx, actor, shop_id, now=now)
    if isinstance(seen, NotAllowed):
        return seen
    tag = next((one for one in seen.tags if one.id == tag_id), None)
    if tag is None or offer not in {one.name for one in seen.offers}:
        return OfferGone()
    before = seen.about.get(offer, OfferTags())
    if tag_id in before.only:
        offer_tags.drop(tx, shop_id, offer, tag_id)
    else:
        offer_tags.put(tx, shop_id, offer, tag_id, only=tag_id in before.about)
    new = (
        "about" if tag_id not in before.about | before.only else "only" if tag_id in before.about else "none"
    )
    audit.add(tx, actor, shop_id, Act("offer_tagged", subject=tag.name, new=new), now=now)
    return see_offers(tx, actor, shop_id, now=now)
