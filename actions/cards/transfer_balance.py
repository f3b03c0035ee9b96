"""Emptying one card onto another of the same shop by 'moved' lines: nothing lost, nothing doubled, and the way back.

Each counter is poured into that of the same programme.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from actions.cards.book_entries import book
from actions.cards.card_state import CardState, load_every
from actions.cards.run_out import last_until
from loyalty.cards.programme import ProgrammeVersion
from loyalty.cards.visits import NewEntry, earn
from loyalty.records import Account, Counter, Shop
from storage.cards import accounts, counters, ledger, voucher_moves, vouchers
from storage.cards.ledger import Cause, Entry
from storage.engine.statements import Tx
from storage.people import alerts, merges, portraits


@dataclass(frozen=True, slots=True)
class Stood:
    """How a counter stood, under the names by which it was always written down; the moment is ISO text."""

    balance: int
    round: int
    terms_id: int  # of the programme's version
    visited_at: str | None
    refreshed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Poured:
    """What went from one card's counter onto another's, by id: all that is needed to bring it back."""

    source_id: int
    target_id: int
    amount: int
    taken: list[int]  # lines on the source, the newest first
    given: list[int]  # lines on the target, the newest first
    places: list[
        tuple[int, str | None]
    ]  # vouchers that went over, and what each was paid for; gifts go with the first
    withdrawn: list[int]  # vouchers that had come with a head start
    earned: list[tuple[int, str | None]]  # vouchers that the target earned by it
    goal: tuple[int, int] | None  # that went over, and on which card of the source's row it was
    source: Stood
    target: Stood
    left: Stood  # the target, afterwards
    source_counter_id: int | None = None  # None: as it was written down when a card had one counter
    target_counter_id: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What could not go back to a card, since it was spent or ran out meanwhile."""

    shop: Shop
    amount: int
    programme: ProgrammeVersion | None = None  # of which, where the shop has several


def pour(
    tx: Tx, source: Account, target: Account, *, spared: Collection[int] = (), now: datetime
) -> list[Poured]:
    """Move all that is on a card onto another, and close it; its head starts are lost, but in the `spared` programmes."""
    onto = {state.counter.programme_id: state for state in load_every(tx, target, now=now)}
    gifts = voucher_moves.hand_gifts(tx, source, target)
    poured = [
        _pour(
            tx,
            from_,
            onto[from_.counter.programme_id],
            spare_gift=from_.counter.programme_id in spared,
            now=now,
        )
        for from_ in load_every(tx, source, now=now)
    ]
    accounts.close(tx, source.id, now=now)
    alerts.forget(tx, source)
    portraits.forget(tx, source)  # its visits may go along: the next night looks at both anew
    poured[0].places.extend((gift, None) for gift in gifts)
    return poured


def carry_all(tx: Tx, what: str, source: Account, target: Account) -> list[int]:
    """Let a card's visits, or what else stands in a table of its own, be about another card, and return their ids."""
    rows = merges.on_account(tx, what, source)
    return [row for row in rows if merges.carry(tx, what, row, giver=source, taker=target)]


def _pour(tx: Tx, from_: CardState, onto: CardState, *, spare_gift: bool, now: datetime) -> Poured:
    stood, had = _stood(from_.counter), voucher_moves.held(tx, onto.counter)
    gift = None if spare_gift else _gift(tx, from_)
    withdrawn = _withdraw_gift(tx, from_, gift)
    places = voucher_moves.held(tx, from_.counter)
    amount = _take_off(tx, from_.counter, gift, now=now)
    if not onto.standing.balance:  # what was begun on the other card keeps its promise
        onto = replace(onto, standing=replace(onto.standing, version=from_.standing.version))
    _hand_over(tx, from_, onto)
    lines = _put_on(tx, onto, amount, came_at=from_.counter.last_visit_at, now=now)
    if amount:
        last_until(tx, onto.counter.id, from_.expires_at, onto.shop)
    goal = _hand_goal(tx, from_, onto)
    new = {
        this: slot for this, slot in voucher_moves.held(tx, onto.counter).items() if this not in had | places
    }
    return Poured(
        source_id=from_.account.id,
        target_id=onto.account.id,
        amount=amount,
        taken=[line.id for line in ledger.latest(tx, from_.counter, most=bool(gift) + bool(amount))],
        given=[line.id for line in ledger.latest(tx, onto.counter, most=lines)],
        places=list(places.items()),
        withdrawn=withdrawn,
        earned=list(new.items()),
        goal=goal,
        source=stood,
        target=_stood(onto.counter),
        left=_stood(counters.by_id(tx, onto.counter.id)),
        source_counter_id=from_.counter.id,
        target_counter_id=onto.counter.id,
    )


