"""What a move promises: every row, also those written meanwhile, in the other engine; or nothing, and all as before."""

import re
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, delete, event, func, select, update

from app.clock import read_clock
from storage.engine.both import check_nothing_there
from storage.engine.changes import close, reopen, watch
from storage.engine.database import Database, open_database, read_database
from storage.engine.errors import StorageError
from storage.engine.exports import export_rows
from storage.engine.leases import leave, take
from storage.engine.move import Step, move
from storage.engine.rows import kept_forms
from storage.engine.statements import Tx
from storage.tables import counters, entries, media, shops, updates, vouchers
from tests.storage.engine.test_exports import add_updates

STEPS: dict[Step, Callable[[Tx], None]] = {"watch": watch, "close": close, "reopen": reopen}


@pytest.fixture(params=["to postgres", "to sqlite"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Name a database, and an empty one of the other engine to move to."""
    if request.param == "to postgres":
        return request.getfixturevalue("sqlite_url"), request.getfixturevalue("empty_postgres_url")
    return request.getfixturevalue("postgres_url"), f"sqlite:///{tmp_path}/new.db"


async def exported(url: str) -> str:
    out = StringIO()
    await export_rows(url, out)
    return out.getvalue()


def live(database: Database, *meanwhile: Callable[[Tx], object]) -> Callable[[Step], Awaitable[None]]:
    """Let a database that goes on take the steps of a move, and write at the last moment before it closes."""

    async def ask(step: Step) -> None:
        if step == "close":
            for write in meanwhile:
                await database.write(write)
        await database.write(STEPS[step])

    return ask


def quiet(_done: int, _of: int) -> None:
    pass


async def moved(source: str, target: str, *meanwhile: Callable[[Tx], object]) -> int:
    async with open_database(source) as database:
        return await move(
            source, target, ask=live(database, *meanwhile), progress=quiet, closing=lambda: None
        )


@pytest.mark.slow
@pytest.mark.walks
async def test_every_row_is_there_also_what_was_written_meanwhile(
    way: tuple[str, str], fill: Callable[[Connection], None]
) -> None:
    source, target = way
    async with open_database(source) as database:
        await database.write(fill)
    rows = await moved(source, target, *CHANGES)
    assert await exported(target) == await exported(source)
    assert f'"rows": {rows}' in await exported(target)
    async with open_database(target) as database:
        assert await database.write(like_the_first, shops, code="third") == 3


def like_the_first(tx: Tx, /, table: Table, **other: object) -> int:
    first = dict(tx.execute(select(table).order_by(table.c.id)).mappings().first() or {})
    del first["id"]
    return int(tx.execute(table.insert().returning(table.c.id), first | other).scalar_one())


def _new_rows(tx: Tx) -> None:
    like_the_first(tx, shops, code="next")
    add_updates(tx, 3)


def _book(tx: Tx) -> None:
    like_the_first(tx, entries, amount=4)
    tx.execute(update(counters).values(balance=5))


def _take_a_place(tx: Tx) -> None:
    """Withdraw a voucher, and let another one take its slot: one and the same key, held by another row."""
    place = {"slot": "1:5", "counter_id": 1}
    tx.execute(update(vouchers).values(state="withdrawn", **place))
    like_the_first(tx, vouchers, state="available", **place)


def _put_anew(tx: Tx) -> None:
    first = dict(tx.execute(select(media)).mappings().one())
    tx.execute(delete(media))
    tx.execute(media.insert(), first | {"id": 77})


CHANGES = (_new_rows, _book, _take_a_place, _put_anew)


@pytest.mark.slow
async def test_nothing_is_written_where_it_was_moved_from(
    way: tuple[str, str], fill: Callable[[Connection], None]
) -> None:
    source, target = way
    async with open_database(source) as database:
        await database.write(fill)
        await move(source, target, ask=live(database), progress=quiet, closing=lambda: None)
        for write in (_new_rows, _book, lambda tx: tx.execute(delete(updates)).rowcount):
            with pytest.raises(StorageError, match="moved away"):
                await database.write(write)
    with pytest.raises(StorageError, match="Set STEMPEL_DATABASE_URL to where it is now"):
        async with open_database(source):
            pass
    with pytest.raises(StorageError, match="not empty"):
        await check_nothing_there(target)


@pytest.mark.slow
async def test_a_move_that_fails_leaves_all_as_it_was(
    way: tuple[str, str], fill: Callable[[Connection], None]
) -> None:
    source, target = way
    async with open_database(source) as database:
        await database.write(fill)
        before = await exported(source)

        def spoil(tx: Tx) -> None:
            tx.execute(update(counters).values(balance=9))  # which is not what was booked

        with pytest.raises(StorageError, match="Balances are not what was booked"):
            await move(source, target, ask=live(database, spoil), progress=quiet, closing=lambda: None)
        await database.write(
            lambda tx: tx.execute(update(counters).values(balance=1)).rowcount
        )  # takes writes
        assert await exported(source) == before
    await check_nothing_there(target)
    assert not target.startswith("sqlite") or not Path(target.removeprefix("sqlite:///")).exists()  # noqa: ASYNC240
    await moved(source, target)
    assert await exported(target) == before


@pytest.mark.slow
async def test_what_was_changed_unseen_is_found_before_the_old_database_closes(
    sqlite_url: str, empty_postgres_url: str, fill: Callable[[Connection], None]
) -> None:
    def unseen(_done: int, _of: int) -> None:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as raw, raw:
            raw.execute("UPDATE persons SET name = 'Anna'")
            raw.execute("DELETE FROM move_changes")

    closings: list[str] = []
    async with open_database(sqlite_url) as database:
        await database.write(fill)
        with pytest.raises(StorageError, match="The rows of persons did not arrive as they left"):
            await move(
                sqlite_url,
                empty_postgres_url,
                ask=live(database),
                progress=unseen,
                closing=lambda: closings.append("closed"),
            )
    assert closings == []


@pytest.mark.slow
async def test_while_the_old_database_is_closed_only_what_changed_is_read(
    way: tuple[str, str], fill: Callable[[Connection], None]
) -> None:
    source, target = way
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def listen(_: Tx) -> None:
        event.listen(Engine, "before_cursor_execute", note)

    async with open_database(source) as database:
        await database.write(fill)
        try:
            await move(
                source, target, ask=live(database, *CHANGES, listen), progress=quiet, closing=lambda: None
            )
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    of_all = [
        each
        for each in asked
        if any(re.search(rf"SELECT .*FROM {form.name}\b", each, re.DOTALL) for form in kept_forms())
        and " IN (" not in each
        and "setval" not in each  # the largest number stands at the end of an index
    ]
    assert of_all == []
    assert any("FROM entries" in each for each in asked)


@pytest.mark.slow
async def test_a_move_that_was_killed_is_undone_or_begun_anew(
    way: tuple[str, str], fill: Callable[[Connection], None]
) -> None:
    source, target = way
    async with open_database(source) as database:
        await database.write(fill)
        await database.write(watch)
        await database.write(close)  # and the one that moves is gone
        with pytest.raises(StorageError, match="--undo"):
            await database.write(_new_rows)
        await database.write(reopen)
        await database.write(_new_rows)
        await move(source, target, ask=live(database), progress=quiet, closing=lambda: None)
    assert await exported(target) == await exported(source)


@pytest.mark.slow
async def test_nobody_else_on_the_machine_reads_a_file_that_was_moved_to(
    postgres_url: str, tmp_path: Path
) -> None:
    await moved(postgres_url, f"sqlite:///{tmp_path}/new.db")
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


@pytest.mark.slow
@pytest.mark.walks
async def test_a_database_with_rows_is_not_moved_to(
    way: tuple[str, str], fill: Callable[[Connection], None]
) -> None:
    source, target = way
    async with open_database(target) as database:
        await database.write(fill)
    with pytest.raises(StorageError, match="not empty"):
        await moved(source, target)
    async with open_database(source):
        pass


@pytest.mark.slow
async def test_a_database_is_moved_to_once_nobody_serves_from_it(sqlite_url: str, postgres_url: str) -> None:
    now = read_clock()
    async with open_database(postgres_url) as served:
        await served.write(take, "rounds", "it", until=now + timedelta(minutes=1), now=now)
        with pytest.raises(StorageError, match="Stop that one first"):
            await moved(sqlite_url, postgres_url)
        await served.write(leave, "rounds", "it", now=now)
    await moved(sqlite_url, postgres_url)


async def test_a_move_stays_not_within_an_engine(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="from SQLite to PostgreSQL, or back"):
        await moved(sqlite_url, f"sqlite:///{tmp_path}/new.db")
    async with read_database(sqlite_url) as database:
        assert await database.read(lambda tx: tx.scalar(select(func.count()).select_from(shops))) == 0


@pytest.mark.parametrize(
    "target",
    ["postgresql://nobody@127.0.0.1:1/x", "mysql://x", "sqlite:////no/such/folder/new.db"],
)
async def test_what_is_wrong_with_the_new_database_blames_no_setting_of_the_old_one(
    sqlite_url: str, postgres_url: str, target: str
) -> None:
    source = postgres_url if target.startswith("sqlite") else sqlite_url
    with pytest.raises(StorageError) as refused:
        await moved(source, target)
    assert "--to" in str(refused.value)
    assert "STEMPEL_DATABASE_URL" not in str(refused.value)
