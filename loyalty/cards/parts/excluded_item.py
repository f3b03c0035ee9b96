"""Things that earn less, or nothing: gift cards, tobacco, a deposit; the cashier says how much of an amount they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from loyalty.cards.part import BadPart, Part
from loyalty.names import fits

MOST_LABEL = 24  # of a button
MOST_PERCENT = 99


@dataclass(frozen=True, slots=True)
class ExcludedItem(Part):
    """Of what was spent on `label` so many percent count: a tap after the booking asks how much that was."""

    name: ClassVar[str] = "excluded_item"

    label: str = ""
    percent: int = 0

    def counts(self, minor: int) -> int:
        """Say how much of an amount for it counts, rounded down."""
        return minor * self.percent // 100

    def problem(self, *, takes_amounts: bool) -> BadPart | None:
        """Refuse a button without a word on it, a share that is none, and a till that hears no amounts."""
        if not takes_amounts:
            return BadPart(self.name, "amounts")
        if not 0 <= self.percent <= MOST_PERCENT:
            return BadPart(self.name, "percent", MOST_PERCENT)
        return None if fits(self.label, MOST_LABEL) else BadPart(self.name, "label", MOST_LABEL)


def on_begun(part: ExcludedItem, begun: Sequence[Part]) -> ExcludedItem | None:
    """Return what of such things counts on a card that was begun by other rules: the kinder share; None: all of it."""
    old = [one for one in begun if isinstance(one, ExcludedItem) and one.label == part.label]
    return max((part, *old), key=lambda one: one.percent) if old else None


PART = ExcludedItem
