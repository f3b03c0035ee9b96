"""The books of a coalition: whose points were given, spent and ran out in a span of its ledger, and how many are open."""

from collections import Counter as Sums
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from loyalty.shop.lots import Place, PointsLot, by_place, follow
from loyalty.shop.settlement import RewardGiven
from storage.engine.statements import Tx
from storage.shop import coalition_books
from storage.shop.coalition_books import LedgerSpan, MonthSums


@dataclass(slots=True)
class PointsBooked:
    """What became of points in a span, by the branch that gave them, and the rewards that were handed out."""

    given: Sums[Place] = field(default_factory=Sums)
    spent: Sums[Place] = field(default_factory=Sums)
    ran_out: Sums[Place] = field(default_factory=Sums)
    handed_out: list[tuple[datetime, RewardGiven]] = field(default_factory=list)

    def sums(self) -> list[MonthSums]:
        """Write it up for each branch."""
        places = sorted({one for one in (*self.given, *self.spent, *self.ran_out) if one is not None})
        return [MonthSums(one, self.given[one], self.spent[one], self.ran_out[one]) for one in places]


def booked(tx: Tx, coalition_id: int, span: LedgerSpan) -> PointsBooked:
    """Work out from the ledger what a span brought; of cards on which nothing was spent or ran out only sums are read."""
    used, unused = (
        coalition_books.used(tx, coalition_id, span),
        coalition_books.unused(tx, coalition_id, span),
    )
    ended = coalition_books.ran_out(tx, coalition_id, span)
    counters = {counter for _, counter in ended} | {one.counter_id for one in (*used, *unused)}
    paid, lost = _followed(tx, coalition_id, counters)
    found = PointsBooked(coalition_books.given(tx, coalition_id, span))
    for one in used:
        lots = paid.get(one.id, [])
        found.spent += by_place(lots)
        if one.used_at and lots and one.cost_minor:
            found.handed_out.append((one.used_at, RewardGiven(one.used_branch_id, one.cost_minor, lots)))
    for one in unused:
        found.ran_out += by_place(paid.get(one.id, []))
    for line_id, _ in ended:
        found.ran_out += by_place(lost[line_id])
    return found


_ByWhat = dict[int, list[PointsLot]]


def _followed(tx: Tx, coalition_id: int, counters: Iterable[int]) -> tuple[_ByWhat, _ByWhat]:
    """Say whose points were paid for each voucher of some counters, and which went by each line that says that they ran out."""
    paid, lost, seen = _ByWhat(), _ByWhat(), set[int]()
    for counter_id in sorted(counters):
        if counter_id in seen:
            continue
        lines = coalition_books.history(tx, coalition_id, counter_id)
        seen |= {line.counter_id for line in lines}
        lots = follow(lines)
        paid |= lots.for_voucher
        lost |= lots.ran_out
    return paid, lost


def open_points(tx: Tx, coalition_id: int, since: PointsBooked) -> Sums[Place]:
    """Count by branch what was given and may still be spent: by the months that are closed, and what came since."""
    found = Sums[Place]()
    for one in coalition_books.closed_sums(tx, coalition_id):
        found[one.place] += one.given - one.spent - one.ran_out
    for one in since.sums():
        found[one.place] += one.given - one.spent - one.ran_out
    return found
