"""Rewards for points: bought by a customer who was asked, and given back while they are unused."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.cards.book_entries import waits_until
from actions.cards.card_state import CardState, load_counter, load_every, load_reward
from actions.cards.held_reward import NotAvailable, held, not_available
from actions.cards.running_out import tell_owners
from actions.cards.stock import sold_out_now
from loyalty.cards.counter_state import affordable
from loyalty.cards.endings import balance_ends
from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.cards.visits import NewEntry
from loyalty.cards.worth import cost_ahead
from loyalty.records import Account, Voucher
from storage.cards import accounts, counters, goals, ledger, vouchers
from storage.cards.ledger import Cause
from storage.cards.vouchers import VoucherRow
from storage.engine.statements import Tx

RETURN_HOURS = 24  # to change one's mind about a reward that was bought


@dataclass(frozen=True, slots=True)
class Bought:
    """Points became a voucher."""

    voucher: Voucher
    state: CardState


@dataclass(frozen=True, slots=True)
class PointsMissing:
    """The balance does not reach for it."""

    to_go: int
    state: CardState


@dataclass(frozen=True, slots=True)
class SoldOut:
    """None is left of it; nothing was spent."""

    reward: Reward


@dataclass(frozen=True, slots=True)
class KeptForLevel:
    """It is for who has a level that this customer has not; nothing was spent."""

    reward: Reward


NotHad = SoldOut | KeptForLevel | PointsMissing


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reward costs; `had` is how many of it the card ever held: a yes at another count was answered before."""

    reward: Reward
    state: CardState
    had: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The voucher is gone, and the points that were paid for it are back."""

    voucher: Voucher
    points: int
    state: CardState


@dataclass(frozen=True, slots=True)
class TooLate:
    """It was bought too long ago, or never with points."""

    voucher: Voucher


def offer_reward(
    tx: Tx, person_id: int, account_id: int, reward_key: str, *, now: datetime
) -> Offer | NotHad | NotAvailable:
    """Say what a reward would cost its customer, before anything is spent."""
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return NotAvailable(None)
    state = load_reward(tx, account, reward_key, now=now)
    reward = within_reach(state, reward_key)
    if not isinstance(reward, Reward):
        return reward
    return Offer(reward, state, vouchers.ever_held(tx, account, reward_key))


def buy_reward(
    tx: Tx, person_id: int, account_id: int, reward_key: str, *, had: int | None = None, now: datetime
) -> Bought | NotHad | NotAvailable:
    """Turn points into a voucher that waits; `had` is how many the card ever held when the customer was asked."""
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return NotAvailable(None)
    if had is not None and had != vouchers.ever_held(tx, account, reward_key):  # the same button again
        has = [one for one in vouchers.usable(tx, account, now=now) if one.reward_key == reward_key]
        return Bought(has[-1], load_reward(tx, account, reward_key, now=now)) if has else NotAvailable(None)
    return buy(tx, account, reward_key, staff_id=None, now=now)


def buy(
    tx: Tx, account: Account, reward_key: str, *, staff_id: int | None, now: datetime
) -> Bought | NotHad | NotAvailable:
    """Turn a card's points into a voucher; who may is for the caller to know."""
    state = load_reward(tx, account, reward_key, now=now)
    version, reward = state.standing.version, within_reach(state, reward_key)
    if not isinstance(reward, Reward):
        return reward
    if sold_out_now(tx, account.shop_id, reward, state.current):
        return SoldOut(reward)
    days = version.programme.waits_days(reward)
    counter = state.counter
    voucher_id = vouchers.add(
        tx,
        VoucherRow(
            account_id=account.id,
            counter_id=counter.id,
            shop_id=account.shop_id,
            visit_id=None,
            slot=None,
            reward_key=reward.key,
            reward=reward.text,
            cost_minor=cost_ahead(reward.worth, reward.cost_minor),
            created_at=now,
            expires_at=waits_until(state, days, since=now),
            worth=reward.worth,
        ),
    )
    tell_owners(tx, state, reward, now=now)
    line = NewEntry("reward", -reward.at, counter.round, version.id)
    ledger.append(tx, counter, [line], Cause(now, voucher_id=voucher_id, staff_id=staff_id))
    # A reward keeps the promise; what is saved from here on is saved under today's rules.
    if state.goal and state.goal.reward_key == reward.key:
        goals.keep(tx, counter, None, now=now)  # reached: what it was saved for is theirs
    left = counter.balance - reward.at
    counters.move(tx, replace(counter, balance=left, version_id=_saved_on_under(state).id))
    account = accounts.locked(tx, account.id)
    return Bought(held(tx, voucher_id), load_counter(tx, account, counter.id, now=now))


def _saved_on_under(state: CardState) -> ProgrammeVersion:
    """Let today's rules hold for what is left, unless it would run out sooner by them than its customer was told."""
    ends = balance_ends(state.counter, state.current.programme, state.shop.zone)
    sooner = ends is not None and (state.expires_at is None or ends < state.expires_at)
    return state.standing.version if sooner else state.current


def return_reward(
    tx: Tx, person_id: int, voucher_id: int, *, now: datetime
) -> Returned | TooLate | NotAvailable:
    """Take a reward back that its customer bought and has not used, and give the points back, within a day."""
    voucher = vouchers.by_id(tx, voucher_id)
    account = accounts.locked(tx, voucher.account_id) if voucher else None
    if voucher is None or account is None or account.person_id != person_id:
        return NotAvailable(None)
    if not held(tx, voucher_id).usable(now=now):
        return not_available(tx, voucher)
    return give_points_back(tx, account, voucher, staff_id=None, now=now) or TooLate(voucher)


def give_points_back(
    tx: Tx, account: Account, voucher: Voucher, *, staff_id: int | None, now: datetime
) -> Returned | None:
    """Take an unused reward away and give back the points that paid for it; None where none did, on this card, within a day."""
    every = load_every(tx, account, now=now)
    state = next((one for one in every if one.counter.id == voucher.counter_id), every[0])
    paid = ledger.bought_with(tx, voucher)
    late = now - voucher.created_at > timedelta(hours=RETURN_HOURS)
    if paid is None or paid.counter_id != state.counter.id or late:
        return None
    vouchers.withdraw(tx, voucher.id)
    ledger.reverse(tx, paid, staff_id=staff_id, reason=None, at=now)
    # With the points comes the promise under which they were saved.
    balance = state.counter.balance - paid.amount
    counters.move(tx, replace(state.counter, balance=balance, version_id=paid.version_id))
    account = accounts.locked(tx, account.id)
    return Returned(voucher, -paid.amount, load_counter(tx, account, state.counter.id, now=now))


def within_reach(state: CardState, reward_key: str) -> Reward | NotHad | NotAvailable:
    """Return the reward with this key if the card's points are enough for it, by the rules in force for it."""
    reward = state.standing.version.programme.reward(reward_key)
    if reward is None:
        return NotAvailable(None)
    if reward.key in state.standing.gone:
        return SoldOut(reward)
    if reward.key in state.standing.kept:
        return KeptForLevel(reward)
    missing = max(0, reward.at - state.standing.balance)
    return reward if reward in affordable(state.standing) else PointsMissing(missing, state)