def _stood(counter: Counter) -> Stood:
    visited, refreshed = (
        at.isoformat() if at else None for at in (counter.last_visit_at, counter.refreshed_at)
    )
    return Stood(counter.balance, counter.round, counter.version_id, visited, refreshed)


def _gift(tx: Tx, state: CardState) -> Entry | None:
    """Return the head start that is still on a card: it is given once to a person."""
    gift, counter = ledger.head_start(tx, state.counter), state.counter
    return gift if gift and counter.round == gift.round and counter.balance >= gift.amount else None


def _withdraw_gift(tx: Tx, state: CardState, gift: Entry | None) -> list[int]:
    """Take back the rewards that came with a head start, and return which."""
    if gift is None:
        return []
    rewards = state.standing.version.programme.rewards
    paid = {f"{gift.round}:{reward.at}" for reward in rewards if reward.at <= gift.amount}
    came = [this for this, slot in voucher_moves.held(tx, state.counter).items() if slot in paid]
    return [this for this in came if vouchers.withdraw(tx, this)]


def _take_off(tx: Tx, counter: Counter, gift: Entry | None, *, now: datetime) -> int:
    """Empty a counter, and count what its visits gave."""
    if gift:
        ledger.reverse(tx, gift, staff_id=None, reason=None, at=now)
    amount = counter.balance - (gift.amount if gift else 0)
    if amount:
        _move(tx, counter, -amount, now=now)
    counters.move(tx, replace(counter, balance=0))
    return amount


def _move(tx: Tx, counter: Counter, amount: int, *, now: datetime) -> None:
    line = NewEntry("moved", amount, counter.round, counter.version_id)
    ledger.append(tx, counter, [line], Cause(now))


def _hand_over(tx: Tx, from_: CardState, onto: CardState) -> None:
    # A milestone that these stamps have paid is not paid again where they come to.
    milestones = onto.standing.version.programme.rewards[:-1]
    places = {f"{from_.standing.round}:{r.at}": f"{onto.standing.round}:{r.at}" for r in milestones}
    voucher_moves.hand_over(tx, from_.counter, onto.counter, places=places)


def _put_on(tx: Tx, onto: CardState, amount: int, *, came_at: datetime | None, now: datetime) -> int:
    """Give a card what was taken off the other, and count the lines that it took."""
    if amount:
        earned = earn(onto.standing, amount, "moved", current=onto.current)
        book(tx, onto, earned, Cause(now))
        return len(earned.entries)
    counter = onto.counter
    latest = max((at for at in (counter.last_visit_at, came_at) if at), default=None)
    _set(tx, replace(counter, last_visit_at=latest))
    return 0


def _hand_goal(tx: Tx, from_: CardState, onto: CardState) -> tuple[int, int] | None:
    goal = merges.goal_on(tx, from_.counter)
    if goal is None or onto.goal:
        return None
    merges.move_goal(tx, goal[0], onto.counter, onto.counter.round)
    return goal


def pour_back(tx: Tx, poured: Sequence[Poured], *, now: datetime) -> list[Missing]:
    """Take what was moved back to its card, as far as it is still there, and return what is not."""
    source = accounts.locked(tx, poured[0].source_id)
    target = load_every(tx, accounts.locked(tx, poured[0].target_id), now=now)  # what runs out has run out
    missing = [_pour_back(tx, one, now=now) for one in poured]
    accounts.reopen(tx, source.id)
    named = {state.counter.id: state.current for state in target if len(target) > 1}
    shop = target[0].shop
    return [Missing(shop, amount, named.get(counter_id)) for counter_id, amount in missing if amount]


