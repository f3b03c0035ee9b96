"""Whether the platform answers at all: while it does not, one message at a time asks, and the others wait.

What may arrive once at most is lost when its fate is unknown, so an hour of silence must not swallow a campaign.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from channels.deliveries import Delivery, NotSent, Uncertain

_ENOUGH = 3  # of unknown fate in a row: it is not about one message
_FIRST_PAUSE_S = 5
_LONGEST_PAUSE_S = 300
_UNDER_WAY = timedelta(minutes=1)  # longer than any call takes
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Doubt:
    """How many messages in a row were of unknown fate, and until when nobody asks again."""

    _in_a_row: int = 0
    _until: datetime = _LONG_AGO

    @property
    def deep(self) -> bool:
        """Say whether only one message at a time may ask."""
        return self._in_a_row >= _ENOUGH

    def holds(self, now: datetime) -> bool:
        """Say whether nothing may ask just now."""
        return self._until > now

    def asks(self, now: datetime) -> None:
        """Note that a message leaves; in deep doubt the others wait for its answer."""
        if self.deep:
            self._until = now + _UNDER_WAY

    def ended(self, delivery: Delivery | None, now: datetime) -> None:
        """Note how a message ended; None when it never left."""
        if isinstance(delivery, Uncertain):
            self._in_a_row += 1
            pauses = self._in_a_row - _ENOUGH
            pause_s = min(_FIRST_PAUSE_S * 2 ** min(pauses, 9), _LONGEST_PAUSE_S) if self.deep else 0
            self._until = now + timedelta(seconds=pause_s)
            return
        self._until = _LONG_AGO
        if delivery is not None and not isinstance(delivery, NotSent):
            self._in_a_row = 0
