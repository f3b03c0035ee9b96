"""What both databases promise to a transaction function."""

import asyncio
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, delete, exc, func, select, text, update

from storage.engine.database import Database, open_database, read_database
from storage.engine.errors import DuplicateError, StorageError
from storage.engine.statements import Statement, Tx, insert
from storage.locks import hold_shop
from storage.tables import shops, updates

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

_ADD = Statement(insert(updates))
_COUNT = Statement(select(func.count()).select_from(updates))
_OPEN_SHOP = Statement(insert(shops).returning(shops.c.id))
_MINUTES = Statement(select(shops.c.token_minutes).where(shops.c.id == bindparam("shop")))
_SET_MINUTES = Statement(update(shops).where(shops.c.id == bindparam("shop")))


def add(tx: Tx, *keys: str) -> str:
    for key in keys:
        _ADD.run(tx, key=key, at=NOW)
    return keys[0]


def number(tx: Tx) -> int:
    return int(_COUNT.value(tx))


def open_shop(tx: Tx) -> int:
    return int(
        _OPEN_SHOP.value(
            tx,
            code="luna",
            name="Café Luna",
            timezone="Europe/Berlin",
            currency="EUR",
            language="de",
            colour="#123456",
            token_minutes=0,
            created_at=NOW,
        )
    )


def one_minute_more(tx: Tx, shop: int) -> None:
    hold_shop(tx, shop)
    _SET_MINUTES.run(tx, shop=shop, token_minutes=_MINUTES.value(tx, shop=shop) + 1)


async def test_two_hundred_writes_at_once_are_all_counted(db: Database) -> None:
    answers = await asyncio.gather(*(db.write(add, f"update-{place}") for place in range(200)))
    assert answers == [f"update-{place}" for place in range(200)]
    assert await db.read(number) == 200


@pytest.mark.slow
async def test_two_hundred_writes_to_one_row_at_once_are_all_counted(db: Database) -> None:
    shop = await db.write(open_shop)
    await asyncio.gather(*(db.write(one_minute_more, shop) for _ in range(200)))
    assert await db.read(lambda tx: _MINUTES.value(tx, shop=shop)) == 200


async def test_a_write_that_fails_leaves_those_beside_it(db: Database) -> None:
    keys = ["one", "two", "one", "three"]
    answers = await asyncio.gather(*(db.write(add, key) for key in keys), return_exceptions=True)
    assert sum(isinstance(answer, DuplicateError) for answer in answers) == 1
    assert await db.read(number) == 3


async def test_a_write_that_fails_at_its_end_leaves_nothing_of_itself(db: Database) -> None:
    def add_and_break(tx: Tx) -> None:
        add(tx, "half")
        raise LookupError("broken")

    answers = await asyncio.gather(
        db.write(add, "before"), db.write(add_and_break), db.write(add, "after"), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [str, LookupError, str]
    with pytest.raises(LookupError, match="broken"):
        await db.write(add_and_break)
    assert await db.read(number) == 2


async def test_a_stray_stop_iteration_reaches_its_caller_as_an_error(db: Database) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(db.write(lambda _: next(iter(()))), timeout=10)


async def test_a_write_that_is_cancelled_at_any_moment_is_whole_or_absent(db: Database) -> None:
    for moment in range(60):
        write = asyncio.ensure_future(db.write(add, f"{moment}-a", f"{moment}-b"))
        for _ in range(moment):
            await asyncio.sleep(0)
        write.cancel()
        await asyncio.wait([write])
    await db.write(add, "next-a", "next-b")
    assert await db.read(number) % 2 == 0


async def test_closing_waits_for_writes_whose_callers_are_gone(db_url: str) -> None:
    async with open_database(db_url) as database:
        writes = [asyncio.ensure_future(database.write(add, str(place))) for place in range(20)]
        await asyncio.sleep(0)
        for write in writes:
            write.cancel()
    async with read_database(db_url) as reading:
        assert await reading.read(number) == 20


async def test_a_closed_database_refuses_instead_of_never_answering(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as database:
        pass
    for call in (database.write(add, "late"), database.read(number)):
        with pytest.raises(RuntimeError, match="is closed"):
            await asyncio.wait_for(call, timeout=10)


async def test_reading_functions_can_not_write(db: Database) -> None:
    with pytest.raises(Exception, match=r"readonly|read-only") as refused:
        await db.read(add, "sly")
    assert not isinstance(refused.value, StorageError)  # a bug: no operator can mend it
    assert await db.read(number) == 0


async def test_a_reader_sees_one_picture_while_others_write(db: Database) -> None:
    loop = asyncio.get_running_loop()
    await db.read(number)

    def count_twice(tx: Tx) -> tuple[int, int]:
        return number(tx), number(tx)

    async with asyncio.TaskGroup() as tasks:
        pictures = [tasks.create_task(db.read(count_twice)) for _ in range(20)]
        for place in range(20):
            tasks.create_task(db.write(add, str(place)))
    assert loop.is_running()
    assert all(first == second for first, second in (picture.result() for picture in pictures))


async def test_a_time_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="zone"):
        await db.write(lambda tx: _ADD.run(tx, key="naive", at=NOW.replace(tzinfo=None)))


async def test_sqlalchemy_s_own_execution_works_and_speaks_the_same_errors(db: Database) -> None:
    def add_by_sqlalchemy(tx: Tx) -> None:
        tx.execute(insert(updates), [{"key": "one", "at": NOW}, {"key": "two", "at": NOW}])

    await db.write(add_by_sqlalchemy)
    with pytest.raises(DuplicateError):
        await db.write(add_by_sqlalchemy)
    assert await db.read(lambda tx: len(tx.execute(select(updates)).all())) == 2


async def test_a_bug_in_a_query_stays_a_bug(db: Database) -> None:
    with pytest.raises(exc.DBAPIError):
        await db.write(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))
    with pytest.raises(exc.DBAPIError):
        await db.read(lambda tx: tx.execute(text("SELECT nothing FROM nowhere")))


async def test_rows_that_are_pointed_at_can_not_vanish(db: Database) -> None:
    def add_branch(tx: Tx, shop: int) -> None:
        tx.execute(
            text("INSERT INTO branches (shop_id, name, created_at) VALUES (:shop, 'Hafen', 0)"),
            {"shop": shop},
        )

    shop = await db.write(open_shop)
    await db.write(add_branch, shop)
    with pytest.raises(exc.IntegrityError):
        await db.write(lambda tx: tx.execute(delete(shops)))
    with pytest.raises(exc.IntegrityError):
        await db.write(add_branch, shop + 1)


@pytest.mark.parametrize(
    "url", ["", "stempel.db", "mysql://localhost/stempel", "sqlite+aiosqlite:///stempel.db"]
)
async def test_an_address_of_another_kind_is_refused_with_examples(url: str) -> None:
    with pytest.raises(StorageError, match=r"sqlite:///stempel\.db"):
        await open_database(url).__aenter__()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_a_database_that_would_vanish_is_refused(url: str) -> None:
    with pytest.raises(StorageError, match="names no file"):
        await open_database(url).__aenter__()


async def test_what_is_still_being_read_when_the_database_closes_is_broken_off(db_url: str) -> None:
    began = threading.Event()

    def reads_for_ever(tx: Tx) -> None:
        began.set()
        tx.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )

    async with asyncio.timeout(30):
        async with open_database(db_url, migrate=False) as database:
            reading = asyncio.ensure_future(database.read(reads_for_ever))
            await asyncio.to_thread(began.wait)
            await asyncio.sleep(0.05)  # it is being asked by now
            reading.cancel()
