"""Did it work? Who is held out of a campaign, and what may be said, however often one looks.

The method, its sources and what it can and cannot see: docs/verdict.md.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import islice
from math import prod
from typing import Literal

WINDOW_DAYS = 28  # visits are counted for so long after somebody was due, told or held out
# By so much a person's visits may differ from what was expected of them, until others have shown what is usual.
MOST_CHANGED = 4
HELD_OUT = 0.1
MOST_HELD_OUT = 0.5
ENOUGH_TO_HOLD_OUT = 100  # people of one message: of fewer a tenth could tell next to nothing
DOUBT = 0.05  # of the shops where a message does nothing, so many may ever be told that it works
WORTH = 1 / 20  # visits a person: less than one in twenty people is no use
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


def held_out(what: int | str, person_id: int, share: float = HELD_OUT) -> bool:
    """Say whether a person is left without a campaign, for good; a greater share holds out the same and more.

    `what` is the campaign's id, or names what else is measured ("broadcast:7"): each has a lot of its own.
    """
    if not 0 <= share <= MOST_HELD_OUT:
        raise ValueError(f"share: {share}")
    digest = sha256(f"{what}:{person_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def usual_share(people: int) -> float:
    """Return the part of so many people that is left out where nobody chose: of a handful none, for it could tell nothing."""
    return HELD_OUT if people >= ENOUGH_TO_HOLD_OUT else 0


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


@dataclass(frozen=True, slots=True)
class Interval:
    """Visits that a message adds, for 20 people: each end is wrong, at any look, in at most 5 shops of 100."""

    low: float
    about: float
    high: float


@dataclass(frozen=True, slots=True)
class Works:
    """The message brings visits; `cost_minor` is what one more visit costs, None when nothing was spent."""

    people: int
    per_20: Interval
    cost_minor: int | None


@dataclass(frozen=True, slots=True)
class CantTell:
    """There are too few people to say; no interval where nobody was held out."""

    people: int
    per_20: Interval | None


@dataclass(frozen=True, slots=True)
class NoUse:
    """The message brings fewer visits than would make it worth sending."""

    people: int
    per_20: Interval


Verdict = Works | CantTell | NoUse


@dataclass(frozen=True, slots=True)
class Better:
    """One of two variants brings more visits; `per_20` is what the new one adds to the old, below 0 where it takes."""

    arm: Literal["a", "b"]
    people: int
    per_20: Interval


@dataclass(frozen=True, slots=True)
class Alike:
    """Whatever two variants differ by is not worth a choice."""

    people: int
    per_20: Interval


Comparison = Better | Alike | CantTell


def judge(
    outcomes: Sequence[Observation], *, most: float = MOST_CHANGED, spent_minor: int = 0, worth: float = WORTH
) -> Verdict:
    """Say what a campaign changed, from outcomes in the order in which people became due, rewards' cost included.

    Looking often doesn't make it wrong more often. `worth` is the least gain in visits a person that is of use.
    """
    scores = list(_scores(outcomes, most))
    if not scores:
        return CantTell(len(outcomes), None)
    low, high = _low_end([each.low for each in scores]), -_low_end([each.high.mirrored() for each in scores])
    mean = sum(each.high.value * each.people for each in scores) / sum(each.people for each in scores)
    about = min(max(mean, low), high)
    per_20 = Interval(20 * low, 20 * about, 20 * high)
    if high < worth:
        return NoUse(len(outcomes), per_20)
    if low >= 0:  # no gain at all is refuted
        gained = about * sum(not outcome.held_out for outcome in outcomes)
        return Works(len(outcomes), per_20, round(spent_minor / gained) if spent_minor and gained else None)
    return CantTell(len(outcomes), per_20)


def compare(
    outcomes: Sequence[Observation], *, most: float = MOST_CHANGED, worth: float = WORTH
) -> Comparison:
    """Say which of two variants brings more visits; `held_out` marks those who got the old one.

    The same bets as `judge`, made against "the new one adds nothing" and against "it takes nothing", with half the doubt
    each: of experiments whose variants are alike, at most `DOUBT` ever say that one is better, however often one looks.
    """
    scores = list(_scores(outcomes, most))
    if not scores:
        return CantTell(len(outcomes), None)
    cut, widely = [each.low for each in scores], [each.high for each in scores]
    low, high = _low_end(widely, DOUBT / 2), -_low_end(_mirrored(widely), DOUBT / 2)
    sure_low, sure_high = _low_end(cut, DOUBT / 2), -_low_end(_mirrored(cut), DOUBT / 2)
    mean = sum(each.high.value * each.people for each in scores) / sum(each.people for each in scores)
    people = len(outcomes)
    if sure_low >= 0:
        return Better("b", people, _per_20(sure_low, mean, max(high, sure_low)))
    if sure_high <= 0:
        return Better("a", people, _per_20(min(low, sure_high), mean, sure_high))
    return (Alike if -worth < low and high < worth else CantTell)(people, _per_20(low, mean, high))


def _mirrored(scores: Sequence["_Score"]) -> list["_Score"]:
    return [score.mirrored() for score in scores]


def _per_20(low: float, mean: float, high: float) -> Interval:
    return Interval(20 * low, 20 * min(max(mean, low), high), 20 * high)


def to_json(verdict: Verdict | Comparison) -> str:
    """Write a verdict down."""
    return json.dumps({"said": type(verdict).__name__, **asdict(verdict)})


def comparison_from_json(text: str) -> Comparison:
    """Read what `to_json` wrote of two variants."""
    facts = json.loads(text)
    people, seen = facts["people"], facts["per_20"]
    per_20 = Interval(**seen) if seen else None
    if per_20 is None or facts["said"] == CantTell.__name__:
        return CantTell(people, per_20)
    return Better(facts["arm"], people, per_20) if facts["said"] == Better.__name__ else Alike(people, per_20)


def from_json(text: str) -> Verdict:
    """Read a verdict that `to_json` wrote about one campaign."""
    facts = json.loads(text)
    people, seen = facts["people"], facts["per_20"]
    per_20 = Interval(**seen) if seen else None
    if per_20 is None or facts["said"] == CantTell.__name__:
        return CantTell(people, per_20)
    if facts["said"] == NoUse.__name__:
        return NoUse(people, per_20)
    return Works(people, per_20, facts["cost_minor"])


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
    scores = _scores(outcomes, most)
    if against_less:
        return _wealth((each.low for each in scores), gain)
    return _wealth((each.high.mirrored() for each in scores), -gain)


@dataclass(frozen=True, slots=True)
class _Score:
    """A guess at what the message adds, how far below and above 0 it could have been, and what can be added at most."""

    value: float
    below: float
    above: float
    most: float

    def mirrored(self) -> "_Score":
        return replace(self, value=-self.value, below=self.above, above=self.below)


@dataclass(frozen=True, slots=True)
class _Scored:
    """Some people's score, cut for either end of the interval."""

    low: _Score
    high: _Score
    people: int


