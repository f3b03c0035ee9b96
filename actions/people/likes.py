"""What a customer likes in a shop: seen by them, said, corrected with a tap."""

from dataclasses import dataclass
from datetime import datetime

from actions.cards.likes import SoldItem, likes_of, usual_of
from actions.cards.own_cards import NoCard
from loyalty.people.likes import Answer, Likes, Tag
from loyalty.records import Account, Shop
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import likes
from storage.shop import items, shops


@dataclass(frozen=True, slots=True)
class OwnLikes:
    """What a shop knows of the likes of the holder of a card, by its tags."""

    account: Account
    shop: Shop
    tags: tuple[Tag, ...]
    likes: Likes


@dataclass(frozen=True, slots=True)
class Tastes:
    """What a shop's owner and managers see of the likes of a customer."""

    own: OwnLikes
    usual: SoldItem | None


def tastes_of(tx: Tx, account: Account, shop: Shop, *, now: datetime) -> Tastes | None:
    """Return what is known of the likes of the holder of a card; None where the shop sells nothing by name."""
    if not shop.has_items:
        return None
    return Tastes(_seen(tx, account, shop, now=now), usual_of(tx, account, now=now))


def own_likes(tx: Tx, person_id: int, *, only_shop: int | None = None, now: datetime) -> list[OwnLikes]:
    """Return what is known of somebody in each shop that has tags, the card used last first."""
    own = (
        (one, shops.by_id(tx, one.shop_id)) for one in accounts.of_person(tx, person_id, only_shop=only_shop)
    )
    found = (_seen(tx, account, shop, now=now) for account, shop in own if shop.has_items)
    return [one for one in found if one.tags]


def say_like(
    tx: Tx, person_id: int, account_id: int, tag_id: int, answer: Answer, *, now: datetime
) -> OwnLikes | NoCard:
    """Let the holder of a card say whether they like what has a tag; it beats whatever was inferred."""
    account = _held(tx, person_id, account_id)
    if isinstance(account, NoCard):
        return account
    if tag_id in {tag.id for tag in items.tags_of(tx, account.shop_id)}:
        likes.say(tx, account, tag_id, answer, now=now)
    return _seen(tx, account, shops.by_id(tx, account.shop_id), now=now)


def share_card(tx: Tx, person_id: int, account_id: int, *, shared: bool, now: datetime) -> OwnLikes | NoCard:
    """Let the holder of a card say that several people use it, or that only they do."""
    account = _held(tx, person_id, account_id)
    if isinstance(account, NoCard):
        return account
    if shared:
        likes.share(tx, account, now=now)
    else:
        likes.share_no_more(tx, account)
    return _seen(tx, account, shops.by_id(tx, account.shop_id), now=now)


def _held(tx: Tx, person_id: int, account_id: int) -> Account | NoCard:
    account = accounts.locked(tx, account_id)
    return account if account.person_id == person_id and not account.closed_at else NoCard()


def _seen(tx: Tx, account: Account, shop: Shop, *, now: datetime) -> OwnLikes:
    return OwnLikes(account, shop, tuple(items.tags_of(tx, shop.id)), likes_of(tx, account, now=now))
