"""A surprise: something given at the counter without a purchase, within what the shop set aside for that."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from loyalty.cards.part import BadPart, GivesAMonth, Part

MOST_A_MONTH = 1_000_000


@dataclass(frozen=True, slots=True)
class OverBudget:
    """So much is not left: of the `month` for all, of the `day` for a cashier, or `once` for one customer."""

    of: Literal["month", "day", "once"]
    left: int


@dataclass(frozen=True, slots=True)
class Surprise(Part):
    """Staff may give so much: `a_month` all together, a cashier `a_day`, at most `at_once`.

    Managers and owners are held by the month alone.
    """

    name: ClassVar[str] = "surprise"
    counted: ClassVar[tuple[str, ...]] = ("a_month", "a_day", "at_once")

    a_month: int = 40
    a_day: int = 5
    at_once: int = 2

    def refuses(self, amount: int, *, this_month: int, today: int | None) -> OverBudget | None:
        """Say which budget an amount would pass; `today` is what this cashier gave, None for who is held by the month alone."""
        left_of: dict[Literal["month", "day", "once"], int] = {
            "once": self.at_once,
            "day": amount if today is None else self.a_day - today,
            "month": self.a_month - this_month,
        }
        return next((OverBudget(of, max(0, left)) for of, left in left_of.items() if amount > left), None)

    def gives_a_month(self, *, newcomers: int | None) -> GivesAMonth:  # noqa: ARG002 - the budget is for all
        """Say that the whole budget may be given."""
        return GivesAMonth(1, self.a_month)

    def most_at_once(self) -> int:
        """Say how many one customer can be surprised with."""
        return self.at_once

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse a budget of nothing, and one that its own days or gifts pass."""
        if not 0 < self.a_month <= MOST_A_MONTH:
            return BadPart(self.name, "month", MOST_A_MONTH)
        if not 0 < self.a_day <= self.a_month:
            return BadPart(self.name, "day", self.a_month)
        return None if 0 < self.at_once <= self.a_day else BadPart(self.name, "once", self.a_day)


PART = Surprise
