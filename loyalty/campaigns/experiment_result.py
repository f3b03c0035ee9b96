"""Did it work? What may be said of a campaign or of two variants, however often one looks.

The method, its sources and what it can and cannot see: docs/verdict.md.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from loyalty.campaigns.bets import DOUBT, MOST_CHANGED, Observation, Score, low_end, scored

WINDOW_DAYS = 28  # visits are counted for so long after somebody was due, told or held out
WORTH = 1 / 20  # visits a person: less than one in twenty people is no use


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
    scores = list(scored(outcomes, most))
    if not scores:
        return CantTell(len(outcomes), None)
    low, high = low_end([each.low for each in scores]), -low_end([each.high.mirrored() for each in scores])
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
    scores = list(scored(outcomes, most))
    if not scores:
        return CantTell(len(outcomes), None)
    cut, widely = [each.low for each in scores], [each.high for each in scores]
    low, high = low_end(widely, DOUBT / 2), -low_end(_mirrored(widely), DOUBT / 2)
    sure_low, sure_high = low_end(cut, DOUBT / 2), -low_end(_mirrored(cut), DOUBT / 2)
    mean = sum(each.high.value * each.people for each in scores) / sum(each.people for each in scores)
    people = len(outcomes)
    if sure_low >= 0:
        return Better("b", people, _per_20(sure_low, mean, max(high, sure_low)))
    if sure_high <= 0:
        return Better("a", people, _per_20(min(low, sure_high), mean, sure_high))
    return (Alike if -worth < low and high < worth else CantTell)(people, _per_20(low, mean, high))


def _mirrored(scores: Sequence[Score]) -> list[Score]:
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
