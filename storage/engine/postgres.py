"""The PostgreSQL database: the same transaction functions, run again when they collide."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.engine import URL
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine.errors import GONE, UNIQUE_VIOLATION, StorageError, sqlstate, translated
from storage.engine.migrate import check, upgrade

P = ParamSpec("P")
T = TypeVar("T")

CONNECTIONS = 10
ATTEMPTS = 20
_WAIT_S = 10
PAUSE_S = 0.005  # doubled at each collision, up to LONGEST_PAUSE_S
LONGEST_PAUSE_S = 0.25
_COLLISIONS = frozenset({"40001", "40P01"})
_MIGRATION_LOCK = 0x53746D70  # any number, as long as every Stempel takes the same


@asynccontextmanager
async def open_postgres(place: URL, *, migrate: bool) -> AsyncIterator["Postgres"]:
    """Connect to a server, with the tables brought up to date, or only checked."""
    engine = _engine(place)
    try:
        with _told():
            async with engine.begin() as connection:
                await connection.run_sync(partial(_alone, build=upgrade) if migrate else check)
        postgres = Postgres(engine)
        try:
            yield postgres
        finally:
            await postgres.finish()
    finally:
        await engine.dispose()


async def build_postgres(place: URL, build: Callable[[Connection], T]) -> T:
    """Let `build` make a database's tables in one transaction, with no other Stempel that does so."""
    engine = _engine(place)
    try:
        with _told():
            async with engine.begin() as connection:
                return await connection.run_sync(_alone, build)
    finally:
        await engine.dispose()


class Postgres:
    """Runs transaction functions on one PostgreSQL database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._serializable = engine.execution_options(isolation_level="SERIALIZABLE")
        self._snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._running: set[asyncio.Future[Any]] = set()

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` until it commits or fails for good; cancelling only stops the waiting."""
        running = asyncio.ensure_future(self._commit(lambda tx: fn(tx, *args, **kwargs)))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        with _told():
            return await asyncio.shield(running)

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` on one unchanging picture of the database."""
        with _told():
            async with self._snapshot.begin() as connection:
                return await connection.run_sync(fn, *args, **kwargs)

    async def finish(self) -> None:
        """Wait for the writes whose callers have gone."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _commit(self, call: Callable[[Connection], T]) -> T:
        seen: set[str] = set()
        for attempt in range(1, ATTEMPTS):
            try:
                return await self._once(call)
            except Exception as error:
                code = sqlstate(error)
                # A unique violation may be a collision in disguise: the second run sees the other's row.
                if code not in _COLLISIONS and (code != UNIQUE_VIOLATION or code in seen):
                    raise
                seen.add(code)
            await asyncio.sleep(min(PAUSE_S * 2**attempt, LONGEST_PAUSE_S))
        return await self._once(call)

    async def _once(self, call: Callable[[Connection], T]) -> T:
        async with self._serializable.begin() as connection:
            return await connection.run_sync(call)


def _engine(place: URL) -> AsyncEngine:
    try:
        return create_async_engine(
            place.set(drivername="postgresql+asyncpg"),
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=_WAIT_S,
            pool_pre_ping=True,  # a restarted server costs nobody their write
            connect_args={
                "timeout": _WAIT_S,
                "prepared_statement_cache_size": 500,
                "server_settings": {"application_name": "stempel"},
            },
        )
    except ModuleNotFoundError as error:
        raise StorageError(
            "PostgreSQL needs a driver that is not installed.", "Run `pip install 'stempel[postgres]'`."
        ) from error


def _alone(tx: Connection, build: Callable[[Connection], T]) -> T:
    # Two that start at once would both create the tables.
    tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    return build(tx)


@contextmanager
def _told() -> Iterator[None]:
    try:
        with translated():
            yield
    except AsyncAdapt_asyncpg_dbapi.InterfaceError as error:
        if "connection is closed" not in str(error):
            raise
        raise StorageError(*GONE) from error
    except OSError as error:
        raise StorageError(
            "The PostgreSQL server can't be reached.",
            "Check that it is up, and that STEMPEL_DATABASE_URL names its host and port.",
        ) from error
    except PoolTimeoutError as error:
        raise StorageError(
            "Every connection to PostgreSQL is busy.", "Look for slow queries; Stempel goes on by itself."
        ) from error
