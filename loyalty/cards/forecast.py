"""When a customer's next visits will be, judged by the days between those before: a date, and a range around it.

The days between visits are taken as a line of logs with noise around it, so that a rhythm which slows or quickens is
seen. What is known, from where, and how often the range holds: docs/forecast.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, exp, inf, log, log1p, sqrt
from statistics import NormalDist, fmean

TOLD = 0.8  # of the ranges that are told, so many hold
_LEFT_OUT = 0.08  # at each end: a little less than 1 - TOLD asks for, since rhythms also change
# Before anybody is known: how much one gap's log strays, worth this many gaps, and how far a trend may tilt a visit.
_STRAYS, _STRAYS_WORTH, _TILTS = 0.8, 0.3, 0.05
_BROKEN = 0.98  # of the gaps are shorter: who is silent for longer has left that rhythm
_BROKEN_TIMES = 2.0  # ... and never sooner than this many usual gaps
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through the logs of so many gaps: the level in their middle, the tilt a visit, and what is not known."""

    gaps: int
    level: float
    slope: float
    noise: float  # variance of one gap's log around the line
    slope_error: float  # variance

    @property
    def freedom(self) -> float:
        """Say how many gaps the noise was learned from."""
        return _STRAYS_WORTH + self.gaps - 1

    def beyond(self, visit: int) -> float:
        """Say how far a coming visit lies beyond the middle; a trend goes on for as long as it was seen, no longer."""
        return min(visit, self.gaps) + (self.gaps - 1) / 2

    def days_before(self, visit: int) -> float:
        """Return the usual days before a coming visit, the next being 1; nobody comes twice a day."""
        return max(1.0, exp(self.level + self.slope * self.beyond(visit)))


@dataclass(frozen=True, slots=True)
class Wait:
    """Days from now until a visit: about so many, and in four cases of five within the range."""

    soonest: float
    about: float
    latest: float

    @property
    def day(self) -> int:
        """Return the day that is named: today is 0."""
        return max(1, round(self.about))


def trend_of(gaps: Sequence[float]) -> Trend:
    """Fit a line to two gaps or more, oldest first; a tilt counts as far as it stands out from the noise."""
    logs = [log(max(1.0, gap)) for gap in gaps]
    level, middle = fmean(logs), (len(logs) - 1) / 2
    square = sum((place - middle) ** 2 for place in range(len(logs)))
    slope = sum((place - middle) * (each - level) for place, each in enumerate(logs)) / square

    def noise(slope: float, lines: int) -> float:
        strayed = sum((each - level - slope * (place - middle)) ** 2 for place, each in enumerate(logs))
        return (_STRAYS_WORTH * _STRAYS**2 + strayed) / (_STRAYS_WORTH + len(logs) - lines)

    error = noise(slope, 2) / square
    trust = _TILTS**2 / (_TILTS**2 + error)
    return Trend(len(logs), level, trust * slope, noise(trust * slope, 1), trust * error)


def is_broken(trend: Trend, silent_days: int) -> bool:
    """Say whether a silence is too long to be a gap of this rhythm: then it foretells nothing."""
    usual = trend.days_before(1)
    longest = usual * exp(_student(_BROKEN, trend.freedom) * sqrt(trend.noise * (1 + 1 / trend.gaps)))
    return silent_days > ceil(max(_BROKEN_TIMES * usual, longest))


def waits(trend: Trend, silent_days: int) -> Iterator[Wait]:
    """Give the wait for the next visit, for the one after it, and so on, after so many silent days."""
    mean, variance = _rest_of_gap(trend, silent_days)
    tilted = mean * trend.beyond(1)
    visit = 1
    while True:
        spread = log1p(variance / mean**2)
        unsure = spread + trend.noise / trend.gaps + (tilted / mean) ** 2 * trend.slope_error
        about, times = mean * exp(-spread / 2), exp(_student(1 - _LEFT_OUT, trend.freedom) * sqrt(unsure))
        yield Wait(about / times, about, about * times)
        visit += 1
        gap = trend.days_before(visit) * exp(trend.noise / 2)
        mean, variance = mean + gap, variance + gap**2 * (exp(trend.noise) - 1)
        tilted += gap * trend.beyond(visit)


def _rest_of_gap(trend: Trend, silent_days: int) -> tuple[float, float]:
    """Return mean and variance of what is left of a gap that has lasted so long already (a cut log-normal)."""
    usual, strays = trend.days_before(1), sqrt(trend.noise)
    past = log(silent_days / usual) / strays if silent_days else -inf
    left = 1 - _NORMAL.cdf(past)
    if left < 1e-9:
        return 1.0, 1.0
    mean = usual * exp(trend.noise / 2) * (1 - _NORMAL.cdf(past - strays)) / left
    square = usual**2 * exp(2 * trend.noise) * (1 - _NORMAL.cdf(past - 2 * strays)) / left
    return max(mean - silent_days, 0.5), max(square - mean**2, 0.0)


def _student(share: float, freedom: float) -> float:
    """Return a quantile of Student's t by its expansion around the normal one (Abramowitz and Stegun, 26.7.5)."""
    z = _NORMAL.inv_cdf(share)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
