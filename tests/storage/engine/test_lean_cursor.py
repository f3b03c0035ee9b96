"""What SQLAlchemy is told by cursors that tell only what is asked: the same as by its own."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine.database import Database, open_database
from storage.engine.errors import sqlstate
from storage.engine.statements import Tx

_STATEMENTS = (
    "CREATE TEMPORARY TABLE cups (id INT PRIMARY KEY, name TEXT)",
    "INSERT INTO cups VALUES (1, 'one'), (2, NULL)",
    "INSERT INTO cups VALUES (1, 'again') ON CONFLICT DO NOTHING RETURNING id",
    "UPDATE cups SET name = 'two' WHERE id = 2",
    "UPDATE cups SET name = 'none' WHERE id = 7",
    "SELECT id, name FROM cups ORDER BY id",
    "SELECT id FROM cups WHERE id = 7",
    "DELETE FROM cups",
    "DROP TABLE cups",
)


def _told(tx: Tx) -> list[tuple[object, ...]]:
    """Execute everything, and return what the cursors say of it: columns, how many rows, the rows."""
    told: list[tuple[object, ...]] = []
    for statement in _STATEMENTS:
        cursor = tx.connection.cursor()
        cursor.execute(statement, ())
        rows = [tuple(row) for row in cursor.fetchall()]
        told.append((cursor.description, cursor.rowcount, rows))
        cursor.close()
    many = tx.connection.cursor()
    many.executemany("SELECT $1::INT", [(1,), (2,)])
    return [*told, (many.description, many.rowcount)]


async def test_a_lean_cursor_says_what_sqlalchemy_s_own_says(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.connect() as connection:
        own = await connection.run_sync(_told)
    await engine.dispose()
    async with open_database(postgres_url, migrate=False) as db:
        assert await db.write(_told) == own


async def test_an_error_keeps_its_code_and_undoes_its_transaction(postgres_url: str) -> None:
    def fails(tx: Tx) -> None:
        tx.execute(text("CREATE TABLE cups (id INT)"))
        tx.execute(text("SELECT 1 / 0"))

    async with open_database(postgres_url, migrate=False) as db:
        with pytest.raises(DBAPIError) as failed:
            await db.write(fails)
        assert sqlstate(failed.value) == "22012"
        assert await _cups(db) is None


async def _cups(db: Database) -> object:
    return await db.read(lambda tx: tx.execute(text("SELECT to_regclass('cups')")).scalar())
