"""Things that earn nothing: gift cards, tobacco, a deposit; the cashier says how much of an amount they were."""

from dataclasses import dataclass
from typing import ClassVar

from loyalty.cards.part import BadPart, Part

MOST_LABEL = 24  # of a button


@dataclass(frozen=True, slots=True)
class ExcludedItem(Part):
    """What was spent on `label` does not count: a tap after the booking asks how much that was."""

    name: ClassVar[str] = "excluded_item"

    label: str = ""

    def problem(self, *, takes_amounts: bool) -> BadPart | None:
        """Refuse a button without a word on it, and a till that hears no amounts."""
        if not takes_amounts:
            return BadPart(self.name, "amounts")
        return None if 0 < len(self.label) <= MOST_LABEL else BadPart(self.name, "label", MOST_LABEL)


PART = ExcludedItem
