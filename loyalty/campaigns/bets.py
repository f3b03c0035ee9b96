"""Bets against a message's gain, person by person: what makes a verdict hold however often one looks (docs/verdict.md)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import prod

from loyalty.campaigns.held_out import HELD_OUT

# By so much a person's visits may differ from what was expected of them, until others have shown what is usual.
MOST_CHANGED = 4
DOUBT = 0.05  # of the shops where a message does nothing, so many may ever be told that it works
ONE_BY_ONE = (
    3_000  # people; those after them are bet on in groups that grow, so that a million are judged in seconds
)
_STAKES = tuple(
    0.95 / 2**i for i in range(5)
)  # parts of a purse that a bet may lose; smaller ones serve 100,000 people
_STEPS = 14  # halvings of an end of the interval: to a thousandth of what a person's visits differ by
# What a person's visits differ by is cut at one of these; so few of the people before may have been beyond it. To cut
# makes a gain smaller: that is caution at the low end of the interval, and would be none at its high end.
_ROOMS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
_CUT_LOW, _CUT_HIGH = 0.02, 0.001
_AT_FIRST_HIGH = 4  # times the room there is at first: the first people's answers may not be cut either


@dataclass(frozen=True, slots=True)
class Observation:
    """What became of one person whose window is over; each counts once for a campaign, from when first due.

    `before` counts the visits of an equally long window before, `share` is the one in force at the time. Of two variants
    of a message, `held_out` are those who got the old one.
    """

    held_out: bool
    visits: int
    before: int = 0
    share: float = HELD_OUT


def evidence(
    outcomes: Iterable[Observation],
    *,
    most: float = MOST_CHANGED,
    gain: float = 0.0,
    against_less: bool = True,
) -> Iterator[float]:
    """Yield, after each person (of thousands: each group), what bets against "it adds no more than `gain`" (or no less) made of a stake of 1.

    Were the claim true, they would ever reach 1 / `DOUBT` in at most `DOUBT` of all shops (Ville's inequality).
    """
    scores = scored(outcomes, most)
    if against_less:
        return _wealth((each.low for each in scores), gain)
    return _wealth((each.high.mirrored() for each in scores), -gain)


@dataclass(frozen=True, slots=True)
class Score:
    """A guess at what the message adds, how far below and above 0 it could have been, and what can be added at most."""

    value: float
    below: float
    above: float
    most: float

    def mirrored(self) -> "Score":
        return replace(self, value=-self.value, below=self.above, above=self.below)


@dataclass(frozen=True, slots=True)
class _Scored:
    """Some people's score, cut for either end of the interval."""

    low: Score
    high: Score
    people: int


def scored(outcomes: Iterable[Observation], most: float) -> Iterator[_Scored]:
    """Score people in the order they came; how many share a score hangs on their place alone, never on what they did.

    By how many more or fewer visits there were than expected, for people told and held out alike, with expectations
    from before them. A group that is not full yet waits: what was bet on once is never put together anew.
    """
    expected, place = _Expected(), 0
    low, high = _Room(most, _CUT_LOW), _Room(_AT_FIRST_HIGH * most, _CUT_HIGH)
    measured = (outcome for outcome in outcomes if outcome.share > 0)
    while len(group := list(islice(measured, size := max(1, place // ONE_BY_ONE)))) == size:
        changes = [outcome.visits - expected.visits(outcome.before) for outcome in group]
        weights = [-1 / one.share if one.held_out else 1 / (1 - one.share) for one in group]
        most_held = 1 / min(outcome.share for outcome in group)
        most_told = 1 / (1 - max(outcome.share for outcome in group))
        for_low, for_high = (room.score(changes, weights, most_held, most_told) for room in (low, high))
        yield _Scored(for_low, for_high, size)
        for outcome, changed in zip(group, changes, strict=True):
            expected.learn(outcome.before, outcome.visits)
            low.learn(changed)
            high.learn(changed)
        place += size


class _Room:
    """How far visits may lie from what was expected before they are cut: hardly any of those before lay beyond it."""

    def __init__(self, most: float, cut: float) -> None:
        self._people, self._cut = 0, cut
        # Less room than `most` wants proof. How often there were more visits, and how often fewer.
        self._more, self._fewer = ([int(size < most) for size in _ROOMS] for _ in range(2))

    def score(
        self, changes: Sequence[float], weights: Sequence[float], most_held: float, most_told: float
    ) -> Score:
        """Score what visits changed by; bounds are the same for all, or who may change by more would count for less."""
        up, down = self._size(self._more), self._size(self._fewer)
        value = sum(
            min(max(change, -down), up) * weight for change, weight in zip(changes, weights, strict=True)
        )
        below, above = max(up * most_held, down * most_told), max(up * most_told, down * most_held)
        return Score(value / len(changes), below, above, up + down)

    def _size(self, beyond: Sequence[int]) -> float:
        few = self._cut * self._people
        return next((size for size, n in zip(_ROOMS, beyond, strict=True) if n <= few), _ROOMS[-1])

    def learn(self, changed: float) -> None:
        self._people += 1
        beyond = self._more if changed > 0 else self._fewer
        for place in range(bisect_left(_ROOMS, abs(changed))):
            beyond[place] += 1


class _Expected:
    """A line through the people before: from visits before to visits after, knowing nothing of the one asked about."""

    def __init__(self) -> None:
        self._people = 2.0  # two who never came, so that the first people don't decide alone
        self._before = self._visits = self._squares = self._products = 0.0

    def visits(self, before: int) -> float:
        mean_before, mean = self._before / self._people, self._visits / self._people
        spread = self._squares - self._people * mean_before**2 + 2.0
        slope = (self._products - self._people * mean_before * mean) / spread
        return max(mean + slope * (before - mean_before), 0.0)

    def learn(self, before: int, visits: int) -> None:
        self._people += 1
        self._before += before
        self._visits += visits
        self._squares += before * before
        self._products += before * visits


def _wealth(scores: Iterable[Score], gain: float) -> Iterator[float]:
    """Bet on scores above `gain`, with stakes of several sizes side by side; no bet can lose more than it has."""
    purses = [1.0 / len(_STAKES)] * len(_STAKES)
    for score in scores:
        drift = _drift(score, gain)
        purses = [purse * (1 + stake * drift) for purse, stake in zip(purses, _STAKES, strict=True)]
        yield sum(purses)


def _drift(score: Score, gain: float) -> float:
    return (score.value - gain) / (score.below + max(gain, 0.0))  # -1 or more


def low_end(scores: Sequence[Score], doubt: float = DOUBT) -> float:
    """Find the least gain that the bets can't refute; they win less the greater the gain they bet against."""
    most = max(score.most for score in scores)
    low, high = -most, most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        drifts = [_drift(score, middle) for score in scores]
        wealth = sum(prod([1 + stake * drift for drift in drifts]) for stake in _STAKES) / len(_STAKES)
        low, high = (middle, high) if wealth >= 1 / doubt else (low, middle)
    return low
