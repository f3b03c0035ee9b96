"""The clock of the journeys: it goes on when it is told to, and whoever waits is told so at once."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)  # a Thursday, 12:00 in Amsterdam


@dataclass(slots=True)
class Hours:
    """What the clock shows."""

    now: datetime = NOON
    waited: list[float] = field(default_factory=list)

    def read(self) -> datetime:
        """Look at the clock."""
        return self.now

    async def wait(self, seconds: float) -> None:
        """Let a pause pass without waiting for it."""
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)