def _scores(outcomes: Iterable[Observation], most: float) -> Iterator[_Scored]:
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
    ) -> _Score:
        """Score what visits changed by; bounds are the same for all, or who may change by more would count for less."""
        up, down = self._size(self._more), self._size(self._fewer)
        value = sum(
            min(max(change, -down), up) * weight for change, weight in zip(changes, weights, strict=True)
        )
        below, above = max(up * most_held, down * most_told), max(up * most_told, down * most_held)
        return _Score(value / len(changes), below, above, up + down)

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


def _wealth(scores: Iterable[_Score], gain: float) -> Iterator[float]:
    """Bet on scores above `gain`, with stakes of several sizes side by side; no bet can lose more than it has."""
    purses = [1.0 / len(_STAKES)] * len(_STAKES)
    for score in scores:
        drift = _drift(score, gain)
        purses = [purse * (1 + stake * drift) for purse, stake in zip(purses, _STAKES, strict=True)]
        yield sum(purses)


def _drift(score: _Score, gain: float) -> float:
    return (score.value - gain) / (score.below + max(gain, 0.0))  # -1 or more


def _low_end(scores: Sequence[_Score], doubt: float = DOUBT) -> float:
    """Find the least gain that the bets can't refute; they win less the greater the gain they bet against."""
    most = max(score.most for score in scores)
    low, high = -most, most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        drifts = [_drift(score, middle) for score in scores]
        wealth = sum(prod([1 + stake * drift for drift in drifts]) for stake in _STAKES) / len(_STAKES)
        low, high = (middle, high) if wealth >= 1 / doubt else (low, middle)
    return low
