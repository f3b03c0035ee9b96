"""An event of a shop: what it may be, and who has a seat."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from loyalty.values import dataclass

MOST_SEATS = 500
LONGEST_TITLE = 60
MOST_DAYS_AHEAD = 90
_SOONEST = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an owner plans."""

    title: str
    starts_at: datetime
    seats: int


class Seat(StrEnum):
    """What became of an invitation."""

    COMING = "coming"
    WAITING = "waiting"  # for a seat that gets free
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class BadEvent:
    """Why an event can't be like that."""

    why: Literal["title", "soon", "far", "seats"]


def check_event(plan: EventPlan, *, now: datetime) -> BadEvent | None:
    """Say what is wrong with an event, if anything."""
    if not 0 < len(plan.title) <= LONGEST_TITLE:
        return BadEvent("title")
    if plan.starts_at < now + _SOONEST:
        return BadEvent("soon")
    if plan.starts_at > now + timedelta(days=MOST_DAYS_AHEAD):
        return BadEvent("far")
    return None if 0 < plan.seats <= MOST_SEATS else BadEvent("seats")


def seat_for(seats: int, *, taken: int) -> Seat:
    """Say whether who says yes has a seat, or waits for one."""
    return Seat.COMING if taken < seats else Seat.WAITING
