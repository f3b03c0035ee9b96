"""What was bought at a visit: tapped by the cashier right after the scan, or taken off again."""

from dataclasses import dataclass
from datetime import datetime

from actions.cards.card_state import CardState
from actions.cards.offers import of_item
from actions.till.add_to_visit import items_for, items_of
from actions.till.booking import HeldVisit, hold_visit, over
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from loyalty.actor import Actor
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.people.items import standing_for
from loyalty.records import Visit
from storage.cards import purchases
from storage.engine.statements import Tx
from storage.shop import items
from storage.shop.items import SoldItem


@dataclass(frozen=True, slots=True)
class Till:
    """What can be tapped for a visit: the shop's items, those that were bought, and the bonuses that stand behind a label."""

    state: CardState
    visit: Visit
    items: tuple[SoldItem, ...]
    bought: frozenset[int]
    bonuses: tuple[tuple[int, BonusItem], ...]  # each with its place, as `add_to_visit.add_item` takes it


@dataclass(frozen=True, slots=True)
class TooLateToTap:
    """The visit is too long ago, or was taken back."""

    state: CardState


def see_till(
    tx: Tx, actor: Actor, visit_id: int, *, now: datetime
) -> Till | TooLateToTap | NotStaff | OwnCard | UnknownCode:
    """Show what can be tapped for a visit."""
    found = _at_visit(tx, actor, visit_id, now=now)
    return _till(tx, *found) if isinstance(found, tuple) else found


def note_purchase(
    tx: Tx, actor: Actor, visit_id: int, item_id: int, *, bought: bool, now: datetime
) -> Till | TooLateToTap | NotStaff | OwnCard | UnknownCode:
    """Note that an item was bought at a visit, or that it was not; said twice, it counts once."""
    found = _at_visit(tx, actor, visit_id, now=now)
    if not isinstance(found, tuple):
        return found
    state, visit = found
    if item_id in {item.id for item in items.of_shop(tx, state.shop.id)}:
        (purchases.add if bought else purchases.drop)(tx, visit, item_id)
    return _till(tx, state, visit)


def _at_visit(
    tx: Tx, actor: Actor, visit_id: int, *, now: datetime
) -> tuple[CardState, Visit] | TooLateToTap | NotStaff | OwnCard | UnknownCode:
    held = hold_visit(tx, actor, visit_id, now=now)
    if not isinstance(held, HeldVisit):
        return held
    state, visit = held.state, held.visit
    if over(visit, now=now):
        return TooLateToTap(state)
    return state, visit


def _till(tx: Tx, state: CardState, visit: Visit) -> Till:
    sold = tuple(items.of_shop(tx, state.shop.id))
    had = items_of(tx, visit) if visit.bonus else set()
    bonuses = tuple(
        (place, one)
        for place, one in enumerate(items_for(state))
        if standing_for(one.label, sold) and one.label not in had and of_item(one.label) not in state.unsuited
    )
    return Till(state, visit, sold, frozenset(purchases.at_visit(tx, visit)), bonuses)
