"""What the SQLite database promises beside that: one process, one writer, words for what an operator can mend."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.engine.database import Database, open_database, read_database
from storage.engine.errors import StorageError
from storage.engine.sqlite import Sqlite
from storage.engine.sqlite_file import APPLICATION_ID
from storage.engine.statements import Statement, Tx, insert
from storage.tables import updates

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

_ADD = Statement(insert(updates))
_COUNT = Statement(select(func.count()).select_from(updates))


def add(tx: Tx, *keys: str) -> None:
    for key in keys:
        _ADD.run(tx, key=key, at=NOW)


def pragma(tx: Tx, words: str) -> object:
    row = tx.connection.cursor().execute(f"PRAGMA {words}").fetchone()
    return row and row[0]


async def open_and_close(url: str) -> None:
    async with open_database(url):
        pass


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def test_the_writer_is_set_up_for_a_ledger(sqlite_db: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    for name, value in wanted.items():
        assert await sqlite_db.write(pragma, name) == value
    assert await sqlite_db.read(pragma, "query_only") == 1
    assert await sqlite_db.read(pragma, "application_id") == APPLICATION_ID


async def test_a_whole_transaction_runs_in_a_thread_of_aiosqlite(sqlite_db: Database) -> None:
    # The contract with aiosqlite's private names: one thread writes, functions come in order, nothing is lost.
    threads = await asyncio.gather(*(sqlite_db.write(lambda _: threading.get_ident()) for _ in range(100)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_waiting_writes_share_a_commit(sqlite_db: Database) -> None:
    commits: list[str] = []

    def listen(tx: Tx) -> None:
        raw = tx.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)

    await sqlite_db.write(listen)
    await asyncio.gather(*(sqlite_db.write(add, str(place)) for place in range(128)))
    assert len(commits) < 40


async def test_a_function_that_commits_by_itself_is_refused(sqlite_db: Database) -> None:
    with pytest.raises(RuntimeError, match="neither commits"):
        await sqlite_db.write(lambda tx: tx.commit())
    await sqlite_db.write(add, "next")


async def test_a_second_process_is_refused_and_told_which_is_the_first(
    sqlite_db: Database, sqlite_url: str
) -> None:
    assert isinstance(sqlite_db, Sqlite)
    code = (
        "import asyncio, sys; from storage.engine.database import open_database\n"
        "async def main():\n"
        "    async with open_database(sys.argv[1]): pass\n"
        "asyncio.run(main())"
    )
    second = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, sqlite_url], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "Another Stempel (process " in second.stderr
    assert "Stop it first" in second.stderr


async def test_others_may_read_beside_the_one_that_writes(sqlite_db: Database, sqlite_url: str) -> None:
    await sqlite_db.write(add, "one")
    async with read_database(sqlite_url) as reading:
        assert await reading.read(_COUNT.value) == 1
        await sqlite_db.write(add, "two")
        assert await reading.read(_COUNT.value) == 2


async def test_reading_where_nothing_is_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database at"):
        await read_database(f"sqlite:///{tmp_path}/none.db").__aenter__()
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240 - one empty folder


_WRITES = """
import asyncio, sys
from datetime import UTC, datetime
from storage.engine.database import open_database
from storage.engine.statements import Statement, insert
from storage.tables import updates
ADD = Statement(insert(updates))
def add(tx, number):
    for part in "ab":
        ADD.run(tx, key=f"{number}-{part}", at=datetime(2026, 3, 1, tzinfo=UTC))
    return number
async def write(database, worker):
    for number in range(worker, 1_000_000, 8):
        print(await database.write(add, number), file=sys.stderr, flush=True)
async def main():
    async with open_database(sys.argv[1]) as database:
        await asyncio.gather(*(write(database, worker) for worker in range(8)))
