"""The SQLite database: one connection that writes and a few that read, each in a thread of its own.

Whole transactions run inside aiosqlite's thread in one hop, and those that wait share one commit, with a
savepoint each. A caller that is cancelled stops waiting; its transaction goes on in the thread.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, NoReturn, ParamSpec, Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, event

from storage.engine.copies import keep_older
from storage.engine.errors import translated
from storage.engine.migrate import check
from storage.engine.over import over
from storage.engine.sqlite_file import (
    begin_private,
    check_identity,
    check_place,
    check_there,
    claimed,
    prepare,
    rebuild,
    tell_version,
)

P = ParamSpec("P")
T = TypeVar("T")

GROUP = 64  # writes that share one commit, at most
READERS = 3
_BUSY_TIMEOUT_S = 10
_WRITER = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY")
_READER = ("query_only = ON", "temp_store = MEMORY")


@asynccontextmanager
async def open_sqlite(path: Path, *, migrate: bool) -> AsyncIterator["Sqlite"]:
    """Open the file for this process alone, with its tables brought up to date, or only checked."""
    check_place(path)
    tell_version()
    async with AsyncExitStack() as stack:
        stack.enter_context(claimed(path))
        begin_private(path)
        with translated():
            writer = await stack.enter_async_context(_Thread(path, _WRITER))
            if migrate:
                await writer.run(partial(keep_older, path=path))
            await writer.run(partial(prepare, migrate=migrate))
            # Readers are closed before the writer, so that it alone ever writes the log back into the file.
            readers = [await stack.enter_async_context(_Thread(path, _READER)) for _ in range(READERS)]
        try:
            yield Sqlite(writer, readers)
        finally:
            for reader in readers:  # nobody waits any more for what is still being read
                await reader.interrupt()


async def build_sqlite(path: Path, build: Callable[[Connection], T]) -> T:
    """Let `build` make a file's tables in one transaction, with nobody else at the file."""
    check_place(path)
    with claimed(path), translated():
        begin_private(path)
        async with _Thread(path, _WRITER) as writer:
            await writer.run(check_identity)
            return await writer.run(lambda tx: rebuild(tx, build))


@asynccontextmanager
async def read_sqlite(path: Path) -> AsyncIterator["ReadingSqlite"]:
    """Open a file of this version's to read, whoever else has it open."""
    check_there(path)
    async with AsyncExitStack() as stack:
        with translated():
            reader = await stack.enter_async_context(_Thread(path, _READER))
            await reader.run(check_identity)
            await reader.run(check)
        yield ReadingSqlite([reader])


