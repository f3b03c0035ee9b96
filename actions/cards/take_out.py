"""Lines taken out of a counter's ledger: what was booked after them stays, and cards and rewards follow what is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from actions.cards.card_state import CardState, pay
from loyalty.cards.counter_state import CounterState
from loyalty.cards.replay import Replayed, replay
from loyalty.cards.visits import NewEntry, NewVoucher
from loyalty.records import Counter, Voucher
from storage.cards import counters, ledger, vouchers
from storage.cards.ledger import Cause, Entry
from storage.engine.statements import Tx
from storage.shop import programmes

WhyStays = Literal["later", "spent"]
_ADDS = frozenset({"visit", "extra", "bonus", "gift"})


@dataclass(frozen=True, slots=True)
class Out:
    """What taking lines out comes to: nothing is written yet."""

    state: CardState
    gone: tuple[Entry, ...]
    unfilled: tuple[Entry, ...]  # cards that other lines filled, and don't without these
    left: Replayed
    filled: tuple[NewEntry, ...]
    withdrawn: tuple[Voucher, ...]
    after: Counter


def is_gift(line: Entry) -> bool:
    """Say whether a line was given beside all visits."""
    return line.kind == "gift" and line.visit_id is None


def adds_or_buys(line: Entry) -> bool:
    """Say whether a line is what a till or a customer books: all but what ran out or was moved."""
    return line.kind in _ADDS or line.voucher_id is not None


def foresee(
    tx: Tx, state: CardState, gone: Sequence[Entry], *, may_stay: Callable[[Entry], bool]
) -> Out | WhyStays:
    """Say how a counter would stand without these lines of its own, the oldest first, or what stands on them."""
    counter = state.counter
    since, mine = ledger.standing_since(tx, counter, gone[0].id), {line.id for line in gone}
    others = [line for line in since if line.id not in mine]
    fills = [line for line in others if _fills(line)]
    staying = [line for line in others if not _fills(line)]
    if not all(map(may_stay, staying)):
        return "later"
    begun, now = (
        programmes.version(tx, counter.shop_id, this) for this in (gone[0].version_id, counter.version_id)
    )
    before = CounterState(counter.balance - sum(line.amount for line in since), gone[0].round, begun)
    left = replay(before, staying, next_round=now)
    if left is None:
        return "spent"
    withdrawn = _unpaid(tx, counter, before, left.vouchers, since=gone[0])
    if any(voucher.state == "used" for voucher in withdrawn):
        return "spent"
    visits = {line.visit_id for line in gone}
    if any(voucher.visit_id and voucher.visit_id not in visits for voucher in withdrawn):
        return "later"
    after = replace(counter, balance=left.standing.balance, round=left.standing.round)
    bought = any(line.amount < 0 for line in staying)  # today's rules hold from then on
    after = replace(after, version_id=counter.version_id if bought else left.standing.version.id)
    unfilled = tuple(line for line in fills if _as_new(line) not in left.filled)
    kept = {_as_new(line) for line in fills}
    filled = tuple(line for line in left.filled if line not in kept)
    return Out(state, tuple(gone), unfilled, left, filled, withdrawn, after)


def _fills(line: Entry) -> bool:
    return line.kind == "reward" and line.voucher_id is None


def _as_new(line: Entry) -> NewEntry:
    return NewEntry(line.kind, line.amount, line.round, line.version_id, line.part)


def _unpaid(
    tx: Tx, counter: Counter, before: CounterState, due: Sequence[NewVoucher], *, since: Entry
) -> tuple[Voucher, ...]:
    """List the rewards of places that were reached since, and are not any more."""
    still, start = {new.slot for new in due}, (before.round, before.balance)
    reached = [
        this
        for this, slot in vouchers.held(tx, counter).items()
        if slot and slot not in still and _place(slot) > start
    ]
    found = [voucher for this in reached if (voucher := vouchers.by_id(tx, this))]
    return tuple(
        voucher for voucher in found if voucher.created_at >= since.at
    )  # older ones came with another card


def _place(slot: str) -> tuple[int, int]:
    number, _, place = slot.partition(":")
    return int(number), int(place)


def take_out(tx: Tx, out: Out, cause: Cause) -> Counter:
    """Write it down, and return the counter as it stands then."""
    for line in sorted((*out.gone, *out.unfilled), key=lambda line: line.id, reverse=True):
        ledger.reverse(tx, line, staff_id=cause.staff_id, reason=cause.reason, at=cause.at)
    ledger.append(tx, out.after, out.filled, Cause(cause.at))
    for voucher in out.withdrawn:
        vouchers.withdraw(tx, voucher.id)
    paid = vouchers.slots(tx, out.after) if out.left.vouchers else set()
    for new in out.left.vouchers:
        if new.slot not in paid:
            pay(tx, out.state, new, Cause(cause.at))
    after = out.after
    came = any(line.kind == "visit" for line in out.gone)
    if came or not after.balance:  # an empty counter has no days of a gift before it any more
        after = replace(after, last_visit_at=ledger.came_at(tx, after))
    counters.move(tx, after)
    return after
