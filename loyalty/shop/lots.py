"""Whose points are on which card: each was given by a shop, and the oldest are spent first."""

from collections import Counter as Sums
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

Place = int | None  # the branch that gave, None where no shop did
GIVES = ("visit", "extra", "bonus", "gift", "head_start")  # kinds of lines that bring points into being


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
    been: tuple[int, ...] = field(default=(), compare=False)  # counters that it was on before


@dataclass(slots=True)
class Lots:
    """What became of all points: which lots are on each card, paid for each reward, and ran out; `given` is all of it, by place."""

    on_counter: dict[int, list[PointsLot]] = field(default_factory=lambda: defaultdict(list))
    for_voucher: dict[int, list[PointsLot]] = field(default_factory=dict)
    ran_out: dict[int, list[PointsLot]] = field(default_factory=dict)  # by the line that says so
    given: Sums[Place] = field(default_factory=Sums)
    _lines: dict[int, LotLine] = field(default_factory=dict)
    _taken: dict[int, list[PointsLot]] = field(default_factory=dict)  # by each line that took some
    _leaving: dict[tuple[datetime, int], LotLine] = field(default_factory=dict)  # from card to card

    @property
    def expired(self) -> Sums[Place]:
        """Add up what ran out, by place."""
        return by_place(lot for lots in self.ran_out.values() for lot in lots)

    @property
    def open(self) -> Sums[Place]:
        """Add up what is on cards, by place."""
        return by_place(lot for lots in self.on_counter.values() for lot in lots)

    def book(self, line: LotLine) -> None:
        """Follow one line; they come in the order of the ledger."""
        self._lines[line.id] = line
        source = self._lines[line.reverses_id] if line.reverses_id else None
        if "moved" in (line.kind, source.kind if source else ""):
            self._move(line)
        elif line.amount < 0:
            self._take_off(line, source)
        elif source:
            self._give_back(line, source)
        else:
            self.given[line.place] += line.amount
            self._put_on(line.counter_id, [PointsLot(line.id, line.place, line.amount)])

    def _move(self, line: LotLine) -> None:
        """Let points go with the line that puts them on the other card; those that were there before go back first."""
        if line.amount < 0:
            self._leaving[line.at, -line.amount] = line
            return
        lots, left = [PointsLot(line.id, None, line.amount)], self._leaving.pop((line.at, line.amount), None)
        if left:
            lots = self._take(left.counter_id, line.amount, first=lambda lot: line.counter_id in lot.been)
            lots = [replace(lot, been=(*lot.been, left.counter_id)) for lot in lots]
        self._put_on(line.counter_id, lots)

    def _take_off(self, line: LotLine, source: LotLine | None) -> None:
        taken = self._take(
            line.counter_id, -line.amount, first=lambda lot: bool(source and lot.line_id == source.id)
        )
        self._taken[line.id] = taken
        if source:
            self.given -= by_place(taken)
        elif line.voucher_id:
            self.for_voucher[line.voucher_id] = taken
        else:
            self.ran_out[line.id] = taken

    def _take(self, counter_id: int, wanted: int, *, first: Callable[[PointsLot], bool]) -> list[PointsLot]:
        """Take the oldest off a card, but before them those that are to go first."""
        taken, stays = list[PointsLot](), list[PointsLot]()
        for lot in sorted(self.on_counter[counter_id], key=lambda lot: not first(lot)):
            part = min(wanted, lot.amount)
            wanted -= part
            if part:
                taken.append(replace(lot, amount=part))
            if part < lot.amount:
                stays.append(replace(lot, amount=lot.amount - part))
        self.on_counter[counter_id] = sorted(stays, key=_age)
        return taken

    def _give_back(self, line: LotLine, source: LotLine) -> None:
        """Put back what a line took."""
        lots = self._taken[source.id]
        self._put_on(line.counter_id, lots)
        if source.voucher_id:
            self.for_voucher.pop(source.voucher_id, None)
        else:
            self.ran_out.pop(source.id)

    def _put_on(self, counter_id: int, lots: Iterable[PointsLot]) -> None:
        self.on_counter[counter_id] = sorted((*self.on_counter[counter_id], *lots), key=_age)


def _age(lot: PointsLot) -> int:
    return lot.line_id


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
