"""Rows for tests of whole databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Connection, Table, insert

from storage.engine.database import Database
from storage.tables import Time, metadata
from storage.tables.columns import InOtherLanguages
from tests.conftest import new_postgres
from tests.shared_postgres import shared_postgres_at

_MOMENT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
_CHOICES = {
    ("programmes", "unit"): "stamps",
    ("accounts", "origin"): "joined",
    ("staff", "role"): "owner",
    ("invites", "role"): "owner",
    ("vouchers", "state"): "available",
    ("entries", "kind"): "visit",
    ("outbox", "state"): "ready",
    ("consents", "purpose"): "offers",
    ("occurrences", "state"): "due",
    ("letters", "state"): "open",
    ("errands", "state"): "begun",
    ("targets", "metric"): "visits",
    ("experiments", "subject"): "offer",
    ("experiments", "ending"): "kept",
    ("occurrences", "arm"): "a",
    ("draws", "form"): "tickets",
    ("likes", "answer"): "no",
    ("questions", "name"): "value",
    ("event_guests", "seat"): "coming",
    ("portraits", "phase"): "first",
    ("alerts", "what"): "overdue",
    ("portrait_moves", "axis"): "phase",
}


@pytest.fixture(scope="session")
def _unwritten_postgres(postgres_server: str) -> Iterator[Database]:
    with new_postgres(postgres_server) as url, shared_postgres_at(url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def unwritten(request: pytest.FixtureRequest) -> Database:
    """Open a migrated database to which nobody has written: what was deleted from one would change its plans."""
    database: Database = request.getfixturevalue(
        "sqlite_db" if request.param == "sqlite" else "_unwritten_postgres"
    )
    return database


_ALSO = {("staff", "person_id")}  # may be null where a till has a name instead


@pytest.fixture
def fill() -> Callable[[Connection], None]:
    """Give the function that puts a first row into every table, each pointing at the others' first rows."""
    return _fill


def _fill(tx: Connection) -> None:
    for table in metadata.sorted_tables:
        needed = [column for column in table.columns if not column.nullable and column.name != "id"]
        wanted = [*needed, *(column for column in table.columns if (table.name, column.name) in _ALSO)]
        tx.execute(insert(table), {column.name: _sample(table, column) for column in wanted})


def _sample(table: Table, column: Column[object]) -> object:
    if isinstance(column.type, Time):
        return _MOMENT
    if isinstance(column.type, InOtherLanguages):
        return (("nl", "Is het ☕ \"'\n"),)
    if column.type.python_type is int:
        return 1
    return _CHOICES.get((table.name, column.name), f"{column.name} ☕ \"'\n")
