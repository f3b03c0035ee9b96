"""A saved filter: which customers are meant, by what is known of them. It names facts, and never another filter."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

MOST_FILTERS = 8
MOST_NAME = 20
TAG = "t"
TAG_VALUES = ("yes", "no", "bought")  # said that they like it, or don't; bought something of it
Criterion = Literal["quadrant", "phase", "noted", "branch", "programme"]


def tag_key(tag_id: int) -> str:
    """Name a tag where a filter asks for one."""
    return f"{TAG}{tag_id}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Each of these that is named must be so; "" and 0 name nothing.

    `what` is an attribute and `value` what stands there, or a tag (`tag_key`) and one of `TAG_VALUES`.
    """

    quadrant: str = ""
    phase: str = ""
    what: str = ""
    value: str = ""
    branch_id: int = 0
    programme_id: int = 0

    @property
    def named(self) -> bool:
        """Say whether it asks for anything: what asks for nothing names everybody."""
        return self != Filter()

    def without(self, criterion: Criterion) -> "Filter":
        """Ask for one thing less."""
        match criterion:
            case "quadrant":
                return replace(self, quadrant="")
            case "phase":
                return replace(self, phase="")
            case "noted":
                return replace(self, what="", value="")
            case "branch":
                return replace(self, branch_id=0)
            case "programme":
                return replace(self, programme_id=0)

    def facts(self) -> Iterator[tuple[str, str | int]]:
        """Give each field with what it asks for."""
        yield from ((one.name, getattr(self, one.name)) for one in fields(self))
