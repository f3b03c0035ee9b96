"""A database whose outages are told, however many ask for it meanwhile: as one begins, now and then, and as it ends."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from storage.engine.database import Database
from storage.engine.errors import StorageError
from storage.engine.figures import FAILURES, measured

P = ParamSpec("P")
T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_TOLD_AGAIN = timedelta(minutes=1)
_CALM = timedelta(seconds=1)  # what fails again within it has not come back: else each try would be an outage


@dataclass(slots=True)
class _Outage:
    began_at: datetime
    told_at: datetime
    failed_at: datetime
    failures: int = 1


class Watched:
    """Runs transactions on a database, and tells the operator how long it refuses them."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        """Watch a database."""
        self._db, self._clock = db, clock
        self._outage: _Outage | None = None

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write; a write that succeeds ends an outage."""
        try:
            with measured("write"):
                result = await self._db.write(fn, *args, **kwargs)
        except StorageError as error:
            self._failed(error)
            raise
        if self._outage:
            self._succeeded(self._outage)
        return result

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read; while nothing can be stored that may go on, so it ends no outage."""
        try:
            with measured("read"):
                return await self._db.read(fn, *args, **kwargs)
        except StorageError as error:
            self._failed(error)
            raise

    def _failed(self, error: StorageError) -> None:
        now, outage = self._clock(), self._outage
        FAILURES.inc()
        if outage is None:
            self._outage = _Outage(now, now, now)
            _LOG.error("storage is down: %s", error)
            return
        outage.failed_at = now
        outage.failures += 1
        if now - outage.told_at >= _TOLD_AGAIN:
            outage.told_at = now
            _LOG.error("storage is still down after %s: %s", _lasted(outage, now), error)

    def _succeeded(self, outage: _Outage) -> None:
        now = self._clock()
        if now - outage.failed_at >= _CALM:
            self._outage = None
            _LOG.warning("storage is back after %s", _lasted(outage, now))


def _lasted(outage: _Outage, now: datetime) -> str:
    seconds = (now - outage.began_at).total_seconds()
    return f"{seconds:.1f} s, refused meanwhile: {outage.failures}"
