"""What the migrations promise: the tables of storage/tables/, on both databases, with the ledger's triggers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, create_engine, exc, func, inspect, select, text

from storage.engine import new_file, rows
from storage.engine.database import Database, open_database, read_database
from storage.engine.errors import StorageError
from storage.engine.migrate import current, head, run_migrations
from storage.engine.statements import Tx
from storage.tables import entries, metadata

_PERSON = text(
    "INSERT INTO persons (id, name, folded_name, language, created_at) VALUES (:this, :name, lower(:name), 'en', 0)"
)
_CARD = text(
    "INSERT INTO cards (id, shop_id, person_id, programme_id, public_id, code, origin, created_at, closed_at)"
    " VALUES (:this, 1, :this, 1, :this, :this, 'joined', 0, :closed_at)"
)
_ADDRESS = text(
    "INSERT INTO addresses (id, person_id, channel, account, external_id, created_at, seen_at)"
    " VALUES (:this, 1, 'telegram', :account, '1', 0, 0)"
)
_WAITING = text(
    "INSERT INTO outbox (dedup_key, address_id, channel, kind, data, urgency, state, created_at, due_at)"
    " VALUES ('key' || :this, :this, 'telegram', 'visit', '{}', 1, 'ready', 0, 0)"
)


def differences(tx: Tx) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(tx), metadata))


def checks(tx: Tx) -> set[object]:
    return {check["name"] for table in metadata.tables for check in inspect(tx).get_check_constraints(table)}


@contextmanager
def in_memory() -> Iterator[Connection]:
    """Open an empty SQLite database."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as tx:
            yield tx
    finally:
        engine.dispose()


def run(tx: Tx, sql: str) -> None:
    tx.execute(text(sql))


async def test_the_migrations_make_the_tables_that_the_code_knows(db: Database) -> None:
    wanted = {
        check.name
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert await db.read(differences) == []
    assert await db.read(checks) == wanted
    assert await db.read(current) == head()


def test_a_new_file_begins_with_what_the_migrations_make_step_by_step() -> None:
    with in_memory() as begun, in_memory() as migrated:
        new_file.begin(begun)
        run_migrations(migrated, current(begun) or "")
        assert new_file.made(begun) == new_file.made(migrated)
        assert [rows.count(migrated, form) for form in rows.forms(migrated)] == [0] * len(metadata.tables)


@pytest.mark.walks
async def test_migrating_again_changes_nothing(db_url: str, fill: Callable[[Connection], None]) -> None:
    async with open_database(db_url) as database:
        await database.write(fill)
    async with open_database(db_url) as database:
        assert await database.read(differences) == []
        assert (
            await database.read(lambda tx: tx.execute(select(func.count()).select_from(entries)).scalar())
            == 1
        )


async def test_no_row_points_nowhere(sqlite_db: Database, fill: Callable[[Connection], None]) -> None:
    await sqlite_db.write(fill)
    assert await sqlite_db.read(lambda tx: tx.execute(text("PRAGMA foreign_key_check")).all()) == []
    assert await sqlite_db.write(lambda tx: tx.execute(text("PRAGMA foreign_keys")).scalar()) == 1


@pytest.mark.parametrize(
    "change", ["UPDATE entries SET amount = 2", "UPDATE entries SET reason = 'x'", "DELETE FROM entries"]
)
async def test_the_ledger_refuses_every_change(
    db: Database, fill: Callable[[Connection], None], change: str
) -> None:
    await db.write(fill)
    with pytest.raises(exc.IntegrityError, match="append-only"):
        await db.write(run, change)


async def test_the_ledger_can_not_be_emptied_on_postgres(postgres_url: str) -> None:
    async with open_database(postgres_url) as database:
        with pytest.raises(exc.IntegrityError, match="append-only"):
            await database.write(run, "TRUNCATE entries CASCADE")


@pytest.mark.slow
def test_names_that_were_stored_are_found_as_they_are_typed() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with in_memory() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, "0014")
        run(tx, "INSERT INTO shops VALUES (1, 'x', 'Luna', 'stamps', 'UTC', 'EUR', 'en', '#000000', 10, 0)")
        run(tx, "INSERT INTO programmes (id, shop_id, version, rules, created_at) VALUES (1, 1, 1, '{}', 0)")
        for this, name, closed_at in ((1, "Łukasz O’Neil", None), (2, "", None), (3, "Zita", 0)):
            facts = {"this": this, "name": name, "closed_at": closed_at}
            tx.execute(_PERSON, facts)
            tx.execute(_CARD, facts)
        command.upgrade(config, "head")
        rows = tx.execute(text("SELECT found_by FROM accounts ORDER BY id")).all()
    assert [row[0] for row in rows] == [" lukasz oneil o neil", None, None]


@pytest.mark.slow
def test_what_waited_before_waits_for_its_account() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with in_memory() as tx:
        config.attributes["connection"] = tx
        command.upgrade(config, "0020")
        tx.execute(_PERSON, {"this": 1, "name": "Ana"})
        for this in (1, 2):
            tx.execute(_ADDRESS, {"this": this, "account": f"bot{this}"})
            tx.execute(_WAITING, {"this": this})
        command.upgrade(config, "head")
        rows = tx.execute(text("SELECT channel, account FROM outbox ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [("telegram", "bot1"), ("telegram", "bot2")]


async def test_a_newer_schema_is_refused_with_words(db_url: str) -> None:
    async with open_database(db_url) as database:
        await database.write(run, "UPDATE alembic_version SET version_num = '9999'")
    for migrate in (True, False):
        with pytest.raises(StorageError, match=r"newer Stempel \(schema 9999"):
            await open_database(db_url, migrate=migrate).__aenter__()
    with pytest.raises(StorageError, match="newer Stempel"):
        await read_database(db_url).__aenter__()


async def test_an_older_schema_is_refused_where_nobody_asked_to_migrate(db_url: str) -> None:
    async with open_database(db_url) as database:
        await database.write(run, "DELETE FROM alembic_version")
    with pytest.raises(StorageError, match="Run `stempel migrate`"):
        await open_database(db_url, migrate=False).__aenter__()


async def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade_and_break(tx: Tx) -> None:
        run(tx, "CREATE TABLE half (id INTEGER)")
        raise LookupError("broken")

    url = f"sqlite:///{tmp_path}/stempel.db"
    with monkeypatch.context() as broken:
        broken.setattr("storage.engine.sqlite_file.upgrade", upgrade_and_break)
        with pytest.raises(LookupError):
            await open_database(url).__aenter__()
    async with open_database(url) as database:
        assert "half" not in await database.read(lambda tx: inspect(tx).get_table_names())
