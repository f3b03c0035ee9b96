"""A thank-you for a purchase that is larger than the customer's own usual one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from loyalty.cards.part import BadPart, Part, VisitFacts

MOST_PERCENT = 400
MOST_PLUS = 10_000
ENOUGH = 3  # amounts, from which somebody has an average of their own
LOOKED_AT = 10  # of the newest amounts


@dataclass(frozen=True, slots=True)
class AboveAverage(Part):
    """A visit counts `plus` more from `percent` above the usual amount on.

    Usual is the customer's own average before `tuned_on` (None: up to now), else the shop's average sale.
    """

    name: ClassVar[str] = "above_average"
    counted: ClassVar[tuple[str, ...]] = ("plus",)

    percent: int = 20
    plus: int = 1
    tuned_on: date | None = None

    def bonus(self, visit: VisitFacts) -> int:
        """Thank for more than usual, once a visit."""
        least = self.least_minor(visit.usual_minor)
        reached = least is not None and visit.spent_minor is not None and visit.spent_minor >= least
        return self.plus if reached and not visit.already else 0

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:  # noqa: ARG002 - it thanks for any visit alike
        """Say that it thanks at most once."""
        return Fraction(self.plus)

    def least_minor(self, usual_minor: int | None) -> int | None:
        """Return the amount from which on it counts, as it is told; None where nothing is usual yet."""
        return None if usual_minor is None else _neat(usual_minor * (100 + self.percent))

    def kept_by(self, other: Part) -> bool:
        """Say whether as much comes as early; that it is tuned anew takes nothing from it."""
        return isinstance(other, AboveAverage) and other.percent <= self.percent and other.plus >= self.plus

    def problem(self, *, takes_amounts: bool) -> BadPart | None:
        """Refuse what no till could tell: amounts that nobody types, and what gives nothing."""
        if not takes_amounts:
            return BadPart(self.name, "amounts")
        if not 1 <= self.percent <= MOST_PERCENT:
            return BadPart(self.name, "percent", MOST_PERCENT)
        return None if 1 <= self.plus <= MOST_PLUS else BadPart(self.name, "plus", MOST_PLUS)


def usual_of(amounts: Sequence[int], shops_average_minor: int | None) -> int | None:
    """Return what somebody usually spends: their own average, or the shop's while there are too few amounts."""
    if len(amounts) < ENOUGH:
        return shops_average_minor
    return sum(amounts) // len(amounts)


def _neat(hundredths: int) -> int:
    """Round an amount up to two figures and a half: 8.37 is told, and counts, as 8.40; a few coins stay as they are."""
    amount = -(-hundredths // 100)
    more_figures = len(str(amount)) - 3
    step = 5 * 10**more_figures if more_figures >= 0 else 1
    return -(-amount // step) * step


PART = AboveAverage
