"""What an export promises: every row, the same from every database, into an empty one, or nothing."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from storage.engine.database import open_database
from storage.engine.errors import StorageError
from storage.engine.exports import export_rows
from storage.engine.imports import import_rows
from storage.engine.leases import take
from storage.engine.rows import BATCH, kept_forms
from storage.engine.statements import Tx
from storage.tables import counters, shops, updates


async def exported(url: str, path: Path) -> str:
    out = StringIO()
    await export_rows(url, out)
    save(path, out.getvalue())
    return out.getvalue()


def save(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")


def add_shop(tx: Tx, code: str) -> int:
    shop = dict(tx.execute(select(shops)).mappings().one())
    del shop["id"]
    return int(tx.execute(insert(shops).returning(shops.c.id), shop | {"code": code}).scalar_one())


def add_updates(tx: Tx, number: int) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    tx.execute(insert(updates), [{"key": f"telegram:{each}", "at": at} for each in range(number)])


@pytest.mark.slow
async def test_rows_go_from_sqlite_to_postgres_and_back_unchanged(
    sqlite_url: str, postgres_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
    there, back = f"sqlite:///{tmp_path}/back.db", tmp_path / "back.jsonl"
    first = await exported(sqlite_url, tmp_path / "first.jsonl")
    assert await import_rows(tmp_path / "first.jsonl", postgres_url) == len(kept_forms())
    assert await exported(postgres_url, back) == first
    await import_rows(back, there)
    assert await exported(there, tmp_path / "last.jsonl") == first


@pytest.mark.walks
async def test_new_rows_get_new_numbers_after_an_import(
    db_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    source = f"sqlite:///{tmp_path}/source.db"
    async with open_database(source) as database:
        await database.write(fill)
    await exported(source, tmp_path / "rows.jsonl")
    await import_rows(tmp_path / "rows.jsonl", db_url)
    async with open_database(db_url) as database:
        assert await database.write(add_shop, "second") == 2


@pytest.mark.slow
async def test_an_empty_database_moves_too(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    await exported(sqlite_url, tmp_path / "rows.jsonl")
    assert await import_rows(tmp_path / "rows.jsonl", postgres_url) == 0


@pytest.mark.slow
@pytest.mark.walks
async def test_a_database_with_rows_takes_no_import(
    db_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    async with open_database(db_url) as database:
        await database.write(fill)
    before = await exported(db_url, tmp_path / "rows.jsonl")
    with pytest.raises(StorageError, match="not empty"):
        await import_rows(tmp_path / "rows.jsonl", db_url)
    assert await exported(db_url, tmp_path / "after.jsonl") == before


@pytest.mark.walks
async def test_a_database_in_which_a_process_waits_for_somebody_to_speak_takes_an_import(
    db_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    source, now = f"sqlite:///{tmp_path}/source.db", datetime(2026, 3, 1, tzinfo=UTC)
    async with open_database(source) as database:
        await database.write(fill)
    rows = await exported(source, tmp_path / "rows.jsonl")
    async with open_database(db_url) as waiting:
        await waiting.write(take, "rounds", "it", until=now + timedelta(minutes=1), now=now)
    await import_rows(tmp_path / "rows.jsonl", db_url)
    assert await exported(db_url, tmp_path / "there.jsonl") == rows


async def test_an_export_whose_letters_were_spoilt_is_refused(
    sqlite_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
    rows = await exported(sqlite_url, tmp_path / "rows.jsonl")
    spoilt = rows.replace('"name": "', '"name": "é')
    assert spoilt != rows
    (tmp_path / "spoilt.jsonl").write_bytes(spoilt.encode("cp1252", errors="replace"))
    with pytest.raises(StorageError, match="is not of an export"):
        await import_rows(tmp_path / "spoilt.jsonl", f"sqlite:///{tmp_path}/there.db")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
async def test_an_export_is_read_however_a_shell_or_an_editor_wrote_it(
    sqlite_url: str, tmp_path: Path, fill: Callable[[Connection], None], encoding: str
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
    there = f"sqlite:///{tmp_path}/there.db"
    rows = await exported(sqlite_url, tmp_path / "rows.jsonl")
    (tmp_path / "marked.jsonl").write_text(f"{rows}\n", encoding=encoding)
    assert await import_rows(tmp_path / "marked.jsonl", there) == len(kept_forms())
    with pytest.raises(StorageError, match="goes in once"):
        await import_rows(tmp_path / "marked.jsonl", there)
    assert await exported(there, tmp_path / "there.jsonl") == rows


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda lines: lines[:-1], "ends too early"),
        (lambda lines: [*lines[:-2], lines[-1]], "rows, but has"),
        (
            lambda lines: [line.replace('"shop_id": 1,', '"shop_id": 9,') for line in lines],
            "checksum differs",
        ),
        (lambda lines: [*lines[:3], "{", *lines[4:]], "Line 4 of"),
        (lambda lines: [*lines[:3], '{"table": "songs", "row": {}}', *lines[4:]], "checksum differs"),
        (lambda lines: [lines[0].replace('"schema": "', '"schema": "9'), *lines[1:]], "this Stempel has"),
        (lambda lines: [*lines, *lines], "more than one export"),
        (lambda lines: [*lines, lines[1]], "more than one export"),
        (lambda _: ["[1, 2]"], "Line 1 of"),
        (lambda _: [], "ends too early"),
    ],
)
async def test_a_damaged_export_is_refused_whole(
    sqlite_url: str,
    tmp_path: Path,
    fill: Callable[[Connection], None],
    damage: Callable[[list[str]], list[str]],
    words: str,
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
    lines = (await exported(sqlite_url, tmp_path / "rows.jsonl")).splitlines()
    save(tmp_path / "damaged.jsonl", "\n".join(damage(lines)))
    with pytest.raises(StorageError, match=words):
        await import_rows(tmp_path / "damaged.jsonl", f"sqlite:///{tmp_path}/new.db")
    assert not (tmp_path / "new.db").exists()


async def test_an_export_is_one_picture_of_a_database_that_goes_on(
    sqlite_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    async with open_database(sqlite_url) as database:
        await database.write(fill)
        before = await exported(sqlite_url, tmp_path / "before.jsonl")
        loop = asyncio.get_running_loop()

        class Meanwhile(StringIO):
            def write(self, line: str) -> int:
                if '"table"' in line and '"table"' not in self.getvalue():
                    asyncio.run_coroutine_threadsafe(database.write(add_shop, "next"), loop).result()
                return super().write(line)

        out = Meanwhile()
        await export_rows(sqlite_url, out)
        assert out.getvalue() == before
        assert '"code": "next"' in await exported(sqlite_url, tmp_path / "after.jsonl")


@pytest.mark.slow
async def test_an_import_sees_whether_the_balances_are_what_was_booked(
    db_url: str, tmp_path: Path, fill: Callable[[Connection], None]
) -> None:
    source, new = f"sqlite:///{tmp_path}/source.db", tmp_path / "rows.jsonl"
    async with open_database(source) as database:
        await database.write(fill)
        await database.write(lambda tx: tx.execute(update(counters).values(balance=7)).rowcount)
    await exported(source, new)
    with pytest.raises(StorageError, match="1 balances in the export are not"):
        await import_rows(new, db_url)
    assert '"rows": 0' in await exported(db_url, tmp_path / "after.jsonl")


@pytest.mark.slow
async def test_how_far_an_export_and_an_import_are_is_told(sqlite_url: str, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    many = BATCH + 1
    async with open_database(sqlite_url) as database:
        await database.write(add_updates, many)
    with (tmp_path / "rows.jsonl").open("w", encoding="utf-8") as out:
        await export_rows(sqlite_url, out, progress=lambda done, of: heard.append((done, of)))
    there = f"sqlite:///{tmp_path}/there.db"
    await import_rows(tmp_path / "rows.jsonl", there, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(BATCH, many), (BATCH, many)]
