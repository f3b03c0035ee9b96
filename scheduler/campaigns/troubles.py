"""What failed in a shop: told to the operator, and left alone for a while, so that all other shops go on.

It is remembered by this process alone: a new start tries at once, and has perhaps learned to read what it could not.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from loyalty.records import UnreadableRowError

_LOG = logging.getLogger(__name__)
_FIRST_REST = timedelta(minutes=1)
_LONGEST_REST = timedelta(hours=1)


@dataclass(slots=True)
class Troubles:
    """The shops whose part of a round failed, each with how long it rests and until when; and how often anything did."""

    count: int = 0
    _rests: dict[int, tuple[timedelta, datetime]] = field(default_factory=dict)

    def note(self, shop_id: int | None, part: str, error: Exception, *, now: datetime) -> timedelta:
        """Log what failed, by ids only, and return how long it is left alone: longer each time, up to an hour."""
        self.count += 1
        _LOG.error("shop %s: %s failed: %s", shop_id or "unknown", part, _where(error))
        if shop_id is None:
            return _LONGEST_REST
        before, _ = self._rests.get(shop_id, (_FIRST_REST / 2, now))
        rest = min(before * 2, _LONGEST_REST)
        self._rests[shop_id] = rest, now + rest
        return rest

    def over(self, shop_id: int) -> None:
        """Forget what failed in a shop: its whole round went well."""
        self._rests.pop(shop_id, None)

    def resting(self, *, now: datetime) -> frozenset[int]:
        """Return the shops that are left alone now; a clock that was set back lets none rest longer."""
        return frozenset(
            shop_id for shop_id, (rest, until) in self._rests.items() if until - rest <= now < until
        )

    @property
    def shops(self) -> int:
        """Count the shops in which something failed, and has not gone well since."""
        return len(self._rests)


def _where(error: Exception) -> str:
    """Say what an error is and where it arose, without its words, which may hold a setting's or a person's."""
    said = f"{error.what} can't be read" if isinstance(error, UnreadableRowError) else type(error).__name__
    frames = extract_tb(error.__traceback__)
    return f"{said} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else said
