"""Who is served next where many write at once: people at the till first, everybody else in the order they came.

And how much one person may ask for: some answers at once, then one each time that the platform allows another into
their chat, so that it has no reason to silence us there.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from channels.messages import Address

CUSTOMER, CASHIER = 10, 60  # answers at once
_SLOWED = 10  # so many wait for their turn one after the other, then all that follow are answered in one
_PEOPLE_KEPT = 1000


class Once:
    """A question whose answer is fetched at most once, and only where it matters."""

    def __init__(self, ask: Callable[[], Awaitable[bool]]) -> None:
        self._ask = ask
        self._answer: bool | None = None

    async def __call__(self) -> bool:
        """Answer; the first time by asking."""
        if self._answer is None:
            self._answer = await self._ask()
        return self._answer


class Queue:
    """A few places; who is `first` needs none."""

    def __init__(self, places: int) -> None:
        self._places = asyncio.Semaphore(places)
        self.waiting = 0

    @asynccontextmanager
    async def place(self, first: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
        """Wait for a place, unless this one goes first; asked only where all places are taken."""
        if self._places.locked() and await first():
            yield
            return
        self.waiting += 1
        try:
            await self._places.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._places.release()


@dataclass(slots=True)
class _Asked:
    next_at: datetime  # when the next answer would come, were there one after the other
    slowed: int = 0


@dataclass(slots=True)
class Allowances:
    """How much each person has asked for lately."""

    _people: dict[Address, _Asked] = field(default_factory=dict)

    def exceeded(self, person: Address, gap: timedelta, *, at_once: int, now: datetime) -> bool:
        """Say whether a person has had more than so many answers at once."""
        asked = self._people.get(person)
        return asked is not None and asked.next_at - now > gap * at_once

    def take(self, person: Address, gap: timedelta, *, at_once: int, now: datetime) -> timedelta | None:
        """Return how long a person's next answer must wait; None where too many have waited already."""
        if len(self._people) >= _PEOPLE_KEPT:
            self._people = {this: one for this, one in self._people.items() if one.next_at > now}
        asked = self._people.setdefault(person, _Asked(now))
        wait = max(asked.next_at - now - gap * at_once, timedelta(0))
        if wait and asked.slowed >= _SLOWED:
            return None
        asked.slowed = asked.slowed + 1 if wait else 0
        asked.next_at = max(asked.next_at, now) + gap
        return wait
