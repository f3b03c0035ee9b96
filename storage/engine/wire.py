"""The shortest way to the driver: past SQLAlchemy's pool, and on PostgreSQL past its cursors, which cost a third of a round trip."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.util import await_only


def cursor_of(tx: Connection) -> Any:
    """Open a cursor past the pool's wrapper, which takes as long again."""
    connection: Any = tx.connection.dbapi_connection
    return connection.cursor()


def rows_of(tx: Connection, sql: str, values: Sequence[Any], *, first: bool = False) -> Sequence[Any]:
    """Execute a statement and return its rows, or at least the `first`."""
    connection: Any = tx.connection.dbapi_connection
    if tx.dialect.name == "postgresql" and connection.driver_connection.is_in_transaction():
        rows: list[Any] = await_only(connection.driver_connection.fetch(sql, *values))
        return rows
    cursor = connection.cursor()  # the first statement of a transaction: its cursor begins it
    try:
        cursor.execute(sql, values)
        found: Sequence[Any] = cursor.fetchmany(1) if first else cursor.fetchall()
        return found
    finally:
        cursor.close()
