"""One SQLite file that tests use one after the other, open all the while.

To copy, open and close one takes 7 ms, and four new connections read anew what each table is and plan each statement
anew, which takes some more.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from storage.engine.database import Database
from storage.engine.sqlite import READERS, Sqlite, _Thread, open_sqlite

_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('alembic_version', 'sqlite_stat1')"
)
_SCHEMA = "PRAGMA schema_version"


@dataclass(frozen=True, slots=True)
class SharedSqlite:
    """Lends the open file to a test, and empties it after that."""

    _writer: _Thread
    _readers: list[_Thread]
    _empties: sqlite3.Connection
    _filled: str
    _schema: int

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Database]:
        """Lend it; then wait for the writes whose callers have gone, delete every row, and set all numbers back."""
        yield Sqlite(self._writer, self._readers)  # a new one: who waits for a reader waits in their own loop
        for reader in self._readers:  # nobody waits any more for what is still being read
            await reader.interrupt()
        await asyncio.gather(*(thread.run(_nothing) for thread in (self._writer, *self._readers)))
        self._empty()

    def _empty(self) -> None:
        (schema,) = self._empties.execute(_SCHEMA).fetchone()
        assert schema == self._schema, (
            "This test changes tables: let it open a file of its own at `sqlite_url`."
        )
        filled = self._empties.execute(self._filled).fetchall()
        self._empties.execute("BEGIN IMMEDIATE")
        for (name,) in filled:
            self._empties.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of ours
        self._empties.execute("COMMIT")


@contextmanager
def shared_sqlite_at(path: Path) -> Iterator[SharedSqlite]:
    """Have a migrated file open for as long."""
    with (
        asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner,
        closing(sqlite3.connect(path, isolation_level=None)) as empties,
    ):
        opening = open_sqlite(path, migrate=False)
        sqlite = runner.run(opening.__aenter__())
        empties.set_authorizer(_past_triggers)
        tables = [name for (name,) in empties.execute(_TABLES)]
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)  # noqa: S608
        (schema,) = empties.execute(_SCHEMA).fetchone()
        readers = [sqlite._idle.get_nowait() for _ in range(READERS)]
        yield SharedSqlite(sqlite._writer, readers, empties, filled, schema)
        runner.run(opening.__aexit__(None, None, None))


def _past_triggers(_action: int, _of: object, _in: object, _database: object, trigger: str | None) -> int:
    """Leave out what triggers ask, as the ledger's, which refuses to let rows go."""
    return sqlite3.SQLITE_IGNORE if trigger else sqlite3.SQLITE_OK


def _nothing(_: Connection) -> None:
    pass
