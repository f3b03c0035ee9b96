"""Databases for tests of the engine itself."""

from collections.abc import Iterator

import pytest

from tests.conftest import new_postgres


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Name a PostgreSQL database of this test's own: here schemas change and connections break."""
    with new_postgres(postgres_server) as url:
        yield url
