"""One level: what it takes, in visits or in money, and what whoever has it gets."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from loyalty.cards.part import EarlierVisit
from loyalty.names import fits

MOST_NAME = 24
MOST_VISITS = 500
MOST_SPENT_MINOR = 10**12
MOST_PERCENT = 400
MOST_PLUS = 10_000
MOST_LONGER = 366


@dataclass(frozen=True, slots=True)
class Level:
    """From `visits`, or from `spent_minor`, in the period on.

    A visit then brings so many percent of what it earns, rounded down, and `plus` on top, and a reward waits `longer` days.
    """

    name: str
    visits: int = 0
    percent: int = 0
    plus: int = 0
    spent_minor: int = 0
    longer: int = 0

    @property
    def least(self) -> int:
        """Return how much of what it counts it takes."""
        return self.visits or self.spent_minor

    def counts(self, visit: EarlierVisit) -> int:
        """Say how much a visit counts towards it."""
        return 1 if self.visits else visit.spent_minor or 0

    def on_top(self, earned: int, already: int) -> int:
        """Say what it adds to a visit; what is booked bit by bit comes to the same as at once."""
        share = (already + earned) * self.percent // 100 - already * self.percent // 100
        return share + (0 if already else self.plus)

    def larger(self, factor: Fraction) -> Self:
        """Return it where a sale earns so many times as much: a share is worth the same already."""
        return replace(self, plus=max(1, round(self.plus * factor))) if self.plus else self

    @property
    def perks(self) -> tuple[int, int, int]:
        """Return all that it gives, each the more the better."""
        return self.percent, self.plus, self.longer

    def gives_more(self, other: "Level") -> bool:
        """Say that it is above the other whatever is spent: which of a share and a number is more, hangs on that."""
        return self.perks != other.perks and self._gives_no_less(other)

    def _gives_no_less(self, other: "Level") -> bool:
        return all(one >= another for one, another in zip(self.perks, other.perks, strict=True))

    def is_no_less(self, other: "Level") -> bool:
        """Say that it takes no more than the other and gives no less."""
        easier = self.visits <= other.visits and self.spent_minor <= other.spent_minor
        return easier and self._gives_no_less(other)

    def problem(self) -> tuple[str, int] | None:
        """Say which of its figures can't be, and how far it may go."""
        if not fits(self.name, MOST_NAME):
            return "name", MOST_NAME
        if self.visits and self.spent_minor:
            return "mixed", 0
        if self.spent_minor:
            return self._bad_perk() if 0 < self.spent_minor <= MOST_SPENT_MINOR else ("spent", 0)
        return self._bad_perk() if 1 <= self.visits <= MOST_VISITS else ("visits", MOST_VISITS)

    def _bad_perk(self) -> tuple[str, int] | None:
        if not 0 <= self.percent <= MOST_PERCENT:
            return "percent", MOST_PERCENT
        if not 0 <= self.longer <= MOST_LONGER:
            return "longer", MOST_LONGER
        return None if 0 <= self.plus <= MOST_PLUS and any(self.perks) else ("plus", MOST_PLUS)
