"""What only one of several processes does at a time, as one of them sees it.

Who sleeps over the end of a lease, whatever was under way, writes nothing more under it: each transaction asks first.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from actions import leases
from actions.leases import Hold, LeaseLostError, TakenSince

_KEPT_EVERY = timedelta(seconds=10)  # a third of a lease: one that is late is not lost


class Storage(Protocol):
    """What a lease needs of a database."""

    async def write(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""

    async def read(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)`, which only reads."""


@dataclass(slots=True)
class Lease:
    """One lease; what its holder writes, it writes through this."""

    db: Storage
    name: str
    owner: str
    clock: Callable[[], datetime]
    looks_every_s: float = _KEPT_EVERY.total_seconds()
    _mine: Hold | None = None
    _asked_at: datetime | None = None

    @property
    def alone(self) -> bool:
        """Say whether nobody else may have the database open."""
        return self._mine is not None and self._mine.epoch == leases.ALONE

    async def keep(self) -> bool:
        """Take it, or keep it, and say whether it is ours; the database is asked now and then."""
        now = self.clock()
        if self._asked_at is None or not self._asked_at <= now < self._asked_at + _KEPT_EVERY:
            with suppress(leases.StorageError):  # then it is ours to its end
                self._mine = await self.db.write(leases.hold, self.name, self.owner, now=now)
                self._asked_at = now
        return self._mine is not None and self._mine.until > now

    async def while_ours(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something that ends by itself only if it fails, for as long as the lease is ours."""
        if not await self.keep():
            return
        doing = asyncio.ensure_future(work())
        try:
            while await self.keep():
                done, _ = await asyncio.wait([doing], timeout=self.looks_every_s)
                if done:
                    await doing
                    return
        finally:
            doing.cancel()
            await asyncio.wait([doing])

    async def leave(self) -> None:
        """Let another process have it at once."""
        self._mine = self._asked_at = None
        await self.db.write(leases.leave, self.name, self.owner, now=self.clock())

    async def write(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction while the lease is ours; raises `LeaseLostError` when it is no more."""
        if self._mine is None:
            raise LeaseLostError(self.name)
        done = await self.db.write(leases.fenced, self._mine, fn, *args, **kwargs)
        if isinstance(done, TakenSince):
            self._mine = None
            raise LeaseLostError(self.name)
        return done

    async def read(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)`, which only reads."""
        return await self.db.read(fn, *args, **kwargs)
