"""A database that is made beside the one it shall become: on SQLite in a file, on PostgreSQL in a schema.

It is made by the step, and what a step wrote stays when a later one is broken off. Nobody serves from it before it has taken
the place of the database, whole.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, inspect

from storage.engine.copies import check_replaceable, forget_log, opened, put_in_place
from storage.engine.database import build_database, parsed, sqlite_path
from storage.engine.errors import StorageError, is_damaged, translated
from storage.engine.migrate import current, upgrade
from storage.engine.rows import check_empty
from storage.engine.sqlite_file import begin_private, check_place, claimed, rebuild

T = TypeVar("T")

_SCHEMA = "stempel_import"
_FUNCTIONS = f"SELECT proname FROM pg_proc WHERE pronamespace = '{_SCHEMA}'::regnamespace"  # noqa: S608 - a name of our own


class UselessDraftError(StorageError):
    """What was made can't become a database, however often it is tried."""


class DraftDatabase(Protocol):
    """A database that nobody serves from yet."""

    async def step(self, fn: Callable[[Connection], T], /) -> T:
        """Run `fn(tx)` and keep what it wrote; it may run again after a collision, so it has no side effects."""

    async def publish(self, last: Callable[[Connection], None], /) -> None:
        """Run a last step and put all in the place of the database, which must have no rows; whole or not at all."""

    async def discard(self) -> None:
        """Forget all that was made."""


@asynccontextmanager
async def open_draft(url: str) -> AsyncIterator[DraftDatabase]:
    """Open what was made before, or nothing yet; refuse where the database has rows, or somebody has its file open."""
    place = parsed(url)
    if place.drivername == "postgresql":
        await build_database(url, check_empty)
        yield _SchemaDraft(url)
        return
    path = sqlite_path(place)
    check_place(path)
    with claimed(path):
        check_replaceable(path)
        yield _FileDraft(path.resolve())  # a link stays, and what it leads to is replaced


class _FileDraft:
    """A file beside the one that it shall become."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(f"{path.name}.import")

    async def step(self, fn: Callable[[Connection], T], /) -> T:
        await asyncio.sleep(0)  # whoever presses Ctrl+C is heard between two steps
        begin_private(self._draft)
        with self._whole(), opened(self._draft) as tx:
            tx.exec_driver_sql("BEGIN IMMEDIATE")
            done = fn(tx)
            tx.exec_driver_sql("COMMIT")
        return done

    async def publish(self, last: Callable[[Connection], None], /) -> None:
        with self._whole(), opened(self._draft) as tx:
            rebuild(tx, last)
        check_replaceable(self._path)
        forget_log(self._path)
        put_in_place(self._draft, self._path)

    async def discard(self) -> None:
        for end in ("", "-journal"):
            self._draft.with_name(f"{self._draft.name}{end}").unlink(missing_ok=True)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Tell a draft that is spoilt from a database that is."""
        try:
            with translated():
                yield
        except StorageError as error:
            if is_damaged(error.__cause__):
                raise UselessDraftError(
                    f"What an import had written to {self._draft} is damaged.",
                    "It was deleted: import the same file once more.",
                ) from error
            raise


class _SchemaDraft:
    """A schema beside the one whose tables it shall become."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def step(self, fn: Callable[[Connection], T], /) -> T:
        return await build_database(self._url, partial(_in_draft, fn=fn))

    async def publish(self, last: Callable[[Connection], None], /) -> None:
        await build_database(self._url, partial(_publish, last=last))

    async def discard(self) -> None:
        await build_database(self._url, _drop)


def _in_draft(tx: Connection, fn: Callable[[Connection], T]) -> T:
    tx.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
    _look_in(tx, _SCHEMA)
    return fn(tx)


def _publish(tx: Connection, last: Callable[[Connection], None]) -> None:
    place = tx.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    _in_draft(tx, last)
    tables, functions = inspect(tx).get_table_names(), tx.exec_driver_sql(_FUNCTIONS).scalars().all()
    _look_in(tx, place)
    _clear(tx, tables, functions)
    for table in tables:
        tx.exec_driver_sql(f"ALTER TABLE {_SCHEMA}.{table} SET SCHEMA {place}")
    for function in functions:
        tx.exec_driver_sql(f"ALTER FUNCTION {_SCHEMA}.{function}() SET SCHEMA {place}")
    _drop(tx)


def _clear(tx: Connection, tables: Sequence[str], functions: Sequence[str]) -> None:
    """Drop the tables that a Stempel made meanwhile or before, once it is certain that nobody writes there."""
    if current(tx) is not None:
        upgrade(tx)  # or it would have names that the draft has not
        there = ", ".join(tables)
        tx.exec_driver_sql(f"LOCK TABLE {there} IN ACCESS EXCLUSIVE MODE")
        check_empty(tx)
        tx.exec_driver_sql(f"DROP TABLE {there}")
        for function in functions:
            tx.exec_driver_sql(f"DROP FUNCTION {function}()")


def _look_in(tx: Connection, schema: str) -> None:
    tx.exec_driver_sql(f"SET LOCAL search_path TO {schema}")


def _drop(tx: Connection) -> None:
    tx.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
