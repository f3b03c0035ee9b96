"""Who has stopped coming: a number of silent days, or a rule learned from the shop's own visits."""

import json
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from math import ceil, exp, floor, log1p
from typing import Any

HORIZON_DAYS = 30  # "comes back by themselves" means within this many days: as long as the offer would run
# An offer is wasted, too, on who comes within so many of their own usual gaps after the last visit: they had not lapsed.
USUAL_GAPS = 1.5
SOONEST_DAYS = 30  # a learned rule keeps quiet this long, however odd the customer's rhythm is
LATEST_DAYS = 365  # who was silent for a year has lapsed, or never will by this rule
KNOWN_VISITS = 3  # below this there are no two gaps to compare, and a number of days speaks
FEATURES = (
    "silence", "median", "mean", "longest", "latest", "visits", "since_first", "silence_mean", "silence_visits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a customer came, up to the last visit; gaps in days, all 0 after a single visit."""

    visits: int
    last_on: date
    tenure: int  # days between first and last visit
    median: float
    mean: float
    longest: int
    latest: int


def rhythms(days: Sequence[date]) -> Iterator[Rhythm]:
    """Give the rhythm as it stood after each visit; several visits on one day are one."""
    gaps: list[int] = []
    days = sorted(set(days))
    for visits, day in enumerate(days, 1):
        latest = (day - days[visits - 2]).days if visits > 1 else 0
        if visits > 1:
            insort(gaps, latest)
        tenure = (day - days[0]).days
        middle = (gaps[len(gaps) // 2] + gaps[(len(gaps) - 1) // 2]) / 2 if gaps else 0
        mean = tenure / len(gaps) if gaps else 0
        yield Rhythm(visits, day, tenure, middle, mean, gaps[-1] if gaps else 0, latest)


def rhythm(days: Sequence[date]) -> Rhythm:
    """Give the rhythm after the last of these visits; there must be one."""
    *_, known = rhythms(days)
    return known


def features(known: Rhythm, silence: int) -> tuple[float, ...]:
    """Say what the learned rule looks at after so many silent days, in the order of `FEATURES`."""
    log_silence, log_mean, log_visits = log1p(silence), log1p(known.mean), log1p(known.visits)
    return (
        log_silence,
        log1p(known.median),
        log_mean,
        log1p(known.longest),
        log1p(known.latest),
        log_visits,
        log1p(known.tenure + silence),
        log_silence * log_mean,
        log_silence * log_visits,
    )


def not_lapsed_days(known: Rhythm) -> int:
    """Return for how many days after a visit the next one is still expected; 0 while fewer than two gaps are known."""
    return floor(USUAL_GAPS * known.median) if known.visits >= KNOWN_VISITS else 0


def quiet_days(known: Rhythm) -> int:
    """Return after how many silent days a learned rule may speak at the earliest: never before the customer's usual gap.

    Nor more than 30 days before they can count as lapsed: an offer made sooner only adds people who come back by
    themselves in time, and is wasted on each of them (docs/winback.md).
    """
    return max(SOONEST_DAYS, ceil(known.median), not_lapsed_days(known) - HORIZON_DAYS)


@dataclass(frozen=True, slots=True)
class FixedSilence:
    """Lapsed after so many days, whoever it is."""

    days: int = 60


@dataclass(frozen=True, slots=True)
class Hazard:
    """A rule learned from the shop's own visits: a logistic regression on logs, and when its answer is enough.

    `newcomer_days` are the silences that are enough after one visit and after two.
    """

    bias: float
    weights: tuple[float, ...]
    threshold: float
    newcomer_days: tuple[int, int]
    learned_on: date
    silences: int

    def chance_of_return(self, known: Rhythm, silence: int) -> float:
        """Estimate how likely a customer of three visits or more comes within 30 days, without being asked.

        It can rise with silence: who comes every eight weeks is likelier to come in the seventh than in the second.
        """
        seen = zip(self.weights, features(known, silence), strict=True)
        odds = self.bias + sum(weight * feature for weight, feature in seen)
        return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))

    def wasted_at_margin(self, known: Rhythm, silence: int) -> float:
        """Estimate how many of the offers won by asking a day sooner would be wasted; docs/winback.md derives it."""
        chance = self.chance_of_return(known, silence)
        return 1 - (1 - chance) * self.chance_of_return(known, silence + HORIZON_DAYS) / chance


Rule = FixedSilence | Hazard


def is_lapsed(rule: Rule, known: Rhythm, today: date) -> bool:
    """Say whether the rule calls the customer lapsed today; a visit booked ahead of `today` is no silence."""
    return _silent_enough(rule, known, (today - known.last_on).days)


def lapses_after(rule: Rule, known: Rhythm) -> int | None:
    """Return the first silent day on which the customer counts as lapsed, or nothing within a year.

    It changes with a visit and with a new rule only, so it can be stored as a date and found by an index.
    """
    if isinstance(rule, FixedSilence):
        return rule.days
    if known.visits < KNOWN_VISITS:
        return rule.newcomer_days[known.visits - 1]
    silences = range(quiet_days(known), LATEST_DAYS + 1)
    return next((silence for silence in silences if _silent_enough(rule, known, silence)), None)


def _silent_enough(rule: Rule, known: Rhythm, silence: int) -> bool:
    if isinstance(rule, FixedSilence):
        return silence >= rule.days
    if known.visits < KNOWN_VISITS:
        return silence >= rule.newcomer_days[known.visits - 1]
    return silence >= quiet_days(known) and rule.wasted_at_margin(known, silence) <= rule.threshold


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an owner is told: people like her, silent this long, come back by themselves `times` in `out_of`."""

    silence: int
    times: int
    out_of: int


def likeness(rule: Rule, known: Rhythm, today: date) -> Likeness | None:
    """Say how likely a customer is to come back unasked, in numbers for an owner; None where the rule can't tell."""
    if isinstance(rule, FixedSilence) or known.visits < KNOWN_VISITS:
        return None
    silence = max(0, (today - known.last_on).days)
    return Likeness(silence, *odds_in_words(rule.chance_of_return(known, silence)))


def odds_in_words(chance: float) -> tuple[int, int]:
    """Round a chance to one that is said aloud, "one time in five"; never to 0, never to 1."""
    if chance < 0.15:
        rounded = min((6, 8, 10, 15, 20, 30, 50), key=lambda out_of: abs(chance - 1 / out_of))
        return 1, rounded
    said = Fraction(min(chance, 0.9)).limit_denominator(5)
    return (said.numerator, said.denominator) if said < 1 else (9, 10)


def to_json(rule: Rule) -> str:
    """Write a rule down as a shop keeps it."""
    return json.dumps(asdict(rule), default=date.isoformat, sort_keys=True)


def from_json(text: str) -> Rule:
    """Read a rule that `to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    if "days" in data:
        return FixedSilence(**data)
    first, second = data["newcomer_days"]
    return Hazard(
        bias=data["bias"],
        weights=tuple(data["weights"]),
        threshold=data["threshold"],
        newcomer_days=(first, second),
        learned_on=date.fromisoformat(data["learned_on"]),
        silences=data["silences"],
    )
