"""A card of the days when it was customer and sum in one becomes an account with one counter, and loses nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, exc, insert, text

from storage.engine.database import build_database, open_database
from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from tests.storage.engine.test_migrations import differences

pytestmark = pytest.mark.slow

_BEFORE = "0023"
_CHOICES = {
    ("shops", "kind"): "points",
    ("cards", "origin"): "joined",
    ("cards", "balance"): 7,
    ("staff", "role"): "owner",
    ("staff", "person_id"): 1,
    ("invites", "role"): "owner",
    ("vouchers", "state"): "available",
    ("entries", "kind"): "visit",
    ("entries", "amount"): 7,
    ("outbox", "state"): "ready",
    ("consents", "purpose"): "offers",
    ("occurrences", "state"): "due",
    ("occurrences", "kind"): "goal",
    ("letters", "state"): "open",
}
_GIFT = (
    "INSERT INTO vouchers (id, card_id, shop_id, reward_key, reward, state, created_at)"
    " VALUES (2, 1, 1, 'campaign:gift', 'Cake', 'available', 1)"
)
_SECOND_ACCOUNT = "INSERT INTO accounts (id, shop_id, public_id, code, origin, created_at) VALUES (2, 1, 2, '2', 'printed', 1)"
_SECOND_COUNTER = (
    "INSERT INTO counters (id, shop_id, account_id, programme_id, version_id, created_at)"
    " VALUES (2, 1, 2, 1, 1, 1)"
)
_REVERSAL = (
    "INSERT INTO entries (id, shop_id, counter_id, version_id, kind, amount, round, at, reverses_id)"
    " VALUES (2, 1, 2, 1, 'reversal', -7, 1, 1, 1)"
)


def at(tx: Tx, revision: str) -> None:
    """Bring a database to a schema."""
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    config.attributes["connection"] = tx
    command.upgrade(config, revision)


def filled(tx: Tx) -> None:
    """Put a row into every table as they stood before, each pointing at the others' first rows."""
    at(tx, _BEFORE)
    tables = MetaData()
    tables.reflect(tx)
    for table in tables.sorted_tables:
        if table.name != "alembic_version":
            tx.execute(insert(table), {column.name: _sample(table, column) for column in _wanted(table)})
    tx.execute(text(_GIFT))


def _wanted(table: Table) -> list[Column[object]]:
    chosen = {name for of, name in _CHOICES if of == table.name}
    return [column for column in table.columns if column.name in chosen or not column.nullable]


def _sample(table: Table, column: Column[object]) -> object:
    return _CHOICES.get((table.name, column.name), 1 if column.type.python_type is int else column.name)


def checked(tx: Tx) -> None:
    """Look whether everything is where it belongs."""
    assert differences(tx) == []
    assert _row(tx, "SELECT id, shop_id, public_id FROM accounts") == (1, 1, 1)
    assert _row(tx, "SELECT id, account_id, programme_id, version_id, balance FROM counters") == (
        1,
        1,
        1,
        1,
        7,
    )
    assert _row(tx, "SELECT id, shop_id, unit, position FROM programmes") == (1, 1, "points", 1)
    assert _row(tx, "SELECT id, programme_id, version FROM programme_versions") == (1, 1, 1)
    assert _row(tx, "SELECT shop_id, voucher_id FROM spend_codes") == (1, 1)
    assert _row(tx, "SELECT shop_id, counter_id, version_id, amount FROM entries") == (1, 1, 1, 7)
    for table in ("visits", "goals", "occurrences"):
        assert _row(tx, f"SELECT account_id, counter_id FROM {table}") == (1, 1)  # noqa: S608 - names of our own
    held = tx.execute(text("SELECT account_id, counter_id FROM vouchers ORDER BY id")).all()
    assert [tuple(row) for row in held] == [(1, 1), (1, None)]
    following = text(
        "INSERT INTO programmes (shop_id, unit, position, created_at) VALUES (1, 'stamps', 2, 1)"
    )
    tx.execute(following)
    assert _row(tx, "SELECT MAX(id) FROM programmes") == (2,)


def _row(tx: Tx, query: str) -> tuple[object, ...]:
    return tuple(tx.execute(text(query)).one())


def changed(tx: Tx) -> None:
    tx.execute(text("UPDATE entries SET amount = 8"))


def reversed_elsewhere(tx: Tx) -> None:
    """Write the opposite of a line onto another counter than its own."""
    for query in (_SECOND_ACCOUNT, _SECOND_COUNTER, _REVERSAL):
        tx.execute(text(query))


@contextmanager
def scratch() -> Iterator[Connection]:
    """Open an empty SQLite database that looks at no keys while its tables are made, as wherever they are made."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as tx:
            yield tx
    finally:
        engine.dispose()


def test_a_card_becomes_an_account_and_its_counter_on_sqlite() -> None:
    with scratch() as tx:
        filled(tx)
        at(tx, "head")
        checked(tx)
        assert tx.execute(text("PRAGMA foreign_key_check")).all() == []
        for refused, why in ((changed, "append-only"), (reversed_elsewhere, "its source's counter")):
            with pytest.raises(exc.IntegrityError, match=why):
                refused(tx)


async def test_a_card_becomes_an_account_and_its_counter_on_postgres(postgres_url: str) -> None:
    def emptied(tx: Tx) -> None:
        tx.execute(text("DROP SCHEMA public CASCADE"))
        tx.execute(text("CREATE SCHEMA public"))

    async with open_database(postgres_url) as database:
        for step in (emptied, filled, lambda tx: at(tx, "head"), checked):
            await database.write(step)
        for refused, why in ((changed, "append-only"), (reversed_elsewhere, "its source's counter")):
            with pytest.raises(exc.IntegrityError, match=why):
                await database.write(refused)


_OF_ANOTHER_PROGRAM = (
    "CREATE TRIGGER of_another_program AFTER UPDATE ON occurrences BEGIN DELETE FROM handovers; END"
)


async def test_what_would_be_lost_is_said_and_nothing_is_changed(tmp_path: Path) -> None:
    def meddled(tx: Tx) -> None:
        filled(tx)
        tx.execute(text(_OF_ANOTHER_PROGRAM))

    url = f"sqlite:///{tmp_path}/town.db"
    await build_database(url, meddled)
    with pytest.raises(
        StorageError, match=r"losing something \(handovers: 1 would become 0\)\. Nothing was changed"
    ):
        async with open_database(url):
            pass
    kept = "SELECT (SELECT version_num FROM alembic_version), (SELECT COUNT(*) FROM handovers)"
    assert await build_database(url, lambda tx: _row(tx, kept)) == (_BEFORE, 1)
