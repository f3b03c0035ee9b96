"""Becoming a customer: from a poster's link, or by claiming a printed card."""

from dataclasses import dataclass
from datetime import datetime

from actions import random_codes
from actions.cards.card_state import CardState, book, load
from actions.cards.transfer_balance import pour
from loyalty.cards.visits import earn
from loyalty.records import Card, Shop
from storage.cards import cards
from storage.engine.statements import Tx
from storage.shop import shops, staff


@dataclass(frozen=True, slots=True)
class Joined:
    """The card is there; `new` says whether it was made just now."""

    state: CardState
    new: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A printed card is the customer's, with all that was on it; `moved` counts what came over."""

    state: CardState
    moved: int


@dataclass(frozen=True, slots=True)
class NoShop:
    """No shop has this link."""


@dataclass(frozen=True, slots=True)
class TakenCard:
    """The printed card is somebody's already; `own` says that this person has a card to be shown instead."""

    own: bool


def join_shop(tx: Tx, person_id: int, shop_code: str, *, now: datetime) -> Joined | NoShop:
    """Give a person a card of the shop, with its head start; a second time shows the one they have."""
    shop = shops.by_code(tx, shop_code)
    if shop is None:
        return NoShop()
    have = cards.in_shop(tx, person_id, shop.id)
    if have:
        return Joined(load(tx, have, now=now), new=False)
    card = _new_card(tx, shop, person_id, origin="joined", now=now)
    return Joined(load(tx, card, now=now), new=True)


def _new_card(tx: Tx, shop: Shop, person_id: int | None, *, origin: str, now: datetime) -> Card:
    terms = shops.current_terms(tx, shop.id)
    card_id = cards.add(
        tx,
        shop_id=shop.id,
        person_id=person_id,
        terms_id=terms.id,
        public_id=random_codes.public_id(),
        code=random_codes.card_code(tx),
        origin=origin,
        now=now,
    )
    if terms.programme.head_start:
        state = load(tx, cards.locked(tx, card_id), now=now)
        gift = earn(state.standing, terms.programme.head_start, "head_start", current=terms)
        book(tx, state, gift, now=now, visit_id=None, staff_id=None)
    return cards.locked(tx, card_id)


def print_cards(tx: Tx, shop: Shop, count: int, *, now: datetime) -> list[Card]:
    """Make unregistered cards for a printed sheet."""
    return [_new_card(tx, shop, None, origin="printed", now=now) for _ in range(count)]


def claim_card(tx: Tx, person_id: int, public_id: int, *, now: datetime) -> Claimed | TakenCard | NoShop:
    """Make a printed card a customer's: as their card, or onto the card they have."""
    card = cards.by_public_id(tx, public_id)
    if card is None:
        gone = cards.closed(tx, public_id)
        return TakenCard(own=cards.in_shop(tx, person_id, gone.shop_id) is not None) if gone else NoShop()
    card = cards.locked(tx, card.id)
    if card.person_id is not None:
        return TakenCard(own=card.person_id == person_id)
    own = cards.in_shop(tx, person_id, card.shop_id)
    if own is None:
        cards.give(tx, card.id, person_id)
        return Claimed(load(tx, cards.locked(tx, card.id), now=now), card.balance)
    poured = pour(tx, card, cards.locked(tx, own.id), now=now)
    return Claimed(load(tx, cards.locked(tx, own.id), now=now), poured.amount)


def works_at(tx: Tx, person_id: int, public_id: int) -> bool:
    """Say whether a person is staff of the shop whose printed card this is."""
    card = cards.by_public_id(tx, public_id)
    return card is not None and staff.in_shop(tx, person_id, card.shop_id) is not None
