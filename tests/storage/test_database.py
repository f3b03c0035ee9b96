"""What both databases promise to a transaction function."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import func, select

from storage.database import Database
from storage.errors import DuplicateError
from storage.statements import Statement, Tx, insert
from storage.tables import updates

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

_ADD = Statement(insert(updates))
_COUNT = Statement(select(func.count()).select_from(updates))


def add(tx: Tx, key: str) -> str:
    _ADD.run(tx, key=key, at=NOW)
    return key


def number(tx: Tx) -> int:
    return int(_COUNT.value(tx))


async def test_two_hundred_writes_at_once_are_all_counted(db: Database) -> None:
    answers = await asyncio.gather(*(db.write(add, f"update-{place}") for place in range(200)))
    assert answers == [f"update-{place}" for place in range(200)]
    assert await db.read(number) == 200


async def test_a_write_that_fails_leaves_those_beside_it(db: Database) -> None:
    keys = ["one", "two", "one", "three"]
    answers = await asyncio.gather(*(db.write(add, key) for key in keys), return_exceptions=True)
    assert sum(isinstance(answer, DuplicateError) for answer in answers) == 1
    assert await db.read(number) == 3