class ReadingSqlite:
    """Runs functions that only read on one SQLite file."""

    def __init__(self, readers: list["_Thread"]) -> None:
        self._idle: asyncio.LifoQueue[_Thread] = asyncio.LifoQueue()  # the last used has the warmest cache
        for reader in readers:
            self._idle.put_nowait(reader)

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` on one unchanging picture of the database, beside whatever is being written."""
        reader = await self._idle.get()
        try:
            with translated(reading=True):
                return await reader.run(lambda tx: _read(tx, lambda: fn(tx, *args, **kwargs)))
        finally:
            self._idle.put_nowait(reader)


class Sqlite(ReadingSqlite):
    """Runs transaction functions on one SQLite file."""

    def __init__(self, writer: "_Thread", readers: list["_Thread"]) -> None:
        super().__init__(readers)
        self._writer = writer
        self._waiting: deque[_Write] = deque()

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` as one transaction and answer after its commit; cancelling only stops the waiting."""
        answer: asyncio.Future[_Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Write(lambda tx: fn(tx, *args, **kwargs), answer))
        self._writer.post(self._commit_waiting)
        outcome = await answer
        if outcome.error is None:
            return outcome.value  # type: ignore[no-any-return]
        with translated():
            raise outcome.error

    def _commit_waiting(self, tx: Connection) -> None:
        # In the writer's thread, the only one that takes from the deque.
        group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
        if group:
            outcomes = _commit(tx, group)
            group[0].answer.get_loop().call_soon_threadsafe(_answer, group, outcomes)


@dataclass(slots=True)
class _Outcome:
    value: Any = None
    error: BaseException | None = None


@dataclass(slots=True)
class _Write:
    call: Callable[[Connection], Any]
    answer: asyncio.Future[_Outcome]


def _answer(group: list[_Write], outcomes: list[_Outcome]) -> None:
    for write, outcome in zip(group, outcomes, strict=True):
        if not write.answer.done():  # its caller may have been cancelled
            write.answer.set_result(outcome)


def _commit(tx: Connection, group: list[_Write]) -> list[_Outcome]:
    raw = _raw(tx)
    try:
        raw.execute("BEGIN IMMEDIATE")
        part = _part if len(group) > 1 else _whole
        outcomes = [part(tx, raw, write) for write in group]
        raw.execute("COMMIT")
    except BaseException as error:  # noqa: BLE001 - nothing was stored: each caller hears why
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        return [_Outcome(error=error)] * len(group)
    return outcomes


def _whole(tx: Connection, _: sqlite3.Connection, write: _Write) -> _Outcome:
    return _Outcome(write.call(tx))


def _part(tx: Connection, raw: sqlite3.Connection, write: _Write) -> _Outcome:
    raw.execute("SAVEPOINT part")
    try:
        outcome = _Outcome(write.call(tx))
    except BaseException as error:
        if not raw.in_transaction:  # a full or failing disk makes SQLite undo the whole transaction
            raise
        raw.execute("ROLLBACK TO part")
        outcome = _Outcome(error=error)
    raw.execute("RELEASE part")
    return outcome


def _read(tx: Connection, call: Callable[[], T]) -> T:
    raw = _raw(tx)
    raw.execute("BEGIN")
    try:
        return call()
    finally:
        raw.rollback()


def _raw(tx: Connection) -> sqlite3.Connection:
    raw = tx.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells the type checker what open_sqlite made
    return raw


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection and thread, made to run whole functions over a SQLAlchemy connection.

    Leans on three private names of aiosqlite (`_execute`, `_tx`, `_thread`); tests/storage/engine/test_database_sqlite.py
    says what is expected of them.
    """

    _sync: Connection

    def __init__(self, path: Path, pragmas: tuple[str, ...]) -> None:
        connect = partial(sqlite3.connect, path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True  # an unclosed database must not keep the interpreter from leaving
        self._pragmas = pragmas
        self._open = False

    async def __aenter__(self) -> Self:
        try:
            await super().__aenter__()
        except BaseException:
            self._thread.join()  # aiosqlite has told it to end; left to itself it may outlive the loop it reports to
            raise
        try:
            await self._in_thread(self._set_up)
        except BaseException:
            await super().close()
            raise
        self._open = True
        return self

    async def run(self, fn: Callable[[Connection], T]) -> T:
        """Run a function in the thread, after those that were given before it."""
        self._check_open()
        return await self._in_thread(lambda: fn(self._sync))

    def post(self, fn: Callable[[Connection], None]) -> None:
        """Let the thread run a function that gives its answer itself."""
        self._check_open()
        self._tx.put_nowait((None, lambda: fn(self._sync)))

    async def close(self) -> None:
        """Finish what was given, and close."""
        self._open = False
        await self._in_thread(self._tear_down)
        await super().close()

    async def _in_thread(self, fn: Callable[[], T]) -> T:
        return await self._execute(fn)  # type: ignore[no-untyped-call, no-any-return]

    def _check_open(self) -> None:
        if not self._open:  # nobody would ever answer
            raise RuntimeError("The database is closed.")

    def _set_up(self) -> None:
        for pragma in self._pragmas:
            self._conn.execute(f"PRAGMA {pragma}")
        self._sync = over(lambda: self._conn)
        event.listen(self._sync, "commit", _refuse)
        self._sync.begin()  # for SQLAlchemy and Alembic a transaction is always open; the real ones are ours

    def _tear_down(self) -> None:
        self._sync.close()


def _refuse(_: Connection) -> NoReturn:
    raise RuntimeError("A transaction function neither commits nor rolls back: it returns, or raises.")
