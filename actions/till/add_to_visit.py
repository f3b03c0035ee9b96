"""What is added to a visit right after its scan: one more, or something that the shop gives more for."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.cards.card_state import CardState
from actions.till.booking import HeldVisit, also_counting, finish, hold_visit, may_take_more, no_more
from actions.till.scan_outcome import (
    Foreseen,
    NotAdded,
    NotStaff,
    OwnCard,
    Refused,
    ScanOutcome,
    UnknownCode,
    WhyNotAdded,
)
from loyalty.actor import Actor
from loyalty.cards.parts.bonus_item import BonusItem, offered
from loyalty.cards.visits import Earned, decide_extra, decide_item
from loyalty.people.items import standing_for
from loyalty.records import Member, Visit
from storage.cards import ledger, purchases, visits
from storage.engine.statements import Tx
from storage.shop import items


@dataclass(frozen=True, slots=True)
class TappedItem:
    """What was tapped: the one at `place` of those that were offered by version `version_id`."""

    visit_id: int
    place: int
    version_id: int


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A visit to which something is to be added, held until the commit."""

    member: Member
    state: CardState
    visit: Visit
    also: tuple[CardState, ...]

    def kept(self, why: WhyNotAdded, *, now: datetime) -> NotAdded:
        """Leave the visit as it is."""
        return NotAdded(
            self.state, self.visit, why, may_take_more(self.state, self.visit, now=now), self.also
        )


def add_stamp(tx: Tx, actor: Actor, visit_id: int, seen: int, *, now: datetime) -> ScanOutcome:
    """Add one stamp to a visit that stood at `seen` when the button was shown: a double tap adds one."""
    tapped = _tapped(tx, actor, visit_id, now=now)
    if not isinstance(tapped, _Tapped):
        return tapped
    state, visit = tapped.state, tapped.visit
    if visit.amount != seen:
        return tapped.kept("counted", now=now)
    if state.by_amount:
        return tapped.kept("over", now=now)
    earned = decide_extra(
        state.standing,
        came=visit.at,
        already=visit.counted,
        current=state.current,
        now=now,
        zone=state.shop.zone,
    )
    return _add(tx, tapped, earned, now=now) if isinstance(earned, Earned) else Refused(state, earned)


def add_item(tx: Tx, actor: Actor, wanted: TappedItem, *, now: datetime) -> ScanOutcome:
    """Add what a shop gives more for: each once a visit, whoever taps how often, and on whichever message of it."""
    tapped = _tapped(tx, actor, wanted.visit_id, now=now)
    if not isinstance(tapped, _Tapped):
        return tapped
    offers = items_for(tapped.state)
    if wanted.version_id != tapped.state.current.id or wanted.place >= len(offers):  # the rules changed since
        return tapped.kept("over", now=now)
    item = offers[wanted.place]
    if item.label in items_of(tx, tapped.visit):
        return tapped.kept("counted", now=now)
    earned = decide_item(tapped.state.standing, item, current=tapped.state.current)
    _note_bought(tx, tapped, item.label)
    return _add(tx, tapped, earned, reason=item.label, now=now)


def _note_bought(tx: Tx, tapped: _Tapped, label: str) -> None:
    """Note what was bought, where what was tapped is called like an item of the shop."""
    shop = tapped.state.shop
    item = standing_for(label, items.of_shop(tx, shop.id)) if shop.has_items else None
    if item:
        purchases.add(tx, tapped.visit, item.id)


def items_for(state: CardState) -> tuple[BonusItem, ...]:
    """List what a card gets more for, and what a challenge was taken on for, as long as it runs."""
    taken_on = (item for one in state.running for item in one.items)
    return offered(state.standing.version.programme.parts, (*state.current.programme.parts, *taken_on))


def items_of(tx: Tx, visit: Visit) -> set[str]:
    """Name the things that a visit was given more for."""
    lines = ledger.of_visit(tx, visit)
    return {line.reason for line in lines if line.part == BonusItem.name and line.reason}


def _tapped(
    tx: Tx, actor: Actor, visit_id: int, *, now: datetime
) -> _Tapped | NotAdded | NotStaff | OwnCard | UnknownCode:
    held = hold_visit(tx, actor, visit_id, now=now)
    if not isinstance(held, HeldVisit):
        return held
    state, visit = held.state, held.visit
    tapped = _Tapped(held.member, state, visit, also_counting(held.states, besides=state, now=now))
    why = no_more(state, visit, now=now)
    return tapped.kept(why, now=now) if why else tapped


def _add(tx: Tx, tapped: _Tapped, earned: Earned, *, reason: str | None = None, now: datetime) -> ScanOutcome:
    visit = tapped.visit
    visits.grow(tx, visit.id, earned.amount, bonus=earned.bonus)
    grown = replace(visit, amount=visit.amount + earned.amount, bonus=visit.bonus + earned.bonus)
    more = Foreseen(tapped.member, tapped.state, earned, tapped.also)
    return finish(tx, more, grown, before=visit.amount, reason=reason, at=max(now, visit.at), now=now)
