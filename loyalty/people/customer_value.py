"""What a customer is worth: what they leave in a year times the years that they stay; and what it costs to have or regain one.

How long somebody stays is known of those who were as far a year ago: who came once leaves sooner than a regular.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.shop.chances import Chance, wilson
from loyalty.shop.money import Stayed
from loyalty.shop.sums import Range

MOST_YEARS = 10  # longer than that nobody can tell
_STAYS_LIKE = {Phase.AMBASSADOR: Phase.REGULAR}  # who had brought a friend a year ago is not known


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """Customers of the last year in one phase and quadrant, and what those left of whom that is known."""

    phase: Phase
    quadrant: Quadrant | None
    customers: int
    known: int
    margin_minor: int


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """What a customer leaves in a year, and from now on: about so much, and between which amounts nineteen times in twenty."""

    customers: int
    a_year: Fraction
    low: Fraction
    about: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Who joined in a year: how many came, and how many of these came again within four weeks."""

    joined: int = 0
    came: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class WonBack:
    """Customers who were missed: how many were written to and came within four weeks, and the same of those left out."""

    told: int = 0
    back: int = 0
    left_out: int = 0
    back_alone: int = 0

    @property
    def by_it(self) -> float | None:
        """Return how many came who would not have by themselves; None where nobody was left out, or it shows no gain."""
        if not self.told or not self.left_out:
            return None
        gain = self.back / self.told - self.back_alone / self.left_out
        return gain * self.told if gain > 0 else None


def years(stayed: Stayed) -> Chance:
    """Return for how many years customers stay who leave at this pace, this one among them."""
    loss = stayed.yearly_loss
    low, about, high = (
        min(1 / share, MOST_YEARS) if share > 0 else MOST_YEARS for share in (loss.high, loss.about, loss.low)
    )
    return Chance(low, about, high, loss.cases)


def value_of(groups: Iterable[CustomerGroup], stayed: Mapping[Phase, Stayed]) -> CustomerValue | None:
    """Say what a customer of some groups is worth on average; None where that is known of none of them."""
    customers, a_year, ends = 0, 0, [Fraction()] * 3
    for one in groups:
        seen = stayed.get(_STAYS_LIKE.get(one.phase, one.phase))
        if not one.known or seen is None or not seen.customers:
            continue
        stay = years(seen)
        worth = [
            one.margin_minor * Fraction(each).limit_denominator(1000)
            for each in (stay.low, stay.about, stay.high)
        ]
        if one.margin_minor < 0:  # who costs more than they leave costs the more the longer they stay
            worth.reverse()
        customers, a_year = customers + one.known, a_year + one.margin_minor
        ends = [total + more for total, more in zip(ends, worth, strict=True)]
    if not customers:
        return None
    low, about, high = (end / customers for end in ends)
    return CustomerValue(customers, Fraction(a_year, customers), low, about, high)


def came_back(came: int, people: int) -> Chance:
    """Return which share of some people came, and between which shares that lies."""
    return wilson(came / people if people else 0.0, people)


def each(cost: Range | None, people: float) -> Range | None:
    """Return what one of so many costs."""
    if cost is None or people <= 0:
        return None
    return cost.times(1 / Fraction(people).limit_denominator(1000))
