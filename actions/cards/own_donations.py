"""Stamps or points of a customer's own, given to a good cause; theirs again until it was paid."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from actions.cards.card_state import CardState, load_counter, load_every
from actions.cards.take_out import adds_or_buys, foresee, take_out
from loyalty.cards.parts.cause import EXACT, GoodCauses
from loyalty.cards.visits import NewEntry
from loyalty.values import dataclass
from storage.cards import accounts, counters, gifts, good_causes, ledger
from storage.cards.good_causes import Donation
from storage.cards.ledger import Cause
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import cause_payments

# Why nothing is given: the rules or the balance changed since it was read.
NotGiven = Literal["changed"]
# Why it stays given: it was paid to the cause, taken back before, or the card went on since.
StaysGiven = Literal["paid", "gone", "later"]


@dataclass(frozen=True, slots=True)
class OwnGiven:
    """So many went to a cause, or came back; the card stands so now."""

    donation: Donation
    amount: int
    state: CardState


def give_own(
    tx: Tx, person_id: int, account_id: int, read: tuple[int, int], lots: int, *, now: datetime
) -> OwnGiven | NotGiven:
    """Give so many lots of a card's own to its cause, as they were `read`: by which rules, and of which balance."""
    line_up(tx, accounts.by_id(tx, account_id).shop_id)  # its owner may note a payment meanwhile
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return "changed"
    every = load_every(tx, account, now=now)
    state = next((one for one in every if (one.current.id, one.counter.balance) == read), None)
    if state is None or state.giving is None or not 0 < lots <= state.giving.part.lots(state.counter.balance):
        return "changed"
    part, counter = state.giving.part, state.counter
    amount = lots * part.units
    line = NewEntry("gift", -amount, counter.round, state.standing.version.id, GoodCauses.name)
    ledger.append(tx, counter, [line], Cause(now))
    counters.move(tx, replace(counter, balance=counter.balance - amount))
    worth = lots * part.worth_minor * EXACT
    this = good_causes.give_own(
        tx, counter, gifts.latest(tx, counter), state.giving.cause.name, worth, now=now
    )
    return _stands(tx, this, amount, now=now) or "changed"


def take_back_own(tx: Tx, person_id: int, donation_id: int, *, now: datetime) -> OwnGiven | StaysGiven:
    """Give a customer back what they gave of their own, unless it was paid since, or more stands on it."""
    known = good_causes.own(tx, donation_id)
    if known is None:
        return "gone"
    line_up(tx, accounts.by_id(tx, known.account_id).shop_id)  # its owner may note a payment meanwhile
    account = accounts.locked(tx, known.account_id)
    if account.person_id != person_id:
        return "gone"
    donation = good_causes.own(tx, donation_id)
    line = gifts.line_that_stands(tx, donation.entry_id) if donation else None
    if donation is None or line is None or donation.undone_at:
        return "gone"
    if cause_payments.paid_since(tx, account.shop_id, donation.cause_id, since=donation.at):
        return "paid"
    state = next((one for one in load_every(tx, account, now=now) if one.counter.id == line.counter_id), None)
    out = foresee(tx, state, [line], may_stay=adds_or_buys) if state else "later"
    if isinstance(out, str):
        return "later"
    take_out(tx, out, Cause(now))
    good_causes.take_back_own(tx, donation, now=now)
    return _stands(tx, donation_id, -line.amount, now=now) or "gone"


def _stands(tx: Tx, donation_id: int, amount: int, *, now: datetime) -> OwnGiven | None:
    donation = good_causes.own(tx, donation_id)
    if donation is None:
        return None
    account = accounts.locked(tx, donation.account_id)
    return OwnGiven(donation, amount, load_counter(tx, account, donation.counter_id, now=now))
