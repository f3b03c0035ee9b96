"""Things that a shop gives more for: the cashier taps what was bought."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from loyalty.cards.part import BadPart, Part
from loyalty.names import fits

MOST_LABEL = 24  # of a button
MOST_PLUS = 1_000


@dataclass(frozen=True, slots=True)
class BonusItem(Part):
    """A tap on `label` after the scan adds `plus` to the visit, once a visit."""

    name: ClassVar[str] = "bonus_item"
    counted: ClassVar[tuple[str, ...]] = ("plus",)
    apart: ClassVar[bool] = True

    label: str = ""
    plus: int = 1

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:  # noqa: ARG002 - it is tapped at any visit
        """Say that it is tapped at most once."""
        return Fraction(self.plus)

    def kept_by(self, other: Part) -> bool:
        """Say whether the same button gives as much."""
        return isinstance(other, BonusItem) and other.label == self.label and other.plus >= self.plus

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse a button without a word on it, and what gives nothing."""
        if not fits(self.label, MOST_LABEL):
            return BadPart(self.name, "label", MOST_LABEL)
        return None if 1 <= self.plus <= MOST_PLUS else BadPart(self.name, "plus", MOST_PLUS)


def offered(begun: Iterable[Part], today: Iterable[Part]) -> tuple[BonusItem, ...]:
    """List what a card gets more for: by the rules it was begun under and by today's, of one label the better one."""
    best: dict[str, BonusItem] = {}
    for part in (*begun, *today):
        if isinstance(part, BonusItem) and part.plus > (best[part.label].plus if part.label in best else 0):
            best[part.label] = part
    return tuple(best.values())


PART = BonusItem
