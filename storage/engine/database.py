"""A database that runs transaction functions, whichever engine stands behind it."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from storage.engine.changes import check_open
from storage.engine.errors import StorageError
from storage.engine.sqlite import build_sqlite, open_sqlite, read_sqlite

# As libpq has it: postgresql://user@one:5432,two:5432/name
_SEVERAL = re.compile(r"(postgresql://(?:[^@/]*@)?)([^@/?]*,[^@/?]*)(.*)")

P = ParamSpec("P")
T = TypeVar("T")


class Reading(Protocol):
    """Where functions `fn(tx, ...)` read."""

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function on one unchanging picture of the database."""


class Database(Reading, Protocol):
    """Where transactions run: each a synchronous function `fn(tx, ...)` that returns or raises, whole or not at all.

    A function neither commits nor rolls back, and doesn't catch a driver's error: PostgreSQL goes on only with a
    new transaction. What comes out is what it raised, `DuplicateError`, or `StorageError`.
    """

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a transaction and answer after its commit; it may run again after a collision, so it has no side effects."""


@asynccontextmanager
async def open_database(url: str, *, migrate: bool = True) -> AsyncIterator[Database]:
    """Open `sqlite:///file.db` or `postgresql://...`, bring its tables up to date, close it at the end."""
    place = parsed(url)
    if place.drivername == "sqlite":
        async with open_sqlite(sqlite_path(place), migrate=migrate) as sqlite:
            await sqlite.write(check_open)
            yield sqlite
    else:
        async with _postgres(place, migrate=migrate) as postgres:
            await postgres.read(check_open)
            yield postgres


@asynccontextmanager
async def read_database(url: str) -> AsyncIterator[Reading]:
    """Open a database to read beside the Stempel that writes it; refuse tables of another version."""
    place = parsed(url)
    if place.drivername == "sqlite":
        async with read_sqlite(sqlite_path(place)) as sqlite:
            yield sqlite
    else:
        async with _postgres(place, migrate=False) as postgres:
            yield postgres


async def build_database(url: str, build: Callable[[Connection], T]) -> T:
    """Let `build(tx)` make the tables of a database that nobody has open, whole or not at all."""
    place = parsed(url)
    if place.drivername == "sqlite":
        return await build_sqlite(sqlite_path(place), build)
    from storage.engine.postgres import build_postgres  # noqa: PLC0415 - asyncpg is an extra

    return await build_postgres(place, build)


def parsed(url: str) -> URL:
    """Read a database's address, refusing what Stempel can't use."""
    place = _read(url)
    if place is None or place.drivername not in {"sqlite", "postgresql"}:
        raise StorageError(
            "STEMPEL_DATABASE_URL is not an address that Stempel knows.",
            "Write sqlite:///stempel.db, or postgresql://user:password@host/database.",
        )
    return place


def _read(url: str) -> URL | None:
    several = _SEVERAL.fullmatch(url)
    try:
        if several is None:
            return make_url(url)
        before, hosts, after = several.groups()
        return make_url(before + after).update_query_pairs([("host", host) for host in hosts.split(",")])
    except (ArgumentError, ValueError):  # a port that is no number
        return None


def sqlite_path(place: URL) -> Path:
    """Give the file that an SQLite address names."""
    if not place.database or place.database == ":memory:":
        raise StorageError(
            "STEMPEL_DATABASE_URL names no file.",
            "Write sqlite:///stempel.db, or sqlite:////var/lib/stempel/stempel.db for an absolute path.",
        )
    return Path(place.database)


def _postgres(place: URL, *, migrate: bool) -> AbstractAsyncContextManager[Database]:
    from storage.engine.postgres import open_postgres  # noqa: PLC0415 - asyncpg is an extra

    return open_postgres(place, migrate=migrate)
