"""Good causes: each visit gives something to the one that the customer chose, of what the shop earns and not of the card."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from loyalty.cards.part import BadPart, Part
from loyalty.names import fits

MOST_CAUSES = 3
MOST_NAME = 24  # of a button
MOST_ABOUT = 120
MOST_PERMILLE = 500
MOST_MINOR = 10_000_000
MOST_UNITS = 10_000
EXACT = 1000  # of a minor unit: so finely is counted what a share comes to, and none of it is ever rounded


@dataclass(frozen=True, slots=True)
class Supported:
    """Something that a shop gives to, and a line about it."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class GoodCauses(Part):
    """Each visit gives so many thousandths of what is spent, and so much more, to one of up to three good causes.

    Who holds a card may give `units` of their own too, as often as they like: so many are worth `worth_minor` to it.
    It is the shop's promise to others, not to who holds a card: today's rules alone decide.
    """

    name: ClassVar[str] = "cause"
    single: ClassVar[bool] = True

    causes: tuple[Supported, ...] = ()
    permille: int = 0
    a_visit_minor: int = 0
    units: int = 0
    worth_minor: int = 0

    def has_amounts(self) -> bool:
        """Say whether a sum stands in it, and not a share alone."""
        return bool(self.a_visit_minor or self.worth_minor)

    def gives(self, spent_minor: int | None) -> int:
        """Say what a visit gives, exactly: in thousandths of a minor unit."""
        return (spent_minor or 0) * self.permille + self.a_visit_minor * EXACT

    def money_a_visit(self, sale_minor: int) -> Fraction:
        """Say what a visit costs in money where so much is spent."""
        return Fraction(self.gives(sale_minor), EXACT)

    def worth_of_one(self) -> Fraction:
        """Say what one stamp or point is worth that a customer gives."""
        return Fraction(self.worth_minor, self.units) if self.units else Fraction()

    def lots(self, balance: int) -> int:
        """Say how many times a balance is enough for what is given at once; 0 where own ones are not taken."""
        return balance // self.units if self.units and self.worth_minor else 0

    def called(self, name: str) -> Supported | None:
        """Find a cause by its name."""
        return next((one for one in self.causes if one.name == name), None)

    def problem(self, *, takes_amounts: bool) -> BadPart | None:
        """Refuse causes without a name or of one name, what gives nothing, and a share of what no till is told."""
        why = self._bad_cause() or self._bad_figure()
        if not why and self.permille and not takes_amounts:
            why = "amounts", 0
        return BadPart(self.name, *why) if why else None

    def _bad_cause(self) -> tuple[str, int] | None:
        if not 0 < len(self.causes) <= MOST_CAUSES:
            return "causes", MOST_CAUSES
        if not all(fits(one.name, MOST_NAME) for one in self.causes):
            return "name", MOST_NAME
        if any(len(one.about) > MOST_ABOUT for one in self.causes):
            return "about", MOST_ABOUT
        return None if len({one.name.casefold() for one in self.causes}) == len(self.causes) else ("twice", 0)

    def _bad_figure(self) -> tuple[str, int] | None:
        if not 0 <= self.permille <= MOST_PERMILLE:
            return "share", MOST_PERMILLE
        if not 0 <= self.a_visit_minor <= MOST_MINOR:
            return "visit", MOST_MINOR
        if not (0 <= self.units <= MOST_UNITS and 0 <= self.worth_minor <= MOST_MINOR):
            return "own", MOST_UNITS
        return None if self.permille or self.a_visit_minor else ("nothing", 0)


def causes_in(parts: Sequence[Part]) -> GoodCauses | None:
    """Return the good causes among parts; a programme has them once."""
    return next((part for part in parts if isinstance(part, GoodCauses)), None)


PART = GoodCauses
