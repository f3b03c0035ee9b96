"""What an export of an older Stempel promises: it becomes what its database would have become by an upgrade."""

import asyncio
import json
from collections import Counter
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Function, Integer, MetaData, Table, func, insert, inspect, select

from storage.engine.database import build_database, open_database
from storage.engine.errors import StorageError
from storage.engine.exports import export_rows
from storage.engine.imports import import_rows
from storage.engine.migrate import head, upgrade
from storage.tables import counters, entries, metadata, programme_versions, programmes, vouchers
from storage.tables.columns import microseconds
from tests.conftest import new_postgres
from tests.exports import FOLDER, rows_at, written_at
from tests.storage.engine.test_migrations import differences

KEPT = sorted(file.stem for file in FOLDER.glob("*.jsonl"))
NEWEST_FIRST = [KEPT[-1], *(pytest.param(each, marks=pytest.mark.slow) for each in KEPT[:-1])]
OLDER = [schema for schema in KEPT if schema != head()]


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Name an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/empty.db"


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> str:
    """Name a database without tables, once on each engine."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
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
    for table in tables.sorted_tables if tx.dialect.name == "postgresql" else ():
        if "id" in table.c:
            tx.execute(select(func.setval(_sequence(table), func.max(table.c.id))))


def _sequence(table: Table) -> Function[str]:
    return func.pg_get_serial_sequence(table.name, "id")


def _stored(kind: Any, value: Any) -> Any:
    moment = isinstance(kind, Integer) and isinstance(value, str)
    return microseconds(datetime.fromisoformat(value)) if moment else value


def has_tables(tx: Connection) -> bool:
    return bool(inspect(tx).get_table_names())


@pytest.mark.parametrize("schema", NEWEST_FIRST)
@pytest.mark.slow
async def test_an_older_export_becomes_the_same_on_both_engines(
    empty_sqlite_url: str, empty_postgres_url: str, schema: str
) -> None:
    wanted = json.loads(written_at(schema).read_text(encoding="utf-8").splitlines()[-1])["rows"]
    for url in (empty_sqlite_url, empty_postgres_url):
        assert await import_rows(written_at(schema), url) == wanted
    assert await exported(empty_sqlite_url) == await exported(empty_postgres_url)
    assert json.loads((await exported(empty_sqlite_url)).splitlines()[0])["schema"] == head()


@pytest.mark.slow
@pytest.mark.parametrize("schema", KEPT)
async def test_an_older_database_is_upgraded_in_place_to_the_tables_and_numbers_of_a_new_one(
    place: str, tmp_path: Path, schema: str
) -> None:
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.db"
    await import_rows(written_at(schema), elsewhere)
    await fill(place, schema)
    async with open_database(place) as database:
        assert await database.read(differences) == []
    assert await exported(place) == await exported(elsewhere)
    async with open_database(place) as database:
        await database.write(_number_on)


def _number_on(tx: Connection) -> None:
    """See that a new row of each table takes a number that none has yet; SQLite does so by itself."""
    if tx.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            if "id" in table.c:
                newest = tx.scalar(select(func.coalesce(func.max(table.c.id), 0)))
                assert tx.scalar(select(func.nextval(_sequence(table)) > newest)), table.name


@pytest.mark.slow
@pytest.mark.parametrize("schema", OLDER)
@pytest.mark.walks
async def test_an_older_export_goes_into_newer_tables_that_are_empty_too(
    db_url: str, tmp_path: Path, schema: str
) -> None:
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.db"
    await import_rows(written_at(schema), elsewhere)
    await import_rows(written_at(schema), db_url)
    assert await exported(db_url) == await exported(elsewhere)
    async with open_database(db_url) as database:
        assert await database.read(differences) == []
        await database.write(_number_on)


@pytest.mark.parametrize("schema", OLDER)
async def test_an_older_export_that_was_cut_off_leaves_nothing(
    place: str, tmp_path: Path, schema: str
) -> None:
    lines = written_at(schema).read_text(encoding="utf-8").splitlines()
    (tmp_path / "cut.jsonl").write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(StorageError, match="ends too early"):
        await import_rows(tmp_path / "cut.jsonl", place)
    assert await build_database(place, has_tables) is False


@pytest.mark.slow
@pytest.mark.walks
async def test_an_older_export_whose_rows_point_nowhere_is_refused(place: str, tmp_path: Path) -> None:
    lines = written_at("0019").read_text(encoding="utf-8").replace('"programme_id": 1', '"programme_id": 7')
    (tmp_path / "spoilt.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(StorageError, match="don't fit together"):
        await import_rows(tmp_path / "spoilt.jsonl", place)


@pytest.mark.slow
@pytest.mark.walks
async def test_an_older_export_that_no_migration_can_read_is_refused_whole(
    place: str, tmp_path: Path
) -> None:
    gift = '"slot": null, "reward_key": "campaign:gift"'
    lines = written_at("0022").read_text(encoding="utf-8")
    assert gift in lines
    (tmp_path / "odd.jsonl").write_text(lines.replace(gift, gift.replace("null", '"1:4"')), encoding="utf-8")
    with pytest.raises(StorageError, match="can't be brought to this version's schema"):
        await import_rows(tmp_path / "odd.jsonl", place)
    assert await build_database(place, has_tables) is False


@pytest.mark.slow
async def test_what_an_older_export_became_goes_out_and_in_unchanged(place: str, tmp_path: Path) -> None:
    await import_rows(written_at("0022"), place)
    rows = await exported(place)
    (tmp_path / "now.jsonl").write_text(rows, encoding="utf-8")
    there = f"sqlite:///{tmp_path}/there.db"
    await import_rows(tmp_path / "now.jsonl", there)
    assert await exported(there) == rows


Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def now(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Read what an upgrade in place made of the town, once on each engine."""
    if request.param == "sqlite":
        return asyncio.run(_upgraded(f"sqlite:///{tmp_path_factory.mktemp('now')}/town.db"))
    with new_postgres(request.getfixturevalue("postgres_server"), "template0") as url:
        return asyncio.run(_upgraded(url))


