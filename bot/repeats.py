"""How often a platform brought the same update of late: answered, said once more, and then no more.

A platform that brings an update again did not hear that we took it; most often the person has the answer. It is said
once more, since it may be that nothing arrived, and not thirteen times. What a process remembers dies with it: then it
is said again rather than not at all.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

_TIMES = 2
_KEPT = 10_000  # updates; a platform brings one again within minutes, or after an outage


@dataclass(frozen=True, slots=True)
class Repeats:
    """The latest updates by their keys."""

    _heard: OrderedDict[str, int] = field(default_factory=OrderedDict)

    def often(self, key: str) -> bool:
        """Say whether an update has been answered often enough."""
        return self._heard.get(key, 0) >= _TIMES

    def heard(self, key: str) -> None:
        """Note that an update had its effect, or was found to have had it, and is being answered."""
        self._heard[key] = self._heard.pop(key, 0) + 1
        if len(self._heard) > _KEPT:
            self._heard.popitem(last=False)

    def forget(self, key: str) -> None:
        """Take an update for a new one: its answer could neither be given nor owed."""
        self._heard.pop(key, None)
