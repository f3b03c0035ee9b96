"""How many rewards will be asked for in the coming fortnight, by the fortnights that are over; decision 66.

As with what is promised (`promise`), what waited as a fortnight began was asked for by a share that can be counted. What was had
and used within it is added, as much as there was of late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import exp, lgamma, log, sqrt
from typing import TypeAlias

from loyalty.shop.basis import Basis
from loyalty.shop.money import HandedOut
from loyalty.shop.sums import Range

FORTNIGHT = timedelta(days=14)
MOST_SEEN = 5  # fortnights that are learned from: ten weeks are much the same season
LEAST_SEEN = 2  # below this nothing is said
ENOUGH_A_YEAR_AGO = 5  # rewards: from fewer no season is told
_DOUBT = 2  # so few fortnights tell little of how far they lie apart: twice as far is taken
_SURE = 0.025  # of each end: nineteen times in twenty it lies between
_WIDE = 1.96  # standard errors, where counts are so large that no more is asked of them
_LARGE = 2_000.0


@dataclass(frozen=True, slots=True)
class SeenFortnight:
    """What became of a reward in one: how many waited as it began, how many of these were used, and of those had within it."""

    waited: int = 0
    used_of_these: int = 0
    used_of_new: int = 0

    @property
    def used(self) -> int:
        """Count all that were used."""
        return self.used_of_these + self.used_of_new


@dataclass(frozen=True, slots=True)
class ComingRewards:
    """About how many will be used, and between which numbers that lies nineteen times in twenty."""

    about: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SeenReward:
    """What is known of a reward at a moment: how many wait then, the fortnights before, the newest first, and what they cost."""

    key: str
    text: str
    waiting: int
    seen: tuple[SeenFortnight, ...]
    known: HandedOut  # all that waited or were used in these fortnights


@dataclass(frozen=True, slots=True)
class ComingReward:
    """About how many of a reward will be used, and what that costs; None: nobody told."""

    text: str
    about: float
    cost: Range | None


_Seen: TypeAlias = tuple[int, Sequence[SeenFortnight]]  # how many of a reward wait, and its fortnights


def coming(waiting: int, seen: Sequence[SeenFortnight]) -> ComingRewards | None:
    """Say how many will be used in the next fortnight, by the newest ones; None: too few are known."""
    return _together([(waiting, seen[:MOST_SEEN])])


def in_all(rewards: Sequence[SeenReward], fortnights: int) -> ComingRewards | None:
    """Say how many of all rewards will be used, by so many fortnights in which there could have been some.

    It is the sum of what `each` says, so never less than one of them.
    """
    nothing = (0, (SeenFortnight(),) * min(fortnights, MOST_SEEN))
    return _together(_known(rewards, fortnights) or [nothing])


def each(rewards: Sequence[SeenReward], fortnights: int, basis: Basis | None) -> list[ComingReward]:
    """Say about how many of each will be used, the most first; none of them where too few fortnights are known."""
    known = _known(rewards, fortnights)
    if fortnights < LEAST_SEEN:
        return []
    found = []
    for one, about in zip(rewards, _expected(known, [waiting for waiting, _ in known]), strict=True):
        whole, count = one.known.cost(basis) if one.known.count else None, one.known.count
        cost = whole.times(Fraction(about / count).limit_denominator(10**6)) if whole else None
        found.append(ComingReward(one.text, about, cost))
    return sorted(found, key=lambda one: (-one.about, one.text))


def _known(rewards: Sequence[SeenReward], fortnights: int) -> list[_Seen]:
    return [(one.waiting, one.seen[: min(fortnights, MOST_SEEN)]) for one in rewards]


def as_a_year_ago(said: ComingRewards, then: ComingRewards | None, came: int) -> float | None:
    """Return how many it will be if it goes as it went then beside what would have been said; None: too little is known."""
    if then is None or then.about <= 0 or came < ENOUGH_A_YEAR_AGO:
        return None
    return said.about * came / then.about


def _together(known: Sequence[_Seen]) -> ComingRewards | None:
    by_fortnight = list(zip(*(seen for _, seen in known), strict=True))
    if len(by_fortnight) < LEAST_SEEN:
        return None
    about = sum(_expected(known, [waiting for waiting, _ in known]))
    wide = 1 + 1 / len(by_fortnight)
    return ComingRewards(about, *_between(about, _scatter(known, by_fortnight) * wide, len(by_fortnight)))


def _expected(known: Sequence[_Seen], waiting: Sequence[int]) -> list[float]:
    """Say how many of each reward will be used in a fortnight at whose beginning so many of each wait.

    Of one that never waited before, the share is used that is used of all.
    """
    of_all = _share([one for _, seen in known for one in seen]) or 0.0
    found = []
    for number, (_, seen) in zip(waiting, known, strict=True):
        own = _share(seen)
        share = of_all if own is None else own
        found.append(number * share + sum(one.used_of_new for one in seen) / len(seen))
    return found


def _share(seen: Sequence[SeenFortnight]) -> float | None:
    waited = sum(one.waited for one in seen)
    return sum(one.used_of_these for one in seen) / waited if waited else None


def _scatter(known: Sequence[_Seen], by_fortnight: Sequence[Sequence[SeenFortnight]]) -> float:
    """Return how many times as far as chance alone fortnights lay from what was to be expected of them; 1 at least."""
    squares = 0.0
    for same in by_fortnight:
        about = max(sum(_expected(known, [one.waited for one in same])), 0.5)
        squares += (sum(one.used for one in same) - about) ** 2 / about
    return max(1.0, _DOUBT * squares / (len(by_fortnight) - 1))


def _between(about: float, scatter: float, seen: int) -> tuple[int, int]:
    """Return the ends of a count that scatters by so many times its mean."""
    mean = max(about, 0.5 / seen)  # that none came says that few will, not that none can
    if mean > _LARGE:
        far = _WIDE * sqrt(mean * scatter)
        return round(max(0.0, mean - far)), round(mean + far)
    return _quantile(mean, scatter, _SURE), _quantile(mean, scatter, 1 - _SURE)


def _quantile(mean: float, scatter: float, part: float) -> int:
    """Return up to which count so large a part of a negative binomial lies; of a Poisson where nothing scatters more."""
    below, count = 0.0, -1
    while below < part:
        count += 1
        below += exp(_log_chance(count, mean, scatter))
    return count


def _log_chance(count: int, mean: float, scatter: float) -> float:
    if scatter <= 1.0001:
        return count * log(mean) - mean - lgamma(count + 1)
    size = mean / (scatter - 1)
    return (
        lgamma(count + size) - lgamma(size) - lgamma(count + 1)
        + size * log(1 / scatter) + count * log(1 - 1 / scatter)
    )  # fmt: skip
