"""Lines taken out of a counter's ledger: what was booked after them stays, and cards and rewards follow what is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from actions.cards.book_entries import pay
from actions.cards.card_state import CardState
from loyalty.cards.counter_state import CounterState
from loyalty.cards.replay import Replayed, replay
from loyalty.cards.visits import NewEntry, NewVoucher
from loyalty.records import Counter, Voucher
from storage.cards import counters, ledger, voucher_moves, vouchers
from storage.cards.ledger import Cause, Entry
from storage.engine.statements import Tx
from storage.shop import programmes

WhyStays = Literal["later", "spent"]
_ADDS = frozenset({"visit", "extra", "bonus", "gift"})


@dataclass(frozen=True, slots=True)
class Out:
    """What taking lines out comes to: nothing is written yet."""

    state: CardState
    gone: tuple[Entry, ...]  # and the cards that are full no more
    filled: tuple[NewEntry, ...]
    withdrawn: tuple[Voucher, ...]
    due: tuple[NewVoucher, ...]
    after: Counter
    of_visit: bool

    @property
    def given(self) -> int:
        """Count what goes of what was given: a visit's own, and what came with it."""
        return sum(line.amount for line in self.gone if not _fills(line))


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
    before = _before(tx, counter, gone[0], since)
    left = replay(before, staying, next_round=programmes.version(tx, counter.shop_id, counter.version_id))
    if left is None:
        return "spent"
    kept, filled = _kept(fills, left)
    withdrawn, due = _vouchers(tx, counter, before, left, since=gone[0])
    if any(voucher.state == "used" for voucher in withdrawn):
        return "spent"
    visits = {line.visit_id for line in gone}
    if any(voucher.visit_id and voucher.visit_id not in visits for voucher in withdrawn):
        return "later"
    bought = any(line.amount < 0 for line in staying)  # today's rules hold from then on
    after = replace(
        counter,
        balance=left.standing.balance,
        round=left.standing.round,
        version_id=counter.version_id if bought else left.standing.version.id,
    )
    unfilled = [line for line in fills if line.id not in kept]
    came = any(line.kind == "visit" for line in gone)
    return Out(state, (*gone, *unfilled), tuple(filled), tuple(withdrawn), tuple(due), after, came)


def _fills(line: Entry) -> bool:
    return line.kind == "reward" and line.voucher_id is None


def _before(tx: Tx, counter: Counter, first: Entry, since: Sequence[Entry]) -> CounterState:
    """Return how a counter stood before a line; by its sums, as lines that were taken out since may have moved its rounds."""
    version = programmes.version(tx, counter.shop_id, first.version_id)
    balance = counter.balance - sum(line.amount for line in since)
    return CounterState(balance, counter.round - sum(map(_fills, since)), version)


def _kept(fills: Sequence[Entry], left: Replayed) -> tuple[set[int], list[NewEntry]]:
    """Tell the filled cards that stay as they are from those to be written anew: none stands before what filled it."""
    kept, new = set[int](), []
    for one in left.filled:
        same = (
            line.id
            for line in fills
            if (line.amount, line.round) == (one.entry.amount, one.entry.round)
            and (one.by is None or one.by.id < line.id)
        )
        found = next(same, None)
        if found is None:
            new.append(one.entry)
        else:
            kept.add(found)
    return kept, new


def _vouchers(
    tx: Tx, counter: Counter, before: CounterState, left: Replayed, *, since: Entry
) -> tuple[list[Voucher], list[NewVoucher]]:
    """List the rewards that go, and those that come; one that something later pays for goes and comes again."""
    by_slot = {one.voucher.slot: one for one in left.paid}
    start, withdrawn, held = (before.round, before.balance), [], set[str | None]()
    for this, slot in voucher_moves.held(tx, counter).items():
        voucher = vouchers.by_id(tx, this) if slot and _place(slot) > start else None
        if voucher is None or voucher.created_at < since.at:  # older ones came with another card
            held.add(slot)
            continue
        paid = by_slot.get(slot)
        if paid and (paid.by is None or paid.by.at <= voucher.created_at):
            held.add(slot)
        else:
            withdrawn.append(voucher)
    return withdrawn, [one.voucher for one in left.paid if one.voucher.slot not in held]


def _place(slot: str) -> tuple[int, int]:
    number, _, place = slot.partition(":")
    return int(number), int(place)


def take_out(tx: Tx, out: Out, cause: Cause) -> Counter:
    """Write it down, and return the counter as it stands then."""
    for line in sorted(out.gone, key=lambda line: line.id, reverse=True):
        ledger.reverse(tx, line, staff_id=cause.staff_id, reason=cause.reason, at=cause.at)
    ledger.append(tx, out.after, out.filled, Cause(cause.at))
    for voucher in out.withdrawn:
        vouchers.withdraw(tx, voucher.id)
    for new in out.due:
        pay(tx, out.state, new, Cause(cause.at))
    after = out.after
    if out.of_visit:
        after = replace(after, last_visit_at=ledger.came_at(tx, after))
    if not after.balance or any(line.at == after.refreshed_at for line in out.gone):
        after = replace(after, refreshed_at=None)
    counters.move(tx, after)
    return after
