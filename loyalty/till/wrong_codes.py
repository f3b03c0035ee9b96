"""How many wrong codes somebody may type before they wait: a slip costs nothing, and guessing does not pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many wrong codes within a time; after them, none is looked at until the first of them is that old."""

    wrong: int
    within: timedelta


AT_THE_TILL = Allowance(10, timedelta(minutes=15))  # nobody mistypes so often in a row
OF_LINKS = Allowance(5, timedelta(hours=1))


def must_wait_until(wrong: Sequence[datetime], allowed: Allowance, *, now: datetime) -> datetime | None:
    """Say until when somebody may type no more codes, given when they typed wrong ones."""
    recent = sorted(at for at in wrong if now - at < allowed.within)
    return recent[-allowed.wrong] + allowed.within if len(recent) >= allowed.wrong else None