asyncio.run(main())
"""


@pytest.mark.slow
async def test_what_was_answered_before_a_kill_is_there_after_it(sqlite_url: str) -> None:
    def write_until_killed() -> list[str]:
        with subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", _WRITES, sqlite_url], stderr=subprocess.PIPE, text=True
        ) as killed:
            assert killed.stderr is not None
            lines = [killed.stderr.readline() for _ in range(100)]
            killed.send_signal(signal.SIGKILL)
            return [line.strip() for line in [*lines, *killed.stderr] if line.endswith("\n")]

    answered = await asyncio.to_thread(write_until_killed)
    async with open_database(sqlite_url) as database:
        rows = await database.read(Statement(select(updates.c.key)).all)
        assert await database.read(pragma, "integrity_check") == "ok"
        await database.write(add, "next")
    stored = {key for (key,) in rows}
    assert {f"{number}-{part}" for number in answered for part in "ab"} <= stored
    assert {key[:-2] for key in stored if key.endswith("a")} == {
        key[:-2] for key in stored if key.endswith("b")
    }


@pytest.mark.slow
async def test_a_database_left_open_does_not_keep_the_interpreter(sqlite_url: str) -> None:
    code = (
        "import asyncio, sys; from storage.engine.database import open_database\n"
        "async def main():\n"
        "    global database; database = open_database(sys.argv[1]); await database.__aenter__()\n"
        "asyncio.run(main())"
    )
    await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, sqlite_url], capture_output=True, check=False, timeout=20
    )


async def test_a_full_disk_is_said_to_all_who_wait_and_ends_by_itself(sqlite_db: Database) -> None:
    pages = await sqlite_db.read(pragma, "page_count")
    await sqlite_db.write(pragma, f"max_page_count = {pages}")
    long = [f"{place}" * 3000 for place in range(1000, 1008)]
    answers = await asyncio.gather(*(sqlite_db.write(add, key) for key in long), return_exceptions=True)
    failed = [answer for answer in answers if answer is not None]
    assert failed
    assert all(isinstance(answer, StorageError) and "disk is full" in str(answer) for answer in failed)
    assert await sqlite_db.read(_COUNT.value) == len(answers) - len(failed)
    await sqlite_db.write(pragma, "max_page_count = 1000000")
    await sqlite_db.write(add, "next")


async def test_a_file_that_can_only_be_read_is_named(sqlite_db: Database) -> None:
    await sqlite_db.write(pragma, "query_only = ON")
    with pytest.raises(StorageError, match="can be read but not written"):
        await sqlite_db.write(add, "one")


async def test_a_file_that_another_program_locks_is_named(sqlite_db: Database, sqlite_url: str) -> None:
    await sqlite_db.write(pragma, "busy_timeout = 0")
    viewer = sqlite3.connect(path_of(sqlite_url), isolation_level=None)
    viewer.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="locked by another program"):
        await sqlite_db.write(add, "one")
    viewer.close()
    await sqlite_db.write(add, "one")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Café Luna, " * 1000)
    with pytest.raises(StorageError, match="not an SQLite database"):
        await open_and_close(f"sqlite:///{path}")


async def test_a_damaged_file_is_named(sqlite_url: str) -> None:
    path = path_of(sqlite_url)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StorageError, match=r"damaged.*`stempel restore`"):
        await open_and_close(sqlite_url)


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    with sqlite3.connect(path) as music:
        music.execute("CREATE TABLE songs (name TEXT)")
    music.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="not a database of Stempel"):
        await open_and_close(f"sqlite:///{path}")
    assert path.read_bytes()[100:] == before[100:]  # the header may say that a log is kept beside it


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=f"folder {tmp_path}/none .* does not exist"):
        await open_and_close(f"sqlite:///{tmp_path}/none/stempel.db")


async def test_a_folder_in_the_file_s_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="can't be opened"):
        await open_and_close(f"sqlite:///{tmp_path}")


async def test_a_failed_opening_lets_go_of_the_file(sqlite_url: str) -> None:
    content = path_of(sqlite_url).read_bytes()
    path_of(sqlite_url).write_bytes(b"no database" * 1000)
    with pytest.raises(StorageError):
        await open_and_close(sqlite_url)
    path_of(sqlite_url).write_bytes(content)
    await open_and_close(sqlite_url)
