"""What an import promises that is broken off: nobody serves from it, and the next one goes on where it stopped."""

import asyncio
import json
import re
import stat
from collections.abc import Callable
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection as PipeEnd
from pathlib import Path
from threading import Thread

import asyncpg
import pytest
from sqlalchemy import Connection

from storage.engine.database import build_database, open_database, parsed, sqlite_path
from storage.engine.errors import StorageError
from storage.engine.imports import PART, import_rows
from storage.engine.rows import BATCH
from tests.storage.engine.test_exports import add_updates, exported
from tests.storage.engine.test_older_export import has_tables

pytestmark = pytest.mark.walks

_MANY = 2 * PART + BATCH


class _BrokenOffError(BaseException):
    """What Ctrl+C is."""


class _Heard:
    """Hears how far an import is, and may break it off."""

    def __init__(self, *, until: int = 0, error: BaseException | None = None) -> None:
        self.told: list[int] = []
        self._until, self._error = until, error

    def __call__(self, done: int, _of: int) -> None:
        self.told.append(done)
        if self._error and done == self._until:
            raise self._error


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database that is not there yet, or has no tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
async def export(sqlite_url: str, tmp_path: Path, fill: Callable[[Connection], None]) -> Path:
    """Write an export that goes in by several parts."""
    async with open_database(sqlite_url) as database:
        await database.write(fill)
        await database.write(add_updates, _MANY)
    await exported(sqlite_url, tmp_path / "rows.jsonl")
    return tmp_path / "rows.jsonl"


async def broken_off(export: Path, place: str, *, error: BaseException | None = None) -> None:
    """Import no more than one whole part of the largest table."""
    with pytest.raises((_BrokenOffError, StorageError)):
        await import_rows(
            export, place, progress=_Heard(until=PART + 2 * BATCH, error=error or _BrokenOffError())
        )


async def test_an_import_that_was_broken_off_goes_on_where_it_stopped(
    place: str, tmp_path: Path, export: Path
) -> None:
    await broken_off(export, place)
    there, told = _Heard(), _Heard()
    await import_rows(export, place, going_on=there, progress=told)
    (begun,) = there.told
    assert PART < begun < told.told[0] <= begun + BATCH
    assert await exported(place, tmp_path / "after.jsonl") == _text(export)


@pytest.mark.slow
async def test_until_it_is_whole_the_database_is_as_it_was(place: str, export: Path) -> None:
    async with open_database(place):
        pass  # a Stempel was started there, and nothing more
    await broken_off(export, place)
    async with open_database(place) as database:
        assert await database.read(lambda tx: tx.exec_driver_sql("SELECT * FROM shops").all()) == []
    await import_rows(export, place)
    async with open_database(place) as database:
        assert len(await database.read(lambda tx: tx.exec_driver_sql("SELECT * FROM shops").all())) == 1


@pytest.mark.slow
async def test_another_export_begins_anew(place: str, tmp_path: Path, export: Path) -> None:
    await broken_off(export, place)
    other, there = tmp_path / "other.jsonl", _Heard()
    async with open_database(f"sqlite:///{tmp_path}/other.db") as database:
        await database.write(add_updates, 3)
    rows = await exported(f"sqlite:///{tmp_path}/other.db", other)
    assert await import_rows(other, place, going_on=there) == 3
    assert there.told == []
    assert await exported(place, tmp_path / "after.jsonl") == rows


@pytest.mark.slow
async def test_what_can_never_go_in_leaves_nothing(place: str, tmp_path: Path, export: Path) -> None:
    odd = _without_sums(_text(export).replace('"telegram:9999"', '"telegram:1"'), tmp_path)
    with pytest.raises(StorageError, match="don't fit together"):
        await import_rows(odd, place)
    assert await build_database(place, has_tables) is False
    assert await _drafts(place) == []


@pytest.mark.slow
async def test_a_number_that_no_database_holds_is_no_fault_of_ours(
    place: str, tmp_path: Path, export: Path
) -> None:
    rows = re.sub('"token_minutes": [0-9]+', f'"token_minutes": {10**30}', _text(export))
    odd = _without_sums(rows, tmp_path)
    with pytest.raises(StorageError, match="don't fit together"):
        await import_rows(odd, place)
    assert await _drafts(place) == []


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", [b"no database at all", None])
async def test_an_import_whose_file_was_spoilt_meanwhile_begins_anew(
    tmp_path: Path, export: Path, spoilt: bytes | None
) -> None:
    place, draft = f"sqlite:///{tmp_path}/new.db", tmp_path / "new.db.import"
    await broken_off(export, place)
    draft.write_bytes(spoilt or draft.read_bytes()[:5000])
    with pytest.raises(StorageError, match=r"new\.db\.import is damaged\. It was deleted: import the same"):
        await import_rows(export, place)
    await import_rows(export, place)
    assert await exported(place, tmp_path / "after.jsonl") == _text(export)


