"""Stamps or points that a reward gives: booked as it is handed out, and taken back with that."""

from datetime import datetime

from actions.cards.book_entries import book
from actions.cards.card_state import CardState, load_every
from actions.cards.take_out import Out, WhyStays, adds_or_buys, foresee
from loyalty.cards.visits import given
from loyalty.cards.worth import terms
from loyalty.records import Account, Member, Voucher
from storage.cards import ledger
from storage.cards.ledger import Cause
from storage.engine.statements import Tx


def put_on(tx: Tx, account: Account, voucher: Voucher, member: Member, *, now: datetime) -> None:
    """Book what a reward gives that was handed out now: on its own card, or on the first that counts it."""
    counted = terms(voucher.worth).counted
    if counted is None:
        return
    every = [one for one in load_every(tx, account, now=now) if one.current.programme.unit is counted.unit]
    # An owner takes no card away into which a reward gives: there is one.
    state = next((one for one in every if one.counter.id == voucher.counter_id), every[0])
    earned = given(state.standing, counted.amount, None, current=state.current)
    book(tx, state, earned, Cause(now, voucher_id=voucher.id, staff_id=member.id))


def foresee_back(tx: Tx, account: Account, voucher: Voucher, *, now: datetime) -> Out | WhyStays | None:
    """Say what taking back comes to of what a reward gave, or why it stays; None where it gave nothing."""
    line = ledger.given_for(tx, voucher)
    if line is None:
        return None
    state = _counting(tx, account, line.counter_id, now=now)
    return foresee(tx, state, [line], may_stay=adds_or_buys) if state else "later"


def _counting(tx: Tx, account: Account, counter_id: int, *, now: datetime) -> CardState | None:
    """Return how the counter stands on which it lies; None where its card was joined with another one since."""
    return next((one for one in load_every(tx, account, now=now) if one.counter.id == counter_id), None)
