"""A PostgreSQL database for each test of the engines: schemas change, and connections break."""

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
    """Open it."""
    async with open_database(postgres_url, migrate=False) as database:
        yield database
