"""What an export of an older Stempel promises: it becomes what its database would have become by an upgrade."""

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Integer, MetaData, insert, inspect

from storage.engine.database import build_database, open_database
from storage.engine.errors import StorageError
from storage.engine.jsonl import export_rows, import_rows
from storage.engine.migrate import head, upgrade
from storage.tables.columns import microseconds
from tests.exports import FOLDER, written_at

KEPT = sorted(file.stem for file in FOLDER.glob("*.jsonl"))
OLDER = [schema for schema in KEPT if schema != head()]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database without tables, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


async def exported(url: str) -> str:
    out = StringIO()
    await export_rows(url, out)
    return out.getvalue()


async def fill(url: str, schema: str) -> None:
    """Make a database as it was, with the rows of an export in it."""
    await build_database(url, lambda tx: _as_it_was(tx, schema))


def _as_it_was(tx: Connection, schema: str) -> None:
    upgrade(tx, schema)
    tables = MetaData()
    tables.reflect(tx)
    for line in written_at(schema).read_text(encoding="utf-8").splitlines()[1:-1]:
        content = json.loads(line)
        table = tables.tables[content["table"]]
        row = {name: _stored(table.c[name].type, value) for name, value in content["row"].items()}
        tx.execute(insert(table), row)


def _stored(kind: Any, value: Any) -> Any:
    moment = isinstance(kind, Integer) and isinstance(value, str)
    return microseconds(datetime.fromisoformat(value)) if moment else value


def has_tables(tx: Connection) -> bool:
    return bool(inspect(tx).get_table_names())


@pytest.mark.parametrize("schema", KEPT)
async def test_an_older_export_becomes_what_an_upgrade_makes_of_its_database(
    place: str, tmp_path: Path, schema: str
) -> None:
    upgraded = f"sqlite:///{tmp_path}/upgraded.db"
    await fill(upgraded, schema)
    async with open_database(upgraded):
        pass
    rows = await import_rows(written_at(schema), place)
    assert rows == json.loads(written_at(schema).read_text(encoding="utf-8").splitlines()[-1])["rows"]
    assert await exported(place) == await exported(upgraded)
    assert json.loads((await exported(place)).splitlines()[0])["schema"] == head()


@pytest.mark.parametrize("schema", KEPT)
async def test_an_older_database_is_upgraded_in_place_alike_on_both_engines(
    place: str, tmp_path: Path, schema: str
) -> None:
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.db"
    for url in (place, elsewhere):
        await fill(url, schema)
        async with open_database(url):
            pass
    assert await exported(place) == await exported(elsewhere)


@pytest.mark.parametrize("schema", OLDER)
async def test_a_database_with_newer_tables_takes_no_older_export(db_url: str, schema: str) -> None:
    with pytest.raises(StorageError, match=rf"of the older {schema}\. Name a new database"):
        await import_rows(written_at(schema), db_url)
    assert '"rows": 0' in await exported(db_url)


@pytest.mark.parametrize("schema", OLDER)
async def test_an_older_export_that_was_cut_off_leaves_nothing(
    place: str, tmp_path: Path, schema: str
) -> None:
    lines = written_at(schema).read_text(encoding="utf-8").splitlines()
    (tmp_path / "cut.jsonl").write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(StorageError, match="ends too early"):
        await import_rows(tmp_path / "cut.jsonl", place)
    assert await build_database(place, has_tables) is False


async def test_an_older_export_whose_rows_point_nowhere_is_refused(place: str, tmp_path: Path) -> None:
    lines = written_at("0019").read_text(encoding="utf-8").replace('"programme_id": 1', '"programme_id": 7')
    (tmp_path / "spoilt.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(StorageError, match="don't fit together"):
        await import_rows(tmp_path / "spoilt.jsonl", place)
