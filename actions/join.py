"""Becoming a customer: from a poster's link, or by claiming a printed card."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions import fresh
from actions.state import CardState, book, load
from loyalty.records import Card, Shop
from loyalty.visits import NewEntry, earn
from storage import cards, ledger, shops, staff, vouchers
from storage.statements import Tx


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
        public_id=fresh.public_id(),
        code=fresh.card_code(tx),
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
    return _move_whole(tx, card, cards.locked(tx, own.id), now=now)


def _move_whole(tx: Tx, source: Card, target: Card, *, now: datetime) -> Claimed:
    from_, onto = load(tx, source, now=now), load(tx, target, now=now)
    moved = _take_off(tx, from_, now=now)
    standing = onto.standing
    if not standing.balance:  # what was begun on the printed card keeps its promise
        standing = replace(standing, terms=from_.standing.terms)
    # A milestone that these stamps have paid is not paid again where they come to.
    milestones = standing.terms.programme.rewards[:-1]
    places = {f"{from_.standing.round}:{r.at}": f"{standing.round}:{r.at}" for r in milestones}
    vouchers.hand_over(tx, source.id, target.id, places=places)
    if moved:
        earned = earn(standing, moved, "moved", current=onto.current)
        book(tx, onto, earned, now=now, visit_id=None, staff_id=None)
    cards.close(tx, source.id, now=now)
    return Claimed(load(tx, cards.locked(tx, target.id), now=now), moved)


def _take_off(tx: Tx, state: CardState, *, now: datetime) -> int:
    """Empty a card, and count what its visits gave: a head start is given once to a person."""
    card, moved = state.card, state.standing.balance
    gift = ledger.head_start(tx, card.id)
    if gift and card.round == gift.round and moved >= gift.amount:
        ledger.reverse(tx, gift, staff_id=None, reason=None, at=now)
        moved -= gift.amount
        for voucher in vouchers.of_card(tx, card.id):
            if voucher.visit_id is None:  # it came with the gift
                vouchers.withdraw(tx, voucher.id)
    if moved:
        ledger.append(tx, card.id, [NewEntry("moved", -moved, card.round, card.terms_id)], at=now)
    cards.move(
        tx,
        card.id,
        balance=0,
        number=card.round,
        terms_id=card.terms_id,
        visited_at=card.last_visit_at,
    )
    return moved


def works_at(tx: Tx, person_id: int, public_id: int) -> bool:
    """Say whether a person is staff of the shop whose printed card this is."""
    card = cards.by_public_id(tx, public_id)
    return card is not None and staff.in_shop(tx, person_id, card.shop_id) is not None