def _pour_back(tx: Tx, poured: Poured, *, now: datetime) -> tuple[int, int]:
    """Pour one counter back, and return the other's id with how much of it is not there any more."""
    target = _counter(tx, poured.target_id, poured.target_counter_id)
    source = _counter(tx, poured.source_id, poured.source_counter_id)
    target = _unfill(tx, target, poured, now=now)
    back = min(poured.amount, target.balance)
    _return(tx, poured, target, source, back, now=now)
    gift = poured.source.balance - poured.amount
    if gift:
        ledger.reverse(tx, ledger.line(tx, poured.taken[-1]), staff_id=None, reason=None, at=now)
    for voucher_id in poured.withdrawn:
        vouchers.restore(tx, voucher_id)
    for voucher_id, slot in poured.places:
        voucher_moves.hand_to(tx, voucher_id, source, slot=slot)
    if poured.goal:
        merges.move_goal(tx, poured.goal[0], source, poured.goal[1])
    _stand_again(tx, poured, replace(target, balance=target.balance - back))
    _set(tx, _as_it_stood(source, poured.source, balance=back + gift))
    return target.id, poured.amount - back


def _counter(tx: Tx, account_id: int, counter_id: int | None) -> Counter:
    if counter_id:
        return counters.by_id(tx, counter_id)
    return counters.of_account(tx, accounts.by_id(tx, account_id))[0]


def _as_it_stood(counter: Counter, stood: Stood, *, balance: int) -> Counter:
    return replace(
        counter,
        balance=balance,
        round=stood.round,
        version_id=stood.terms_id,
        last_visit_at=_moment(stood.visited_at),
    )


def _unfill(tx: Tx, counter: Counter, poured: Poured, *, now: datetime) -> Counter:
    """Take back cards that only what was moved had filled, where their rewards are unused and nothing came after."""
    if counter.round != poured.left.round:
        return counter
    rewards = {slot: this for this, slot in poured.earned}
    for line in (ledger.line(tx, this) for this in poured.given[:-1]):
        reward = rewards.get(f"{line.round}:{-line.amount}")
        if counter.balance >= poured.amount or reward is None or not vouchers.withdraw(tx, reward):
            break
        ledger.reverse(tx, line, staff_id=None, reason=None, at=now)
        balance = counter.balance - line.amount
        counter = replace(counter, balance=balance, round=line.round, version_id=line.version_id)
    return counter


def _return(tx: Tx, poured: Poured, target: Counter, source: Counter, back: int, *, now: datetime) -> None:
    if not back:
        return
    came, left = ledger.line(tx, poured.given[-1]), ledger.line(tx, poured.taken[0])
    if back == poured.amount and came.round == target.round:
        for line in (came, left):
            ledger.reverse(tx, line, staff_id=None, reason=None, at=now)
    else:  # some of it is gone, or paid for a reward: what goes back is of what came since
        for counter, amount in ((target, -back), (source, back)):
            _move(tx, counter, amount, now=now)


def _stand_again(tx: Tx, poured: Poured, counter: Counter) -> None:
    """Let the card that had more stand as it did before, with what came since; what it no longer earns goes."""
    for voucher_id, slot in poured.earned:
        if slot and not _reached(slot, counter):
            vouchers.withdraw(tx, voucher_id)
    before, visited = poured.target, counter.last_visit_at
    if visited == _moment(poured.left.visited_at):  # nobody came since
        visited = _moment(before.visited_at)
    refreshed = counter.refreshed_at
    if refreshed == _moment(poured.left.refreshed_at):  # nor was there a gift
        refreshed = _moment(before.refreshed_at)
    same = (counter.balance, counter.round) == (before.balance, before.round)
    version_id = before.terms_id if same else counter.version_id
    _set(tx, replace(counter, version_id=version_id, last_visit_at=visited, refreshed_at=refreshed))


def _reached(slot: str, counter: Counter) -> bool:
    number, place = map(int, slot.split(":"))
    return number < counter.round or (number == counter.round and place <= counter.balance)


def _set(tx: Tx, counter: Counter) -> None:
    counters.move(tx, counter)
    accounts.follow_visits(tx, counter)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