async def test_a_link_to_a_database_stays_one(tmp_path: Path, export: Path) -> None:
    (tmp_path / "volume").mkdir()
    link = tmp_path / "link.db"
    link.symlink_to("volume/real.db")
    await import_rows(export, f"sqlite:///{link}")
    assert link.is_symlink()
    assert [path.name for path in (tmp_path / "volume").iterdir()] == ["real.db"]


async def test_a_table_of_another_program_is_named_as_one(empty_postgres_url: str, export: Path) -> None:
    connection = await asyncpg.connect(empty_postgres_url)
    await connection.execute("CREATE TABLE persons (name TEXT)")
    await connection.close()
    with pytest.raises(StorageError, match="a table of another program"):
        await import_rows(export, empty_postgres_url)


@pytest.mark.slow
async def test_who_hears_of_a_full_disk_hears_that_the_next_import_goes_on(place: str, export: Path) -> None:
    full = StorageError("The disk is full.", "Free some space.")
    with pytest.raises(StorageError, match=r"Free some space\. Then import the same file once more"):
        await import_rows(export, place, progress=_Heard(until=BATCH, error=full))


@pytest.mark.slow
async def test_what_was_opened_meanwhile_is_not_replaced(
    place: str, tmp_path: Path, export: Path, fill: Callable[[Connection], None]
) -> None:
    await broken_off(export, place)
    async with open_database(place) as database:
        await database.write(fill)
    before = await exported(place, tmp_path / "before.jsonl")
    with pytest.raises(StorageError, match="not empty"):
        await import_rows(export, place)
    assert await exported(place, tmp_path / "after.jsonl") == before


async def test_a_file_that_is_not_whole_yet_is_read_by_its_owner_alone(tmp_path: Path, export: Path) -> None:
    await broken_off(export, f"sqlite:///{tmp_path}/new.db")
    assert stat.S_IMODE((tmp_path / "new.db.import").stat().st_mode) == 0o600


@pytest.mark.slow
async def test_of_two_imports_at_once_one_is_told_of_the_other(
    empty_postgres_url: str, tmp_path: Path, export: Path
) -> None:
    begun: list[int] = []

    def other(done: int, _of: int) -> None:
        if begun:
            return
        begun.append(done)
        thread = Thread(target=lambda: asyncio.run(import_rows(export, empty_postgres_url)))
        thread.start()
        thread.join()

    with pytest.raises(StorageError, match="Another import into this database goes on"):
        await import_rows(export, empty_postgres_url, progress=other)
    assert await exported(empty_postgres_url, tmp_path / "after.jsonl") == _text(export)


@pytest.mark.slow
async def test_an_import_that_is_killed_again_and_again_loses_nothing(
    place: str, tmp_path: Path, export: Path
) -> None:
    there = _Heard()
    begun = [await asyncio.to_thread(_killed, export, place) for _ in range(2)]
    await import_rows(export, place, going_on=there)
    assert 0 == begun[0] < begun[1] < there.told[0]
    assert await exported(place, tmp_path / "after.jsonl") == _text(export)


def _killed(export: Path, place: str) -> int:
    """Kill an import once it has left a part, and give how many rows it found."""
    ours, theirs = Pipe()
    process = get_context("forkserver").Process(target=_import, args=(export, place, theirs), daemon=True)
    process.start()
    theirs.close()
    there, done = 0, 0
    while done <= there + PART:
        there, done = ours.recv()
        ours.send("go on")
    process.kill()
    process.join()
    return there


def _import(export: Path, place: str, says: PipeEnd) -> None:
    """Import, and wait for a word at each step."""
    found = _Heard()

    def progress(done: int, _of: int) -> None:
        says.send((sum(found.told), done))
        says.recv()

    asyncio.run(import_rows(export, place, progress=progress, going_on=found))


def _text(export: Path) -> str:
    return export.read_text(encoding="utf-8")


async def _drafts(place: str) -> list[str]:
    if place.startswith("sqlite"):
        return [path.name for path in sqlite_path(parsed(place)).parent.glob("*.import*")]
    connection = await asyncpg.connect(place)
    try:
        return [
            name
            for (name,) in await connection.fetch("SELECT nspname FROM pg_namespace WHERE nspname ~ 'import'")
        ]
    finally:
        await connection.close()


def _without_sums(rows: str, folder: Path) -> Path:
    """Write rows down as an export that knows its number of rows, and no checksum."""
    *lines, last = rows.splitlines()
    (folder / "odd.jsonl").write_text(
        "\n".join([*lines, json.dumps({"rows": json.loads(last)["rows"]})]), encoding="utf-8"
    )
    return folder / "odd.jsonl"
