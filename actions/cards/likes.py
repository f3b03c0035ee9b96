"""What is known of somebody's likes in a shop: said by them, else inferred from what they bought."""

from collections import Counter
from datetime import datetime, timedelta

from loyalty.people.likes import USUAL_FROM, Likes, infer
from loyalty.records import Account
from storage.cards import purchases
from storage.engine.statements import Tx
from storage.people import likes
from storage.shop import items
from storage.shop.items import SoldItem

__all__ = ["SoldItem", "likes_of", "usual_of"]

_LOOKED_BACK = timedelta(days=365)


def likes_of(tx: Tx, account: Account, *, now: datetime) -> Likes:
    """Return what is known of the likes of the holder of a card."""
    shared = likes.is_shared(tx, account)
    inferred = {} if shared else infer(items.tags_of(tx, account.shop_id), _tags_bought(tx, account, now=now))
    return Likes(likes.said(tx, account), inferred, shared)


def usual_of(tx: Tx, account: Account, *, now: datetime) -> SoldItem | None:
    """Return what the holder of a card buys most often, where they did so often enough and the shop still sells it."""
    if likes.is_shared(tx, account):
        return None
    bought = purchases.of_account(tx, account, since=now - _LOOKED_BACK)
    counts = Counter(item_id for visit in bought for item_id in visit)
    sold = [item for item in items.of_shop(tx, account.shop_id) if counts[item.id] >= USUAL_FROM]
    return max(sold, key=lambda item: counts[item.id], default=None)


def _tags_bought(tx: Tx, account: Account, *, now: datetime) -> list[set[int]]:
    """Return the tags of what was bought at each visit within the year."""
    of_item = {item.id: item.tags for item in items.ever_of(tx, account.shop_id)}
    visits = purchases.of_account(tx, account, since=now - _LOOKED_BACK)
    return [{tag for item_id in bought for tag in of_item[item_id]} for bought in visits]
