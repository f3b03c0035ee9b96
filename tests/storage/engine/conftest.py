"""A database for each test of the engines: schemas change, connections break, and files are looked at."""

from collections.abc import AsyncIterator, Iterator

import pytest

from storage.engine.database import Database, open_database
from tests.conftest import new_postgres


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Name a PostgreSQL database of this test's own."""
    with new_postgres(postgres_server) as url:
        yield url


@pytest.fixture
async def postgres_db(postgres_url: str) -> AsyncIterator[Database]:
    """Open that."""
    async with open_database(postgres_url, migrate=False) as database:
        yield database


@pytest.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    """Open an SQLite file of this test's own."""
    async with open_database(sqlite_url, migrate=False) as database:
        yield database
