"""How sure a share is that was seen in so many cases, and how likely that something happened so often by chance."""

from dataclasses import dataclass
from math import exp, log, sqrt

_SURE = 1.96  # standard errors: nineteen times in twenty


@dataclass(frozen=True, slots=True)
class Chance:
    """A share that was seen, and between which it lies nineteen times in twenty; all of nothing seen is from 0 to 1."""

    low: float
    about: float
    high: float
    cases: float

    def raised(self, power: float) -> "Chance":
        """Return the chance of the same over so many times as long."""
        return Chance(self.low**power, self.about**power, self.high**power, self.cases)

    @property
    def opposite(self) -> "Chance":
        """Return the chance that it does not happen."""
        return Chance(1 - self.high, 1 - self.about, 1 - self.low, self.cases)


def wilson(share: float, cases: float) -> Chance:
    """Return Wilson's interval of a share that was seen in so many cases, which need not be whole."""
    if cases <= 0:
        return Chance(0.0, 0.5, 1.0, 0.0)
    square = _SURE**2 / cases
    middle = (share + square / 2) / (1 + square)
    half = _SURE * sqrt(share * (1 - share) / cases + square / cases / 4) / (1 + square)
    return Chance(min(max(middle - half, 0.0), share), share, max(min(middle + half, 1.0), share), cases)


def chance_of_more(happened: int, of: int, expected: float) -> float:
    """Bound how likely so many or more are by chance, where each may be of another likelihood (Chernoff, Hoeffding)."""
    return _bound(happened, of, expected) if happened > expected else 1.0


def chance_of_fewer(happened: int, of: int, expected: float) -> float:
    """Bound how likely so few or fewer are by chance."""
    return _bound(happened, of, expected) if happened < expected else 1.0


def _bound(happened: int, of: int, expected: float) -> float:
    share, usual = happened / of, min(max(expected / of, 1e-9), 1 - 1e-9)
    apart = share * log(share / usual) if share else 0.0
    apart += (1 - share) * log((1 - share) / (1 - usual)) if share < 1 else 0.0
    return exp(-of * apart)
