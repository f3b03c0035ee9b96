"""The PostgreSQL database: the same transaction functions, which lock the rows they decide by (storage/locks.py).

Whether an error is a bug of ours is for the server to say: it counts as one only where the same connection still answers
after it. All else is "not now": what comes again finds by its key what was stored.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import greenlet_spawn

from storage.engine.errors import GONE, READS_ONLY, UNIQUE_VIOLATION, StorageError, sqlstate, translated
from storage.engine.figures import RETRIES
from storage.engine.loop_thread import LoopThread, loop_thread
from storage.engine.migrate import check, upgrade
from storage.engine.pending import let_writes_wait, write_pending
from storage.engine.postgres_pool import HOSTS, new_pool

if TYPE_CHECKING:
    from storage.engine.hosts import Hosts

P = ParamSpec("P")
T = TypeVar("T")

CONNECTIONS = 10  # that write
READERS = 5
ATTEMPTS = 20
PAUSE_S = 0.005  # doubled at each collision, up to LONGEST_PAUSE_S
LONGEST_PAUSE_S = 0.25
_COLLISIONS = frozenset({"40001", "40P01"})
_ORDINARY = ("23", "40")  # classes of what happens with the server in good health: constraints, collisions
_STALE_PLAN = "0A000"  # a statement was prepared before the tables changed
# A unique violation may be a collision in disguise: the second run sees the other's row, unless that goes and comes again.
_SOME_TIMES = frozenset({UNIQUE_VIOLATION, _STALE_PLAN})
_TIMES = 3
# After these a connection is of no more use: its server was the primary once, or its statements are old.
_SPOILT = frozenset({READS_ONLY, _STALE_PLAN})
_MIGRATION_LOCK = 0x53746D70  # any number, as long as every Stempel takes the same


class _LostError(Exception):
    """The connection went before anything was committed."""


@asynccontextmanager
async def open_postgres(place: URL, *, migrate: bool) -> AsyncIterator["Postgres"]:
    """Connect to a server, with the tables brought up to date, or only checked."""
    async with _writers(place) as engine, loop_thread() as thread:
        await _until_done(engine, partial(_alone, build=upgrade) if migrate else check)
        readers = new_pool(place, READERS)
        postgres = Postgres(engine, readers, thread)
        try:
            yield postgres
        finally:
            await postgres.finish()
            await thread.settle()  # a connection that is given back after this would stay open
            await thread.run(_dispose(readers))


async def build_postgres(place: URL, build: Callable[[Connection], T]) -> T:
    """Let `build` make a database's tables in one transaction, with no other Stempel that does so."""
    async with _writers(place) as engine:
        return await _until_done(engine, partial(_alone, build=build))


@asynccontextmanager
async def fill_postgres(place: URL) -> AsyncIterator[AsyncConnection]:
    """Open one transaction that is committed at the end, or leaves nothing; nobody else makes tables meanwhile."""
    async with _writers(place) as engine:
        with _reaching():
            connection = await engine.connect()
        try:
            with translated():
                async with connection.begin():
                    await connection.run_sync(_alone, build=lambda _: None)
                    yield connection
        finally:
            await connection.close()


@asynccontextmanager
async def _writers(place: URL) -> AsyncIterator[AsyncEngine]:
    engine = new_pool(place, CONNECTIONS)
    try:
        yield engine
    finally:
        await _dispose(engine)


async def _dispose(engine: AsyncEngine) -> None:
    await _hosts(engine).close()
    await engine.dispose()


def _hosts(engine: AsyncEngine) -> "Hosts":
    hosts: Hosts = engine.get_execution_options()[HOSTS]
    return hosts


