"""Cursors for PostgreSQL that tell what they found only where somebody asks: a sixth of the processor time of a scan's transaction.

SQLAlchemy's own describe each column and take the driver's answer apart at every execution, and lock a connection that one
transaction alone has. This leans on private names of its asyncpg dialect (`_prepare_and_execute`, `_prepare`, `_transaction`,
`_start_transaction`, `_handle_exception`, `_rows`); tests/storage/engine/test_lean_cursor.py says what is expected of them.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection, AsyncAdapt_asyncpg_cursor
from sqlalchemy.pool import ConnectionPoolEntry


class _LeanConnection(AsyncAdapt_asyncpg_connection):
    __slots__ = ()

    def cursor(self, server_side: bool = False) -> AsyncAdapt_dbapi_cursor:  # noqa: FBT001, FBT002 - SQLAlchemy's
        return super().cursor(server_side=True) if server_side else _LeanCursor(self)

    async def fetch(self, sql: str, values: Sequence[Any], known_since: float) -> tuple[Any, list[Any]]:
        """Execute a statement, the first of a transaction after its BEGIN; return it as prepared, and its rows."""
        if self._transaction is None:
            await self._start_transaction()  # type: ignore[no-untyped-call]
        prepared, _ = await self._prepare(sql, known_since)  # type: ignore[no-untyped-call]
        return prepared, await prepared.fetch(*values)


class _LeanCursor(AsyncAdapt_asyncpg_cursor):
    __slots__ = ("_prepared", "_status")
    _adapt_connection: _LeanConnection

    def __init__(self, connection: _LeanConnection) -> None:
        super().__init__(connection)
        self._prepared: Any = None  # where many were executed at once nothing is told
        self._status = ""

    async def _prepare_and_execute(self, operation: str, parameters: Sequence[Any] | None) -> None:
        ours, known_since = self._adapt_connection, self._invalidate_schema_cache_asof
        try:
            self._prepared, rows = await ours.fetch(operation, parameters or (), known_since)
            self._rows, self._status = deque(rows), self._prepared.get_statusmsg()
        except Exception as error:  # noqa: BLE001 - it is raised again, as SQLAlchemy knows it
            self._handle_exception(error)  # type: ignore[no-untyped-call]

    @property
    def description(self) -> Any:
        """Name the columns, and their types; None where a statement gives no rows."""
        columns = self._prepared.get_attributes() if self._prepared else ()
        return [(one.name, one.type.oid, *[None] * 5) for one in columns] or None

    @property
    def rowcount(self) -> int:
        """Return how many rows were written or found; -1 where that is not said."""
        told = self._status.rpartition(" ")[2]  # "UPDATE 3", "INSERT 0 1", "CREATE TABLE"
        return int(told) if told.isdigit() else -1


def use_lean_cursors(engine: Engine, *, statements: int) -> None:
    """Let an engine's connections have lean cursors, and keep so many statements prepared."""

    def connect(dialect: Dialect, _: ConnectionPoolEntry, args: Any, given: Any) -> _LeanConnection:
        driver = dialect.connect(*args, **given).driver_connection
        return _LeanConnection(dialect.dbapi, driver, prepared_statement_cache_size=statements)  # type: ignore[no-untyped-call]

    event.listen(engine, "do_connect", connect)
