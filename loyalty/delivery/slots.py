"""When unasked messages leave an account: a slot each at even distances (GCRA), and a gap between two in one chat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD = timedelta(
    seconds=1
)  # no slot is given out further ahead, and no number of answers holds all up for longer


@dataclass(frozen=True, slots=True)
class Tempo:
    """How far two slots of an account lie apart, and two messages in one of its chats."""

    interval: timedelta
    gap: timedelta


AT_ONCE = Tempo(timedelta(0), timedelta(0))


def first_slot(free_at: datetime, tempo: Tempo, *, answered: timedelta, now: datetime) -> datetime:
    """Return where the next slot lies, when answers have taken so much of what was free at `free_at`.

    It may lie half a slot back: a timer that is always late must not slow everything down. What lies further ahead
    than any slot was given out is of a clock that was wrong.
    """
    latest = now + AHEAD
    if free_at > latest + tempo.interval:
        free_at = now
    if not answered:
        return max(free_at, now - tempo.interval / 2)
    return max(min(max(free_at, now) + answered, latest), free_at)
