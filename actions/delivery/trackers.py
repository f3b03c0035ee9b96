"""What goes along with a message and comes back with each report about it: so that a report finds what it is about."""

import re
from collections.abc import Mapping
from dataclasses import field

from loyalty.values import dataclass

_FORM = re.compile("(?:answer:([0-9a-f]+)|([0-9]{1,18}))((?: [a-z_]+=[0-9]{1,18})*)")
_PICTURED = "pictured"


@dataclass(frozen=True, slots=True)
class Tracker:
    """A message by its `row` of the outbox, or an answer by the `key` of its update and what it was `about`.

    `pictured`: it left with a picture or a file, so that a platform may refuse it for these alone.
    """

    row: int | None = None
    key: str = ""
    about: Mapping[str, int] = field(default_factory=dict)
    pictured: bool = False

    def __str__(self) -> str:
        """Return what `read_tracker` understands, short enough for every platform."""
        head = f"answer:{self.key}" if self.row is None else str(self.row)
        facts = {**self.about, **({_PICTURED: 1} if self.pictured else {})}
        return " ".join([head, *(f"{name}={value}" for name, value in facts.items())])


def read_tracker(text: str) -> Tracker | None:
    """Understand what came back; None where it is not ours, and nothing waits for it."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    key, row, facts = found.groups()
    about = {name: int(value) for name, value in (fact.split("=") for fact in facts.split())}
    pictured = bool(about.pop(_PICTURED, 0))
    return Tracker(int(row) if row else None, key or "", about, pictured)
