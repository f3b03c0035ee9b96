"""Which offers of a shop don't suit somebody: the one place that is asked before anything is offered, on whichever path."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from actions.cards.likes import likes_of
from loyalty.people.items import SoldItem, standing_for
from loyalty.people.likes import OfferTags
from loyalty.records import Account, Shop, Voucher
from storage.campaigns import occurrences
from storage.engine.statements import Tx
from storage.shop import offer_tags

SURPRISE = "surprise"


def of_campaign(kind: str) -> str:
    """Name what a campaign offers."""
    return f"campaign:{kind}"


def of_broadcast(broadcast_id: int) -> str:
    """Name what an owner's own message offers."""
    return f"broadcast:{broadcast_id}"


def of_reward(key: str) -> str:
    """Name a reward, which is offered wherever it is named unasked."""
    return f"reward:{key}"


def of_item(label: str) -> str:
    """Name a thing that more is given for."""
    return f"item:{label}"


def unsuited(
    tx: Tx,
    shop: Shop,
    account: Account,
    *,
    bonuses: Collection[str] = (),
    sold: Collection[SoldItem] = (),
    now: datetime,
) -> frozenset[str]:
    """Name the offers of a shop that never reach the holder of a card: about what they refuse, or for others alone.

    An item's bonus is about what the item is about; `bonuses` are the labels that more is given for, `sold` what the shop sells.
    """
    rules = {**_of_bonuses(bonuses, sold), **tagged(tx, shop)} if shop.has_items else {}
    if not rules:
        return frozenset()
    likes = likes_of(tx, account, now=now)
    return frozenset(offer for offer, tags in rules.items() if not tags.suits(likes))


def _of_bonuses(bonuses: Collection[str], sold: Collection[SoldItem]) -> dict[str, OfferTags]:
    about = {label: standing_for(label, sold) for label in bonuses}
    return {of_item(label): OfferTags(item.tags) for label, item in about.items() if item and item.tags}


def unnamed(tx: Tx, account: Account, held: Iterable[Voucher], unsuited: Collection[str]) -> frozenset[int]:
    """Return the ids of rewards that wait on a card and are named to nobody unasked; who asks sees all of them."""
    campaigns = [offer for offer in unsuited if offer.startswith(of_campaign(""))]
    gave = {
        one.voucher_id
        for offer in campaigns
        for one in occurrences.of_account(tx, account, offer.removeprefix(of_campaign("")))
    }
    return frozenset(one.id for one in held if one.id in gave or of_reward(one.reward_key) in unsuited)


def tagged(tx: Tx, shop: Shop) -> Mapping[str, OfferTags]:
    """Return what each offer of a shop is about that its owner said so of."""
    return offer_tags.of_shop(tx, shop.id) if shop.has_items else {}
