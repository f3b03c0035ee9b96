"""How far customers are from their next reward: a shop's begun cards, counted by what is still missing."""

from collections import Counter
from collections.abc import Iterable

from loyalty.cards.counter_state import CounterState, progress
from loyalty.cards.programme import ProgrammeVersion
from loyalty.values import dataclass

_PARTS = 10  # into which the way is divided where a card has no places


@dataclass(frozen=True, slots=True)
class BegunCards:
    """So many cards have this balance, under these rules."""

    version: ProgrammeVersion
    balance: int
    count: int


@dataclass(frozen=True, slots=True)
class Ways:
    """How many cards miss how much, the nearest first: places of a card, or tenths of the way."""

    by_places: bool
    left: tuple[tuple[int, int], ...]  # (how much, cards)

    @property
    def cards(self) -> int:
        """Count them all."""
        return sum(count for _, count in self.left)


def ways_of(begun: Iterable[BegunCards], *, current: ProgrammeVersion) -> Ways:
    """Count begun cards by what is missing to their next reward; who can have every reward misses nothing."""
    by_places = current.programme.starts_over
    counted: Counter[int] = Counter()
    for one in begun:
        ahead = progress(CounterState(one.balance, 1, one.version))
        whole = ahead.next_reward.at
        counted[ahead.to_go if by_places else -(-_PARTS * ahead.to_go // whole)] += one.count
    most = max((current.programme.places - 1) if by_places else _PARTS, *counted, 0)
    first = 1 if by_places and not counted[0] else 0
    return Ways(by_places, tuple((left, counted[left]) for left in range(first, most + 1)))
