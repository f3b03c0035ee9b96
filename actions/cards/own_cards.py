"""A person's own cards: whatever a customer asks about a card is asked of one of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from actions.cards.card_state import CardState, load_every
from loyalty.records import Account, Shop
from storage.cards import accounts, vouchers
from storage.engine.statements import Tx
from storage.shop import events, programmes, shops


@dataclass(frozen=True, slots=True)
class NoCard:
    """Nothing: the card is not, or not any more, this person's."""


def own_card(
    tx: Tx, person_id: int, account_id: int, *, counter_id: int | None = None, now: datetime
) -> CardState | NoCard:
    """Return how a counter of one of a person's cards stands, else its first; nobody else's is ever told about."""
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return NoCard()
    states = load_every(tx, account, now=now)
    return next((state for state in states if state.counter.id == counter_id), states[0])


def own_cards(tx: Tx, person_id: int, *, only_shop: int | None = None, now: datetime) -> list[CardState]:
    """Return how all of a person's cards stand, or that of one shop; the one used last first."""
    return [every[0] for every in own_counters(tx, person_id, only_shop=only_shop, now=now)]


def own_counters(
    tx: Tx, person_id: int, *, only_shop: int | None = None, now: datetime
) -> list[tuple[CardState, ...]]:
    """Return how each counter of each of a person's cards stands, or of that in one shop; the card used last first."""
    own = accounts.of_person(tx, person_id, only_shop=only_shop)
    return [load_every(tx, account, now=now) for account in own]


def tally(tx: Tx, account: Account) -> int:
    """Count the rewards that a card ever got, those that were used twice: a number that changes with each of them.

    A button carries it, and was tapped before where the number is another one by now.
    """
    return vouchers.tally(tx, account)


def tally_of_card(tx: Tx, account_id: int) -> int:
    """Count them where a button names the card."""
    return tally(tx, accounts.by_id(tx, account_id))


def parts_around(
    tx: Tx, person_id: int, works: Iterable[Shop] = (), *, only_shop: int | None = None, now: datetime
) -> frozenset[str]:
    """Name the parts that programmes have today in shops where a person has a card or works.

    Beside them "draw" where one runs, "items" where something is sold by name, "event" where one is on.
    """
    cards = (shops.by_id(tx, one.shop_id) for one in accounts.of_person(tx, person_id, only_shop=only_shop))
    own = list({shop.id: shop for shop in (*cards, *works)}.values())
    besides = {"draw" for shop in own if shop.draw_id} | {"items" for shop in own if shop.has_items}
    besides |= {"event" for shop in own if events.upcoming(tx, shop.id, since=now)}
    rules = (version.programme for shop in own for version in programmes.today(tx, shop.id))
    return frozenset(part.name for programme in rules for part in programme.parts) | besides
