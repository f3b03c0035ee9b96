"""What was spent at a visit that counts without it: typed right after the scan where somebody likes to, asked of nobody."""

from dataclasses import dataclass, replace
from datetime import datetime

from actions.cards.card_state import CardState
from actions.till.booking import HeldVisit, hold_visit, over
from actions.till.doubted_amount import slip
from actions.till.scan_outcome import NotStaff, OwnCard, UnknownCode
from loyalty.actor import Actor
from loyalty.records import Visit
from storage.cards import visits
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class AmountNoted:
    """The visit knows what was spent, or no longer (`visit.spent_minor`); nothing on the card changed."""

    state: CardState
    visit: Visit


@dataclass(frozen=True, slots=True)
class AmountDoubted:
    """An amount that is most likely a slip: it is noted when somebody says that it is right."""

    state: CardState
    visit: Visit
    spent_minor: int


@dataclass(frozen=True, slots=True)
class NotToNote:
    """The visit is too long ago or was taken back, or an amount is what a card of this shop counts by."""


def note_amount(
    tx: Tx, actor: Actor, visit_id: int, spent_minor: int | None, *, sure: bool = False, now: datetime
) -> AmountNoted | AmountDoubted | NotToNote | NotStaff | OwnCard | UnknownCode:
    """Note what was spent at a fresh visit whose card counts visits, or, by None, that nobody knows; the newest word holds."""
    held = hold_visit(tx, actor, visit_id, now=now)
    if not isinstance(held, HeldVisit):
        return held
    state, visit = held.state, held.visit
    by_amount = any(one.by_amount for one in held.states)
    if by_amount or over(visit, now=now):
        return NotToNote()
    if spent_minor is not None and not sure and slip(tx, state.shop, spent_minor):
        return AmountDoubted(state, visit, spent_minor)
    visits.note_spent(tx, visit, spent_minor)
    return AmountNoted(state, replace(visit, spent_minor=spent_minor))
