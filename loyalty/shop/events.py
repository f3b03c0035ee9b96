"""An event of a shop: what it may be, and who has a seat."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from loyalty.names import fits
from loyalty.values import dataclass

MOST_SEATS = 500
LONGEST_TITLE = 60
MOST_DAYS_AHEAD = 90
_SOONEST = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an owner plans: at a branch or anywhere, with so many stamps or points for coming; None: as `/campaigns` says."""

    title: str
    starts_at: datetime
    seats: int
    branch_id: int | None = None
    gift_amount: int | None = None


class Seat(StrEnum):
    """What became of an invitation."""

    COMING = "coming"
    WAITING = "waiting"  # for a seat that gets free
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class BadEvent:
    """Why an event can't be like that."""

    why: Literal["title", "soon", "far", "seats", "taken", "gift", "place"]
    limit: int = 0  # seats that are taken, and nobody is sent away from; the most that can be given


def check_event(plan: EventPlan, *, most_gift: int, now: datetime) -> BadEvent | None:
    """Say what is wrong with an event, if anything."""
    if wrong := _check_title(plan):
        return wrong
    if plan.starts_at < now + _SOONEST:
        return BadEvent("soon")
    if plan.starts_at > now + timedelta(days=MOST_DAYS_AHEAD):
        return BadEvent("far")
    return _check_numbers(plan, most_gift=most_gift)


def check_change(
    before: EventPlan, after: EventPlan, *, taken: int, most_gift: int, now: datetime
) -> BadEvent | None:
    """Say what is wrong with a change of an event at which so many seats are taken: who has one keeps it."""
    moved = after.starts_at != before.starts_at
    wrong = check_event(after, most_gift=most_gift, now=now) if moved else _check_title(after)
    wrong = wrong or _check_numbers(after, most_gift=most_gift)
    if wrong is None and after.seats < min(taken, before.seats):
        return BadEvent("taken", taken)
    return wrong


def _check_title(plan: EventPlan) -> BadEvent | None:
    return None if fits(plan.title, LONGEST_TITLE) else BadEvent("title")


def _check_numbers(plan: EventPlan, *, most_gift: int) -> BadEvent | None:
    if not 0 < plan.seats <= MOST_SEATS:
        return BadEvent("seats")
    return None if 0 <= (plan.gift_amount or 0) <= most_gift else BadEvent("gift", most_gift)


def seat_for(seats: int, *, taken: int) -> Seat:
    """Say whether who says yes has a seat, or waits for one."""
    return Seat.COMING if taken < seats else Seat.WAITING
