"""What a challenge brings once it is done: with the visit that does it and with its id, so that it goes with its undo."""

from datetime import datetime

from actions.cards.book_entries import book
from actions.cards.card_state import CardState, load_counter
from actions.cards.running import Running
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.visits import NewVoucher, given
from loyalty.records import Visit
from storage.cards import accounts, challenges
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.shop import staff


def give(tx: Tx, state: CardState, visit: Visit, *, at: datetime) -> tuple[CardState, tuple[NewVoucher, ...]]:
    """Give for each challenge that is done and was not given for; return how the counter stands then, and what it reached.

    Who was hired since they took one on gets nothing for it.
    """
    if not state.running:
        return state, ()
    state, reached = _again(tx, state, at), tuple[NewVoucher, ...]()
    if any(one.due for one in state.running) and _works_here(tx, state):
        return state, ()
    while one := next((one for one in state.running if one.due), None):
        reached += _give(tx, state, one, visit)
        state = _again(tx, state, at)
    return state, reached


def _works_here(tx: Tx, state: CardState) -> bool:
    return state.holder is not None and staff.in_shop(tx, state.holder.id, state.shop.id) is not None


def _again(tx: Tx, state: CardState, at: datetime) -> CardState:
    return load_counter(tx, accounts.locked(tx, state.account.id), state.counter.id, now=at)


def _give(tx: Tx, state: CardState, one: Running, visit: Visit) -> tuple[NewVoucher, ...]:
    earned = given(state.standing, one.part.gives, Challenge.name, current=state.current)
    challenges.win(tx, one.row.id, visit)
    return book(tx, state, earned, Cause(visit.at, visit_id=visit.id, staff_id=visit.staff_id)).vouchers


def won_with(state: CardState, visit: Visit) -> list[Running]:
    """List the challenges of a card that a visit won."""
    return [one for one in state.running if one.row.won_visit_id == visit.id]
