"""When somebody may be asked for a yes: twice at most, a while apart, and never after a no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TIMES = 2
REST_DAYS = 14


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """That somebody was asked for one yes, and on which occasion."""

    occasion: str
    at: datetime


def may_ask(asked: Iterable[AskedBefore], occasion: str, *, said_no: bool, now: datetime) -> bool:
    """Say whether an occasion may ask for a yes; one that did so before may again, as its message may have been lost."""
    others = [one for one in asked if one.occasion != occasion]
    rested = all(now - one.at >= timedelta(days=REST_DAYS) for one in others)
    return not said_no and rested and len(others) < MOST_TIMES
