"""Becoming a customer: from a poster's link, or by claiming a printed card."""

from dataclasses import dataclass
from datetime import datetime

from actions import random_codes
from actions.cards import head_starts
from actions.cards.card_state import CardState, load_every
from actions.cards.transfer_balance import carry_all, pour
from loyalty.records import Account, Shop
from storage.campaigns import newcomers
from storage.cards import accounts, counters
from storage.cards.accounts import NewAccount
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import coalitions, programmes, shops, staff

_OF_NOBODY_YET = ("visits", "purchases")  # what a card has before anybody holds it


@dataclass(frozen=True, slots=True)
class Joined:
    """The card is there; `new` says whether it was made just now."""

    states: tuple[CardState, ...]  # of each counter, in the order of the shop's programmes
    new: bool

    @property
    def state(self) -> CardState:
        """Return how the card's first counter stands."""
        return self.states[0]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A printed card is the customer's, with all that was on it; `moved` counts what came over."""

    states: tuple[CardState, ...]
    moved: int

    @property
    def state(self) -> CardState:
        """Return how the card's first counter stands."""
        return self.states[0]


@dataclass(frozen=True, slots=True)
class NoShop:
    """No shop has this link."""


@dataclass(frozen=True, slots=True)
class TakenCard:
    """The printed card is somebody's already; `own` says that this person has a card to be shown instead."""

    own: bool


def join_shop(tx: Tx, person_id: int, shop_code: str, *, now: datetime) -> Joined | NoShop:
    """Give a person a card of the shop; a second time shows the one they have. Of shops together that all left there is none.

    It has its head start at once, or, where very many join, with its first visit.
    """
    shop = shops.by_code(tx, shop_code)
    if shop is None:
        return NoShop()
    have = accounts.in_shop(tx, person_id, shop.id)
    if have:
        return Joined(load_every(tx, have, now=now), new=False)
    if shop.is_coalition and not coalitions.present(tx, shop.id):
        return NoShop()
    line_up(tx, shop.id)  # who joins at the same moment counts
    held = head_starts.must_wait(tx, shop, now=now)
    account = _new_card(tx, shop, person_id, origin="joined", held=held, now=now)
    return Joined(load_every(tx, account, now=now), new=True)


def _new_card(
    tx: Tx, shop: Shop, person_id: int | None, *, origin: str, held: bool = False, now: datetime
) -> Account:
    public_id, code = random_codes.public_id(), random_codes.card_code(tx)
    new = NewAccount(shop.id, person_id, public_id, code, origin, now, now if held else None)
    account_id = accounts.add(tx, new)
    # Read after: whoever adds a programme now waits for the card, and counts on it too.
    offered = programmes.today(tx, shop.id)
    for version in offered:
        counters.begin(tx, shop.id, account_id, version, now=now)
    account = accounts.locked(tx, account_id)
    if not held and any(version.programme.head_start for version in offered):
        head_starts.give(tx, account, now=now)
    return account


def shop_of_link(tx: Tx, shop_code: str) -> Shop | None:
    """Return the shop whose poster leads here."""
    return shops.by_code(tx, shop_code)


def shop_of_card(tx: Tx, public_id: int) -> int | None:
    """Return the shop whose card a QR code names, or named."""
    account = accounts.by_public_id(tx, public_id) or accounts.closed(tx, public_id)
    return account.shop_id if account else None


def has_card(tx: Tx, person_id: int, shop_id: int) -> bool:
    """Say whether a person is a shop's customer."""
    return accounts.in_shop(tx, person_id, shop_id) is not None


def print_cards(tx: Tx, shop: Shop, count: int, *, now: datetime) -> list[Account]:
    """Make unregistered cards for a printed sheet."""
    return [_new_card(tx, shop, None, origin="printed", now=now) for _ in range(count)]


def claim_card(tx: Tx, person_id: int, public_id: int, *, now: datetime) -> Claimed | TakenCard | NoShop:
    """Make a printed card a customer's: as their card, or onto the card they have."""
    account = accounts.by_public_id(tx, public_id)
    if account is None:
        gone = accounts.closed(tx, public_id)
        return TakenCard(own=accounts.in_shop(tx, person_id, gone.shop_id) is not None) if gone else NoShop()
    own = accounts.in_shop(tx, person_id, account.shop_id)
    account, _ = accounts.locked_both(tx, account.id, own.id if own else account.id)
    if account.person_id is not None or account.closed_at:  # perhaps while we waited for it
        return TakenCard(own=own is not None if account.closed_at else account.person_id == person_id)
    if own is None:
        accounts.give(tx, account.id, person_id)
        if account.last_visit_at:
            newcomers.add(tx, account, at=now)
        states = load_every(tx, accounts.locked(tx, account.id), now=now)
        return Claimed(states, sum(state.counter.balance for state in states))
    poured = pour(tx, account, own, now=now)
    for what in _OF_NOBODY_YET:
        carry_all(tx, what, account, own)
    return Claimed(load_every(tx, accounts.locked(tx, own.id), now=now), sum(one.amount for one in poured))


def works_at(tx: Tx, person_id: int, public_id: int) -> bool:
    """Say whether a person is staff of the shop whose printed card this is."""
    account = accounts.by_public_id(tx, public_id)
    return account is not None and staff.in_shop(tx, person_id, account.shop_id) is not None
