"""What a shop has promised and not given yet, at the chance that it will be asked for: learned from its own past.

Of what was open so many days ago it is known what became of it since. That share, of vouchers and of the stamps or points on
each kind of card, is the chance of what is open now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import reduce

from loyalty.shop.chances import Chance, wilson
from loyalty.shop.sums import Range

AHEAD = timedelta(days=90)  # how far a forecast looks, and how far back it learns


@dataclass(frozen=True, slots=True)
class WasOpen:
    """What was open at a moment, and how much of it was asked for since.

    `cases` is how many vouchers or cards this rests on; one card that holds most of all counts as little more than one.
    """

    open: int = 0
    came: int = 0
    cases: float = 0.0

    @property
    def chance(self) -> Chance:
        """Return the chance that this says of what is open."""
        return wilson(self.came / self.open if self.open else 0.0, self.cases)


@dataclass(frozen=True, slots=True)
class Likely:
    """What is likely to be asked for, in minor units, and between which it lies nineteen times in twenty.

    Where nothing is `learned` of some of it, nobody can say about how much it will be.
    """

    low: Fraction
    about: Fraction
    high: Fraction
    learned: bool = True

    def plus(self, other: "Likely") -> "Likely":
        """Add up two; their bounds too, as both may err to the same side."""
        learned = self.learned and other.learned
        return Likely(self.low + other.low, self.about + other.about, self.high + other.high, learned)


@dataclass(frozen=True, slots=True)
class Promised:
    """Vouchers, or stamps or points on so many cards; `cost` is of all of them, None where nobody can tell."""

    count: int
    cards: int
    cost: Range | None
    seen: WasOpen

    @property
    def likely(self) -> Likely | None:
        """Return what of it is likely to come."""
        return likely(self.cost, self.seen.chance) if self.cost else None


@dataclass(frozen=True, slots=True)
class ForecastRecord:
    """What would have been forecast at a moment, by what was known then, and what came of it."""

    at: datetime
    forecast: Likely
    came: Range


def seen_on_cards(cards: Iterable[tuple[int, int]]) -> WasOpen:
    """Learn from cards: what each held, and how much became rewards since, which may be newer ones than it held."""
    begun = [(held, min(held, max(turned, 0))) for held, turned in cards if held > 0]
    held = sum(one for one, _ in begun)
    squares = sum(one * one for one, _ in begun)
    return WasOpen(held, sum(turned for _, turned in begun), held * held / squares if squares else 0.0)


def likely(cost: Range, chance: Chance) -> Likely:
    """Return what is likely to come of something that costs so much; a cost that is not known makes it wider."""
    low, about, high = (
        Fraction(one).limit_denominator(10**6) for one in (chance.low, chance.about, chance.high)
    )
    return Likely(cost.low * low, (cost.low + cost.high) / 2 * about, cost.high * high, chance.cases > 0)


def together(parts: Iterable[Promised]) -> Likely | None:
    """Add up what is likely of all that is open; None where that is nothing, or the cost of some of it can't be told."""
    every = [one.likely for one in parts if one.count]
    told = [one for one in every if one]
    return reduce(Likely.plus, told) if told and len(told) == len(every) else None
