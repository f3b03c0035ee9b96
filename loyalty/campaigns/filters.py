"""A saved filter: which customers are meant, by what is known of them. It names facts, and never another filter."""

from dataclasses import dataclass, replace
from typing import Literal

MOST_FILTERS = 8
MOST_NAME = 20
MOST_NOTED = 3
TAG, ITEM = "t", "i"
# Bought once, at `USUAL_FROM` visits or more, or at none of `INFERRED_FROM` and more.
BOUGHT, OFTEN, NEVER = "bought", "often", "never"
ITEM_VALUES = (BOUGHT, OFTEN, NEVER)
TAG_VALUES = ("yes", "no", *ITEM_VALUES)  # said that they like it, or don't
Criterion = Literal["quadrant", "phase", "noted", "branch", "programme"]
Noted = tuple[str, str]  # an attribute, a tag or an item by its key, and what stands there


def tag_key(tag_id: int) -> str:
    """Name a tag where a filter asks for one."""
    return f"{TAG}{tag_id}"


def item_key(item_id: int) -> str:
    """Name an item where a filter asks for one."""
    return f"{ITEM}{item_id}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Each of these that is named must be so; "" and 0 name nothing."""

    quadrant: str = ""
    phase: str = ""
    noted: tuple[Noted, ...] = ()
    branch_id: int = 0
    programme_id: int = 0

    @property
    def named(self) -> bool:
        """Say whether it asks for anything: what asks for nothing names everybody."""
        return self != Filter()

    def noting(self, what: str, value: str) -> "Filter":
        """Ask for one thing more that is known; an attribute, of which there is one, takes the place of what was asked of it."""
        several = what.startswith((TAG, ITEM))
        others = [one for one in self.noted if one != (what, value) and (several or one[0] != what)]
        return replace(self, noted=(*others, (what, value)))

    def without(self, criterion: Criterion) -> "Filter":
        """Ask for one thing less."""
        match criterion:
            case "quadrant":
                return replace(self, quadrant="")
            case "phase":
                return replace(self, phase="")
            case "noted":
                return replace(self, noted=())
            case "branch":
                return replace(self, branch_id=0)
            case "programme":
                return replace(self, programme_id=0)


def cross_selling(bought: str, never: str) -> Filter:
    """Ask for who buys one thing and never another."""
    return Filter(noted=((bought, OFTEN), (never, NEVER)))