class Postgres:
    """Runs transaction functions on one PostgreSQL database; those that only read, in a thread of their own."""

    def __init__(self, engine: AsyncEngine, readers: AsyncEngine, thread: LoopThread) -> None:
        self._engine, self._thread = engine, thread
        self._snapshot = readers.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._running: set[asyncio.Future[Any]] = set()

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` until it commits or fails for good; cancelling only stops the waiting."""
        running = asyncio.ensure_future(_until_done(self._engine, lambda tx: fn(tx, *args, **kwargs)))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return await asyncio.shield(running)

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` on one unchanging picture of the database; what it makes of it takes no time from writes."""
        reading = _until_done(self._snapshot, lambda tx: fn(tx, *args, **kwargs), reading=True)
        return await self._thread.run(reading)

    async def finish(self) -> None:
        """Wait for the writes whose callers have gone."""
        await asyncio.gather(*self._running, return_exceptions=True)


async def _until_done(engine: AsyncEngine, call: Callable[[Connection], T], *, reading: bool = False) -> T:
    """Run a transaction, again where it collided, and once more where its connection was lost before the commit."""
    seen: Counter[str] = Counter()
    with translated(reading=reading):
        for attempt in range(1, ATTEMPTS):
            try:
                return await _once(engine, call)
            except _LostError as lost:
                if seen["lost"]:
                    raise StorageError(*GONE) from lost
                seen["lost"] += 1
                RETRIES.labels("lost").inc()
                continue
            except Exception as error:
                code = sqlstate(error)
                if code not in _COLLISIONS and (code not in _SOME_TIMES or seen[code] == _TIMES):
                    raise
                seen[code] += 1
                RETRIES.labels("collision" if code in _COLLISIONS else "stale").inc()
            await asyncio.sleep(min(PAUSE_S * 2**attempt, LONGEST_PAUSE_S))
        return await _once(engine, call)


async def _once(engine: AsyncEngine, call: Callable[[Connection], T]) -> T:
    # One switch for the whole: to connect, begin and give back in one each costs as much as all of asyncpg's transaction.
    with _hosts(engine).watched():
        return await greenlet_spawn(_connected, engine.sync_engine, call)


def _connected(engine: Engine, call: Callable[[Connection], T]) -> T:
    with _reaching():
        tx = engine.connect()
    try:
        return _transaction(tx, call)
    finally:
        tx.close()


@contextmanager
def _reaching() -> Iterator[None]:
    """Say what stands in the way of a connection; whatever it is, it is for the operator."""
    try:
        with translated():
            yield
    except PoolTimeoutError as error:
        raise StorageError(
            "Every connection to PostgreSQL is busy.", "Look for slow queries; Stempel goes on by itself."
        ) from error
    except StorageError:
        raise
    except Exception as error:
        raise StorageError(
            "The PostgreSQL server can't be reached.",
            "Check that it is up, and that STEMPEL_DATABASE_URL names its host and port.",
        ) from error


def _transaction(tx: Connection, call: Callable[[Connection], T]) -> T:
    transaction = tx.begin()
    let_writes_wait(tx)
    try:
        answer = call(tx)
        write_pending(tx)
    except BaseException as error:
        _take_back(tx, error)
        raise
    try:
        transaction.commit()
    except Exception as error:
        if sqlstate(error):  # the server says what became of it
            raise
        tx.invalidate(error)
        raise StorageError(*GONE) from error  # perhaps it is stored: who asks again finds it by its key
    return answer


def _take_back(tx: Connection, error: BaseException) -> None:
    """Undo a transaction that failed; raise `_LostError` where the server does not answer any more."""
    try:
        tx.rollback()
        if isinstance(error, Exception) and sqlstate(error)[:2] not in _ORDINARY:
            tx.exec_driver_sql("SELECT 1")
            tx.rollback()
    except Exception:  # noqa: BLE001 - whatever it is, the server was not there
        tx.invalidate(error)
        if isinstance(error, Exception):
            raise _LostError from error
    if sqlstate(error) in _SPOILT:
        tx.invalidate(error)


def _alone(tx: Connection, build: Callable[[Connection], T]) -> T:
    # Two that start at once would both create the tables.
    tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    return build(tx)
