"""Whose points are on which card: each was given by a shop, and the oldest are spent first."""

from collections import Counter as Sums
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

Place = int | None  # the branch that gave, None where no shop did


@dataclass(frozen=True, slots=True)
class LotLine:
    """A line of the ledger, as far as it tells who gave what."""

    id: int
    counter_id: int
    kind: str
    amount: int
    at: datetime
    place: Place = None  # of its visit
    voucher_id: int | None = None
    reverses_id: int | None = None


@dataclass(frozen=True, slots=True)
class PointsLot:
    """So many points that one shop gave with one line."""

    line_id: int
    place: Place
    amount: int


@dataclass(slots=True)
class Lots:
    """What became of all points: which lots are on each card, paid for each reward, and ran out; `given` is all of it, by place."""

    on_counter: dict[int, list[PointsLot]] = field(default_factory=lambda: defaultdict(list))
    for_voucher: dict[int, list[PointsLot]] = field(default_factory=dict)
    expired: Sums[Place] = field(default_factory=Sums)
    given: Sums[Place] = field(default_factory=Sums)
    _lines: dict[int, LotLine] = field(default_factory=dict)
    _taken: dict[int, list[PointsLot]] = field(default_factory=dict)  # by each line that took some
    _under_way: dict[tuple[datetime, int], list[PointsLot]] = field(default_factory=dict)  # from card to card

    @property
    def open(self) -> Sums[Place]:
        """Add up what is on cards, by place."""
        return by_place(lot for lots in self.on_counter.values() for lot in lots)

    def book(self, line: LotLine) -> None:
        """Follow one line; they come in the order of the ledger."""
        self._lines[line.id] = line
        source = self._lines[line.reverses_id] if line.reverses_id else None
        moved = "moved" in (line.kind, source.kind if source else "")
        if line.amount < 0:
            self._taken[line.id] = taken = self._take(line, own=source)
            if moved:
                self._under_way[line.at, -line.amount] = taken
            elif source:
                self.given -= by_place(taken)
            elif line.voucher_id:
                self.for_voucher[line.voucher_id] = taken
            else:
                self.expired += by_place(taken)
        elif moved:
            lots = self._under_way.pop((line.at, line.amount), None) or [
                PointsLot(line.id, None, line.amount)
            ]
            self.on_counter[line.counter_id] += lots
        elif source:
            self._give_back(line, source)
        else:
            self.given[line.place] += line.amount
            self.on_counter[line.counter_id].append(PointsLot(line.id, line.place, line.amount))

    def _take(self, line: LotLine, *, own: LotLine | None) -> list[PointsLot]:
        """Take the oldest off a card, but first what a line gave that is taken back."""
        lots, wanted, taken = self.on_counter[line.counter_id], -line.amount, list[PointsLot]()
        for lot in sorted(lots, key=lambda lot: own is None or lot.line_id != own.id):
            if not wanted:
                break
            part = min(wanted, lot.amount)
            taken.append(PointsLot(lot.line_id, lot.place, part))
            place = lots.index(lot)
            lots[place : place + 1] = (
                [PointsLot(lot.line_id, lot.place, lot.amount - part)] if lot.amount > part else []
            )
            wanted -= part
        return taken

    def _give_back(self, line: LotLine, source: LotLine) -> None:
        """Put back, as the oldest, what a line took."""
        lots = self._taken[source.id]
        self.on_counter[line.counter_id][:0] = lots
        if source.voucher_id:
            self.for_voucher.pop(source.voucher_id, None)
        else:
            self.expired -= by_place(lots)


def follow(lines: Iterable[LotLine]) -> Lots:
    """Say whose points are where, from all lines of a coalition's ledger."""
    lots = Lots()
    for line in lines:
        lots.book(line)
    return lots


def by_place(lots: Iterable[PointsLot]) -> Sums[Place]:
    """Add lots up by who gave them."""
    sums = Sums[Place]()
    for lot in lots:
        sums[lot.place] += lot.amount
    return sums
