"""Days on which it rained, and who came through the rain."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loyalty.cards.part import BadPart, Part, VisitFacts


@dataclass(frozen=True, slots=True)
class RainyDay(Part):
    """Each visit on one of the `days` counts `plus` more."""

    name: ClassVar[str] = "rainy_day"

    days: tuple[date, ...] = ()
    plus: int = 1

    def bonus(self, visit: VisitFacts) -> int:
        """Add to a visit in the rain."""
        return self.plus if visit.at.date() in self.days and not visit.already else 0

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse rain that gives nothing."""
        return None if self.plus > 0 else BadPart(self.name, "dry")


PART = RainyDay
