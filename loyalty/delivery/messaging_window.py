"""How a message travels on a platform that takes free words only for a while after a person's last one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_CALL = timedelta(hours=48)  # before a message expires: what ends tomorrow night is still told today


@dataclass(frozen=True, slots=True)
class Freely:
    """In any words; the platform bills it as service, or not at all."""


@dataclass(frozen=True, slots=True)
class ByTemplate:
    """In approved words only; the platform bills it as its `category`."""

    category: str


@dataclass(frozen=True, slots=True)
class Ride:
    """Not yet: it goes along when the person writes, and is asked about again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class NoTemplate:
    """Not now: there are no approved words for it."""


Route = Freely | ByTemplate | Ride | NoTemplate


def choose_route(
    *,
    patient: bool,
    window_until: datetime | None,
    expires_at: datetime | None,
    category: str | None,
    now: datetime,
) -> Route:
    """Choose how a message travels; `category` is that of its approved template, None where there is none.

    What is `patient`, as good tomorrow as today, waits for the person to write: then it is welcome, and billed as
    service at most.
    """
    if window_until is not None and window_until > now:
        return Freely()
    if patient and expires_at is not None and expires_at - LAST_CALL > now:
        return Ride(expires_at - LAST_CALL)
    return NoTemplate() if category is None else ByTemplate(category)
