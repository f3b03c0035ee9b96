"""What is only written may wait for company, and is never missed: not by a question, not by the commit, not by who comes next."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, exists, func, insert, select, update

from storage.engine.database import Database
from storage.engine.errors import DuplicateError
from storage.engine.statements import Statement, Tx
from storage.tables import paces, updates

pytestmark = pytest.mark.engines

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_KEYS = Statement(select(updates.c.key).order_by(updates.c.key))
_FREE = Statement(select(paces.c.account).order_by(paces.c.account))
_ADD = Statement(insert(updates).values(key=bindparam("key"), at=bindparam("at", type_=updates.c.at.type)))
_RENAME = Statement(update(updates).where(updates.c.key == bindparam("old")).values(key=bindparam("new")))
_FREE_UP = Statement(
    insert(paces).values(
        channel="telegram",
        account=bindparam("account"),
        free_at=bindparam("at", type_=paces.c.free_at.type),
    )
)


def stored(tx: Tx) -> tuple[list[str], list[str]]:
    return [key for (key,) in _KEYS.all(tx)], [account for (account,) in _FREE.all(tx)]


async def test_what_waits_in_several_tables_is_there_after_the_commit(db: Database) -> None:
    def write(tx: Tx) -> None:
        _ADD.later(tx, key="one", at=NOW)
        _FREE_UP.later(tx, account="bot", at=NOW)

    await db.write(write)
    assert await db.read(stored) == (["one"], ["bot"])


async def test_what_waits_is_seen_by_whatever_is_asked_next(db: Database) -> None:
    def write(tx: Tx) -> tuple[list[str], list[str]]:
        _ADD.later(tx, key="one", at=NOW)
        _FREE_UP.later(tx, account="bot", at=NOW)
        return stored(tx)

    assert await db.write(write) == (["one"], ["bot"])


async def test_what_waits_is_seen_by_what_sqlalchemy_executes_too(db: Database) -> None:
    def write(tx: Tx) -> int | None:
        _ADD.later(tx, key="one", at=NOW)
        return tx.scalar(select(func.count()).select_from(updates))

    assert await db.write(write) == 1


async def test_what_waits_is_seen_by_a_query_that_asks_another_table_about_it(db: Database) -> None:
    there = exists().where(updates.c.key == "one")
    beside = Statement(select(func.count()).select_from(paces).where(there))

    def write(tx: Tx) -> int:
        _FREE_UP.run(tx, account="bot", at=NOW)
        _ADD.later(tx, key="one", at=NOW)
        return int(beside.value(tx))

    assert await db.write(write) == 1


_FREE_BY_KEYS = Statement(
    update(paces)
    .values(account=select(func.max(updates.c.key)).scalar_subquery())
    .where(paces.c.account == "bot")
)


async def test_what_waits_is_seen_by_another_write_that_is_made_of_it(db: Database) -> None:
    def write(tx: Tx) -> None:
        _FREE_UP.run(tx, account="bot", at=NOW)
        _ADD.later(tx, key="one", at=NOW)
        _FREE_BY_KEYS.later(tx)

    await db.write(write)
    assert await db.read(stored) == (["one"], ["one"])


async def test_what_waits_does_not_see_what_is_written_after_it(db: Database) -> None:
    def write(tx: Tx) -> None:
        _FREE_UP.run(tx, account="bot", at=NOW)
        _ADD.run(tx, key="one", at=NOW)
        _FREE_BY_KEYS.later(tx)
        _RENAME.later(tx, old="one", new="two")

    await db.write(write)
    assert await db.read(stored) == (["two"], ["one"])


async def test_what_waits_goes_on_waiting_while_other_tables_are_asked(postgres_db: Database) -> None:
    reached = []

    def write(tx: Tx) -> None:
        _ADD.later(tx, key="one", at=NOW)  # which is there already: it fails when it is sent
        _FREE.all(tx)
        reached.append("another table")
        _KEYS.all(tx)
        reached.append("its own")

    await postgres_db.write(lambda tx: _ADD.run(tx, key="one", at=NOW))
    with pytest.raises(DuplicateError):
        await postgres_db.write(write)
    assert set(reached) == {"another table"}


async def test_of_one_table_each_write_sees_the_one_before(db: Database) -> None:
    def write(tx: Tx) -> None:
        _ADD.later(tx, key="one", at=NOW)
        _RENAME.later(tx, old="one", new="two")
        _RENAME.later(tx, old="two", new="three")

    await db.write(write)
    assert await db.read(stored) == (["three"], [])


async def test_what_waited_goes_with_a_transaction_that_fails(db: Database) -> None:
    def fail(tx: Tx) -> None:
        _ADD.later(tx, key="lost", at=NOW)
        raise LookupError

    for _ in range(12):  # more than there are connections
        with pytest.raises(LookupError):
            await db.write(fail)
        await db.write(_FREE.all)
    assert await db.read(stored) == ([], [])


async def test_a_write_that_fails_when_it_is_sent_takes_the_whole_transaction_back(db: Database) -> None:
    def write(tx: Tx) -> None:
        _FREE_UP.later(tx, account="bot", at=NOW)
        _ADD.later(tx, key="one", at=NOW)

    await db.write(lambda tx: _ADD.run(tx, key="one", at=NOW))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await db.write(write)
    assert await db.read(stored) == (["one"], [])
