"""A task: something that a customer does for the shop, shows, and gets something for once staff have seen it."""

from dataclasses import dataclass
from typing import ClassVar

from loyalty.cards.part import BadPart, GivesAMonth, Part
from loyalty.cards.praise import praise_asked
from loyalty.names import fits

MOST_LABEL = 24  # of a button
MOST_WHAT = 200
MOST_GIVES = 1_000
MOST_EACH = 100
MOST_A_MONTH = 1_000


@dataclass(frozen=True, slots=True)
class Task(Part):
    """Who does `what` and shows it gets `gives`, `each` times in all; all customers together `a_month` times."""

    name: ClassVar[str] = "task"
    counted: ClassVar[tuple[str, ...]] = ("gives",)

    label: str = ""
    what: str = ""
    gives: int = 1
    each: int = 1
    a_month: int = 20

    def gives_a_month(self, *, newcomers: int | None) -> GivesAMonth:  # noqa: ARG002 - it is for whoever comes
        """Say what all together can get by it."""
        return GivesAMonth(self.gives, self.a_month)

    def most_at_once(self) -> int:
        """Say what one yes gives."""
        return self.gives

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse what asks for praise, a task without words, and one that gives nothing or to crowds."""
        if word := praise_asked(self.label) or praise_asked(self.what):
            return BadPart(self.name, "praise", word=word)
        if not fits(self.label, MOST_LABEL):
            return BadPart(self.name, "label", MOST_LABEL)
        if not fits(self.what, MOST_WHAT):
            return BadPart(self.name, "what", MOST_WHAT)
        if not 1 <= self.gives <= MOST_GIVES:
            return BadPart(self.name, "gives", MOST_GIVES)
        if not 1 <= self.each <= MOST_EACH:
            return BadPart(self.name, "each", MOST_EACH)
        return None if 1 <= self.a_month <= MOST_A_MONTH else BadPart(self.name, "month", MOST_A_MONTH)


PART = Task
