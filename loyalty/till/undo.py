"""Who may take a visit back, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.roles import Role

FREE_MINUTES = 10  # a slip of the thumb is mended without a word
CASHIER_HOURS = 24  # after that a manager decides


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """A visit that somebody wants taken back."""

    at: datetime
    undone: bool
    newest: bool  # nothing was booked on the card after it
    reward_used: bool  # a reward it earned was used
    given_away: bool = False  # its customer gave what it earned to a good cause
    gift_spent: bool = False  # a gift that it brought elsewhere was


@dataclass(frozen=True, slots=True)
class AlreadyUndone:
    """Somebody took it back before."""


@dataclass(frozen=True, slots=True)
class NotNewest:
    """Only the newest booking of a card can be taken back: later ones stand on it."""


@dataclass(frozen=True, slots=True)
class RewardUsed:
    """The reward it earned has been used; take that back first."""


@dataclass(frozen=True, slots=True)
class GivenAway:
    """Its customer gave what it earned to a good cause; they can take that back first."""


@dataclass(frozen=True, slots=True)
class GiftSpent:
    """It was a first visit, and a gift that it brought, on another card or to who invited a friend, has been spent."""


@dataclass(frozen=True, slots=True)
class ReasonNeeded:
    """So long after, a reason must be given."""


@dataclass(frozen=True, slots=True)
class ManagerNeeded:
    """So long after, only a manager may."""


UndoRefusal = AlreadyUndone | NotNewest | RewardUsed | GivenAway | GiftSpent | ReasonNeeded | ManagerNeeded


def refuses_undo(visit: BookedVisit, *, role: Role, reason: str | None, now: datetime) -> UndoRefusal | None:
    """Say what stands in the way of taking a visit back, or nothing."""
    age = now - visit.at
    if visit.undone:
        return AlreadyUndone()
    if not visit.newest:
        return NotNewest()
    if visit.given_away:
        return GivenAway()
    if visit.reward_used:
        return RewardUsed()
    if visit.gift_spent:
        return GiftSpent()
    if age > timedelta(hours=CASHIER_HOURS) and not role.includes(Role.MANAGER):
        return ManagerNeeded()
    if age > timedelta(minutes=FREE_MINUTES) and not reason:
        return ReasonNeeded()
    return None
