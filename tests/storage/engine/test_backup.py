"""What a backup promises: a whole copy made under writes, and a way back that destroys nothing by accident."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, update

from storage.engine.backup import backup, restore
from storage.engine.database import Database, open_database
from storage.engine.errors import StorageError
from storage.engine.statements import Statement, Tx, insert
from storage.tables import counters, entries, updates

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

_ADD = Statement(insert(updates))
_COUNT = Statement(select(func.count()).select_from(updates))


def add(tx: Tx, *keys: str) -> None:
    for key in keys:
        _ADD.run(tx, key=key, at=NOW)


def number_in(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM updates").fetchone()[0])
    finally:
        connection.close()


async def test_a_copy_made_under_writes_is_whole(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(asyncio.to_thread(backup, sqlite_url, copy))
        for place in range(500):
            tasks.create_task(sqlite_db.write(add, f"{place}-a", f"{place}-b"))
    assert number_in(copy) % 2 == 0
    async with open_database(f"sqlite:///{copy}") as database:
        await database.write(add, "next")


@pytest.mark.slow
async def test_a_lost_database_comes_back(
    sqlite_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
        backup(sqlite_url, tmp_path / "copy.db")
    lost = f"sqlite:///{tmp_path}/new.db"
    restore(tmp_path / "copy.db", lost)
    async with open_database(lost) as database:
        assert await database.read(Statement(select(func.count()).select_from(entries)).value) == 1


async def test_nothing_that_is_there_is_replaced_unasked(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(sqlite_url, copy)
    with pytest.raises(StorageError, match="is there already"):
        backup(sqlite_url, copy)
    with pytest.raises(StorageError, match=r"already.*--overwrite"):
        restore(copy, sqlite_url)


async def test_a_database_is_replaced_when_asked_with_its_log(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    log = Path(sqlite_url.removeprefix("sqlite:///") + "-wal")
    backup(sqlite_url, copy)
    log.write_bytes(b"left by a crash")  # noqa: ASYNC240 - a few bytes
    restore(copy, sqlite_url, overwrite=True)
    async with open_database(sqlite_url) as database:
        await database.write(add, "next")
        assert await database.read(_COUNT.value) == 1


async def test_a_running_stempel_is_not_restored_over(
    sqlite_db: Database, sqlite_url: str, tmp_path: Path
) -> None:
    await sqlite_db.write(add, "one")
    backup(sqlite_url, tmp_path / "copy.db")
    with pytest.raises(StorageError, match="Another Stempel"):
        restore(tmp_path / "copy.db", sqlite_url, overwrite=True)
    assert await sqlite_db.read(_COUNT.value) == 1


async def test_a_file_that_is_no_whole_backup_is_refused_and_nothing_is_left(
    sqlite_url: str, tmp_path: Path
) -> None:
    backup(sqlite_url, tmp_path / "copy.db")
    content = (tmp_path / "copy.db").read_bytes()
    wrong = {
        "empty.db": b"",
        "letter.db": b"Dear Cleo, " * 1000,
        "cut.db": content[: len(content) // 2],
        "damaged.db": content[:8192] + b"\xff" * 8192 + content[16384:],
    }
    folder = tmp_path / "new"
    folder.mkdir()
    for name, damage in wrong.items():
        (tmp_path / name).write_bytes(damage)
        with pytest.raises(StorageError):
            restore(tmp_path / name, f"sqlite:///{folder}/stempel.db")
    assert {path.name for path in folder.iterdir()} <= {"stempel.db.lock"}


async def test_a_copy_whose_balances_are_not_what_was_booked_replaces_nothing(
    sqlite_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
        await database.write(lambda tx: tx.execute(update(counters).values(balance=7)).rowcount)
    backup(sqlite_url, tmp_path / "copy.db")
    async with open_database(sqlite_url) as database:
        await database.write(add, "newer")
    with pytest.raises(StorageError, match="1 balances are not what was booked"):
        restore(tmp_path / "copy.db", sqlite_url, overwrite=True)
    async with open_database(sqlite_url) as database:
        assert await database.read(_COUNT.value) == 2


async def test_a_backup_of_a_newer_version_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(StorageError, match="newer Stempel"):
        restore(Path(sqlite_url.removeprefix("sqlite:///")), f"sqlite:///{tmp_path}/new.db")


async def test_a_link_to_a_database_leads_to_what_was_restored(sqlite_url: str, tmp_path: Path) -> None:
    real, link = tmp_path / "real.db", tmp_path / "link.db"
    link.symlink_to(real)
    backup(sqlite_url, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", f"sqlite:///{link}")
    assert link.is_symlink()
    assert real.is_file()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database at"):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "copy.db")
    with pytest.raises(StorageError, match="no database at"):
        restore(tmp_path / "none.db", f"sqlite:///{tmp_path}/new.db")


def test_postgres_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="pg_dump"):
        backup("postgresql://localhost/stempel", tmp_path / "copy.db")
