"""How far customers are from their next reward: a shop's begun cards, counted by what is still missing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from loyalty.cards.counter_state import CounterState, progress
from loyalty.cards.programme import ProgrammeVersion
from loyalty.values import dataclass

_PARTS = 10  # into which the way is divided where a card has no places
_KEY = re.compile(r"(go|part)(\d{1,18})-(\d{1,4})")


@dataclass(frozen=True, slots=True)
class BegunCards:
    """So many cards have this balance, under these rules."""

    version: ProgrammeVersion
    balance: int
    count: int


@dataclass(frozen=True, slots=True)
class WaysBar:
    """Cards of a programme that miss so much: places of a card, or tenths of the way."""

    programme_id: int
    by_places: bool
    left: int

    @property
    def key(self) -> str:
        """Name it on a button, so that it is read without asking for the programme."""
        return f"{'go' if self.by_places else 'part'}{self.programme_id}-{self.left}"


def bar_of(key: str) -> WaysBar | None:
    """Read the name of a bar; None where it is none."""
    found = _KEY.fullmatch(key)
    return WaysBar(int(found[2]), found[1] == "go", int(found[3])) if found else None


@dataclass(frozen=True, slots=True)
class Ways:
    """How many cards of a programme miss how much, the nearest first."""

    version: ProgrammeVersion  # today's
    left: tuple[tuple[int, int], ...]  # (how much, cards)

    @property
    def by_places(self) -> bool:
        """Say whether places of a card are counted, or tenths of the way."""
        return self.version.programme.starts_over

    @property
    def cards(self) -> int:
        """Count them all."""
        return sum(count for _, count in self.left)

    @property
    def bars(self) -> tuple[WaysBar, ...]:
        """List the bars that stand for somebody."""
        return tuple(
            WaysBar(self.version.programme_id, self.by_places, left) for left, count in self.left if count
        )


def ways_of(begun: Iterable[BegunCards], *, current: ProgrammeVersion) -> Ways:
    """Count begun cards by what is missing to their next reward; who can have every reward misses nothing."""
    by_places = current.programme.starts_over
    counted: Counter[int] = Counter()
    for one in begun:
        counted[_missing(one, by_places=by_places)] += one.count
    most = max((current.programme.places - 1) if by_places else _PARTS, *counted, 0)
    first = 1 if by_places and not counted[0] else 0
    return Ways(current, tuple((left, counted[left]) for left in range(first, most + 1)))


def _missing(one: BegunCards, *, by_places: bool) -> int:
    ahead = progress(CounterState(one.balance, 1, one.version))
    return ahead.to_go if by_places else -(-_PARTS * ahead.to_go // ahead.next_reward.at)


@dataclass(frozen=True, slots=True)
class Balances:
    """Balances in a row under one version of the rules."""

    version_id: int
    lowest: int
    highest: int


def balances_in(bar: WaysBar, begun: Sequence[BegunCards]) -> Iterator[Balances]:
    """Say which balances stand in a bar, those next to each other in one piece; the highest first."""
    ordered = sorted(begun, key=lambda one: (-one.version.id, -one.balance))
    for (version_id, left), row in groupby(
        ordered, key=lambda one: (one.version.id, _missing(one, by_places=bar.by_places))
    ):
        if left == bar.left:
            balances = [one.balance for one in row]
            yield Balances(version_id, balances[-1], balances[0])
