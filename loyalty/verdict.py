"""Did it work? Who is held out of a campaign, and what may be said, however often one looks.

The method, its sources and what it can and cannot see: docs/verdict.md.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from math import inf

WINDOW_DAYS = 28  # visits are counted for so long after somebody was due, told or held out
# More visits in the window count as this many: a bound is what makes honest bets possible, and a low one makes them
# sharp. For a campaign to silent people 1 is right: they came back or not.
MOST_VISITS = 4
HELD_OUT = 0.1
MOST_HELD_OUT = 0.5
DOUBT = 0.05  # of the shops where a message does nothing, so many may ever be told that it works
WORTH = 1 / 20  # visits a person: less than one in twenty people is no use
ONE_BY_ONE = (
    3_000  # people; those after them are bet on in groups that grow, so that a million are judged in seconds
)
_STAKES = tuple(
    0.95 / 2**i for i in range(5)
)  # parts of a purse that a bet may lose; smaller ones serve 100,000 people
_STEPS = 14  # halvings of an end of the interval: to less than a thousandth of a visit


def held_out(campaign_id: int, person_id: int, share: float = HELD_OUT) -> bool:
    """Say whether a person is left without a campaign, for good; a greater share holds out the same and more."""
    if not 0 <= share <= MOST_HELD_OUT:
        raise ValueError(f"share: {share}")
    digest = sha256(f"{campaign_id}:{person_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person whose window is over; each counts once for a campaign, from when first due.

    `before` counts the visits of an equally long window before, `share` is the one in force at the time.
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


def judge(
    outcomes: Sequence[Outcome], *, most: int = MOST_VISITS, spent_minor: int = 0, worth: float = WORTH
) -> Verdict:
    """Say what a campaign changed, from outcomes in the order in which people became due, rewards' cost included.

    Looking often doesn't make it wrong more often. `worth` is the least gain in visits a person that is of use.
    """
    scores = list(_scores(outcomes, most))
    if not scores:
        return CantTell(len(outcomes), None)
    low, high = _low_end(scores, most), -_low_end([score.mirrored() for score in scores], most)
    mean = sum(score.value * score.people for score in scores) / sum(score.people for score in scores)
    about = min(max(mean, low), high)
    per_20 = Interval(20 * low, 20 * about, 20 * high)
    if high < worth:
        return NoUse(len(outcomes), per_20)
    if low >= 0:  # no gain at all is refuted
        gained = about * sum(not outcome.held_out for outcome in outcomes)
        return Works(len(outcomes), per_20, round(spent_minor / gained) if spent_minor and gained else None)
    return CantTell(len(outcomes), per_20)


def to_json(verdict: Verdict) -> str:
    """Write a verdict down."""
    return json.dumps({"said": type(verdict).__name__, **asdict(verdict)})


def from_json(text: str) -> Verdict:
    """Read a verdict that `to_json` wrote."""
    facts = json.loads(text)
    people, seen = facts["people"], facts["per_20"]
    per_20 = Interval(**seen) if seen else None
    if per_20 is None or facts["said"] == CantTell.__name__:
        return CantTell(people, per_20)
    if facts["said"] == NoUse.__name__:
        return NoUse(people, per_20)
    return Works(people, per_20, facts["cost_minor"])


def evidence(
    outcomes: Iterable[Outcome], *, most: int = MOST_VISITS, gain: float = 0.0, against_less: bool = True
) -> Iterator[float]:
    """Yield, after each person (of thousands: each group), what bets against "it adds no more than `gain`" (or no less) made of a stake of 1.

    Were the claim true, they would ever reach 1 / `DOUBT` in at most `DOUBT` of all shops (Ville's inequality).
    """
    scores = _scores(outcomes, most)
    if against_less:
        return _wealth(scores, gain)
    return _wealth((score.mirrored() for score in scores), -gain)


@dataclass(frozen=True, slots=True)
class _Score:
    """Some people's unbiased guess at what the message adds, and how far below and above 0 it could have been."""

    value: float
    below: float
    above: float
    people: int = 1

    def mirrored(self) -> "_Score":
        return _Score(-self.value, self.above, self.below, self.people)


def _scores(outcomes: Iterable[Outcome], most: int) -> Iterator[_Score]:
    """Score people in the order they came; how many share a score hangs on their place alone, never on what they did.

    A group that is not full yet waits: what was bet on once is never put together anew.
    """
    expected, place = _Expected(), 0
    measured = (outcome for outcome in outcomes if outcome.share > 0)
    while len(group := list(islice(measured, size := max(1, place // ONE_BY_ONE)))) == size:
        yield _together([_score(outcome, expected, most) for outcome in group])
        for outcome in group:
            expected.learn(min(outcome.before, most), min(outcome.visits, most))
        place += size


def _score(outcome: Outcome, expected: "_Expected", most: int) -> _Score:
    guess = min(expected.visits(min(outcome.before, most)), float(most))
    held, told = 1 / outcome.share, 1 / (1 - outcome.share)
    return _Score(
        (min(outcome.visits, most) - guess) * (-held if outcome.held_out else told),
        below=max((most - guess) * held, guess * told),
        above=max((most - guess) * told, guess * held),
    )


def _together(scores: Sequence[_Score]) -> _Score:
    people = len(scores)
    return _Score(
        sum(score.value for score in scores) / people,
        below=sum(score.below for score in scores) / people,
        above=sum(score.above for score in scores) / people,
        people=people,
    )


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
        drift = (score.value - gain) / (score.below + max(gain, 0.0))  # -1 or more
        purses = [purse * (1 + stake * drift) for purse, stake in zip(purses, _STAKES, strict=True)]
        yield sum(purses)


def _low_end(scores: Sequence[_Score], most: int) -> float:
    """Find the least gain that the bets can't refute; they win less the greater the gain they bet against."""
    low, high = -float(most), float(most)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _last(_wealth(scores, middle)) >= 1 / DOUBT:
            low = middle
        else:
            high = middle
    return low


def _last(values: Iterable[float]) -> float:
    last = -inf
    for value in values:
        last = value
    return last
