"""One PostgreSQL database that tests use one after the other, open all the while.

To open it takes 20 ms, and a new connection reads anew what each table is and plans each statement anew, which took most
of a test's time. Its loop runs in a thread of its own, since each test's ends with the test.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
from sqlalchemy import Connection

from storage.engine.database import parsed
from storage.engine.postgres import Postgres, open_postgres

P = ParamSpec("P")
T = TypeVar("T")

# As a replica a session sees no trigger: neither the ledger's, which refuses, nor those of foreign keys. Who idles holds
# nothing locked, so it may stay: it is the shared database's own, or one whose test has ended.
_EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      AND state IS DISTINCT FROM 'idle';
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


@dataclass(frozen=True, slots=True)
class SharedPostgres:
    """Runs transactions as `Postgres` does, from whichever loop, and empties itself."""

    url: str
    _open: Postgres
    _empties: asyncpg.Connection
    _loop: asyncio.AbstractEventLoop

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a transaction and answer after its commit."""
        return await self._run(self._open.write(fn, *args, **kwargs))

    async def read(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function on one unchanging picture of the database."""
        return await self._run(self._open.read(fn, *args, **kwargs))

    def empty(self) -> None:
        """Wait for the writes whose callers have gone, delete every row, and set all numbers back."""
        asyncio.run_coroutine_threadsafe(self._emptied(), self._loop).result()

    async def _emptied(self) -> None:
        await self._open.finish()
        await self._empties.execute(_EMPTY)

    async def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


@contextmanager
def shared_postgres_at(url: str) -> Iterator[SharedPostgres]:
    """Have a migrated database open for as long."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        loop = runner.get_loop()
        opening = open_postgres(parsed(url), migrate=False)
        postgres = runner.run(opening.__aenter__())
        connection = runner.run(asyncpg.connect(url))
        thread = Thread(target=loop.run_forever, name="postgres", daemon=True)
        thread.start()
        yield SharedPostgres(url, postgres, connection, loop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        runner.run(connection.close())
        runner.run(opening.__aexit__(None, None, None))