async def _upgraded(url: str) -> Rows:
    await fill(url, "0022")
    async with open_database(url) as database:
        return await database.read(_newest)


def _newest(tx: Connection) -> Rows:
    tables = (counters, entries, vouchers, programmes, programme_versions)
    return {
        table.name: [dict(row) for row in tx.execute(select(table).order_by(table.c.id)).mappings()]
        for table in tables
    }


@pytest.mark.slow
def test_each_card_becomes_a_counter_with_its_sum_and_its_rules(now: Rows) -> None:
    cards, lines = {card["id"]: card for card in rows_at("0022", "cards")}, Counter[int]()
    for entry in now["entries"]:
        lines[entry["counter_id"]] += entry["amount"]
    for counter in now["counters"]:
        card = cards.pop(counter["id"])
        ended = (
            card["person_id"] is None and card["closed_at"] and card["balance"]
        )  # its holder was forgotten
        assert counter["balance"] == lines[counter["id"]] == (0 if ended else card["balance"])
        assert (counter["account_id"], counter["round"]) == (card["id"], card["round"] + bool(ended))
        assert (counter["version_id"], counter["programme_id"]) == (card["programme_id"], card["shop_id"])
    assert cards == {}


@pytest.mark.slow
@pytest.mark.walks
def test_each_reward_is_on_the_counter_that_earned_it_and_a_gift_on_none(now: Rows) -> None:
    before = {voucher["id"]: voucher for voucher in rows_at("0022", "vouchers")}
    assert {voucher["id"] for voucher in now["vouchers"]} == before.keys()
    gifts = [voucher["reward"] for voucher in now["vouchers"] if voucher["counter_id"] is None]
    assert gifts == ["Slice of cake"]
    for voucher in now["vouchers"]:
        assert voucher["counter_id"] in {None, before[voucher["id"]]["card_id"]}
        assert (voucher["state"], voucher["slot"]) == (
            before[voucher["id"]]["state"],
            before[voucher["id"]]["slot"],
        )


@pytest.mark.slow
@pytest.mark.walks
def test_each_shop_has_one_programme_with_all_its_versions(now: Rows) -> None:
    kinds = {shop["id"]: shop["kind"] for shop in rows_at("0022", "shops")}
    assert {programme["shop_id"]: programme["unit"] for programme in now["programmes"]} == kinds
    before = {
        (each["id"], each["shop_id"], each["version"], each["rules"])
        for each in rows_at("0022", "programmes")
    }
    versions = now["programme_versions"]
    assert {(each["id"], each["programme_id"], each["version"], each["rules"]) for each in versions} == before
