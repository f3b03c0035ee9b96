"""One clock for all processes that share a database, the server's: whose own is far off it writes nothing.

A process a day ahead would take each lease for over and keep it until tomorrow, do tomorrow's rounds today, and refuse every customer's code.
What it is brought is "not now", so it comes to another process; it goes on by itself once its clock is right.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, func, select

from storage.engine.database import Database
from storage.engine.errors import StorageError
from storage.engine.statements import Statement

P = ParamSpec("P")
T = TypeVar("T")

# Codes bear ten minutes between two processes (`CLOCKS_DIFFER`), each of which may be off by so much.
BEARS = timedelta(minutes=5)
ASKED_EVERY_S = 60.0
_ASKED_AGAIN_S = 5.0  # by who was off
_JUMPS_S = 2.0  # by so much a clock moves against what passed: it was set, or the machine slept

_SERVERS = Statement(select(func.clock_timestamp()))


class OnTime:
    """Runs transactions on a PostgreSQL database while this process's clock and the server's agree."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], *, passed: Callable[[], float] = monotonic
    ) -> None:
        """Ask the server for its time before the first write; `passed` tells seconds that no clock's setting changes."""
        self._db, self._clock, self._passed = db, clock, passed
        self._asked_at, self._then = float("-inf"), clock()
        self._off = timedelta()
        self._asking = asyncio.Lock()

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write; raises `StorageError` while the clocks differ."""
        if self._is_doubtful():
            async with self._asking:
                if self._is_doubtful():  # nobody asked meanwhile
                    await self._ask()
        if abs(self._off) > BEARS:
            raise StorageError(_says(self._off), "Set the one that is wrong; Stempel goes on by itself.")
        return await self._db.write(fn, *args, **kwargs)

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read, whatever the time."""
        return await self._db.read(fn, *args, **kwargs)

    def _is_doubtful(self) -> bool:
        passed = self._passed() - self._asked_at
        if passed >= (ASKED_EVERY_S if abs(self._off) <= BEARS else _ASKED_AGAIN_S):
            return True
        return abs((self._clock() - self._then).total_seconds() - passed) > _JUMPS_S

    async def _ask(self) -> None:
        theirs: datetime = await self._db.read(_SERVERS.value)
        self._asked_at, self._then = self._passed(), self._clock()
        self._off = self._then - theirs


def _says(off: timedelta) -> str:
    seconds = round(abs(off).total_seconds())
    way = "ahead of" if off > timedelta() else "behind"
    return f"This machine's clock is {timedelta(seconds=seconds)} {way} the database server's."
