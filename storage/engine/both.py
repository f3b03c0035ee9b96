"""Two databases at once: pictures of the one that goes on, and one transaction that fills the other."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.engine import URL

from storage.engine.copies import check_replaceable, forget_log, opened, put_in_place
from storage.engine.database import build_database, parsed, read_database, sqlite_path
from storage.engine.errors import StorageError, translated
from storage.engine.migrate import check, upgrade
from storage.engine.rows import check_empty
from storage.engine.sqlite_file import (
    begin_private,
    check_identity,
    check_place,
    check_there,
    claimed,
    rebuild,
)
from storage.tables import leases

T = TypeVar("T")


class Run(Protocol):
    """Runs a step over the newest picture of the one database and the transaction that fills the other."""

    async def __call__(self, step: Callable[[Connection, Connection], T], /) -> T: ...


@asynccontextmanager
async def both(source: str, target: str) -> AsyncIterator[Run]:
    """Fill an empty database from another one, of the other engine; what was written is kept if nothing is raised."""
    check_ways(source, target)
    here, there = parsed(source), _parsed_target(target)
    ways = (
        _to_postgres(sqlite_path(here), there)
        if here.drivername == "sqlite"
        else _to_sqlite(source, sqlite_path(there))
    )
    async with ways as run:
        yield run


def check_ways(source: str, target: str) -> None:
    """Refuse a move within one engine."""
    if parsed(source).drivername == _parsed_target(target).drivername:
        raise StorageError(
            "A move goes from SQLite to PostgreSQL, or back.",
            "For another file use `stempel backup` and `stempel restore`, for another server `pg_dump`.",
        )


def _parsed_target(target: str) -> URL:
    with _of_target():
        return parsed(target)


@contextmanager
def _of_target() -> Iterator[None]:
    """Name the option that says where a move goes, in place of the setting that says where Stempel is."""
    try:
        yield
    except StorageError as error:
        what, what_to_do = (
            text.replace("STEMPEL_DATABASE_URL", "--to") for text in (error.what, error.what_to_do)
        )
        raise StorageError(what, what_to_do) from error


@asynccontextmanager
async def _to_postgres(source: Path, target: URL) -> AsyncIterator[Run]:
    from storage.engine.postgres import fill_postgres  # noqa: PLC0415 - asyncpg is an extra

    check_there(source)
    async with AsyncExitStack() as opened_target:
        with _of_target(), translated():
            connection = await opened_target.enter_async_context(fill_postgres(target))
            await connection.run_sync(_make_tables)

        async def run(step: Callable[[Connection, Connection], T], /) -> T:
            return await connection.run_sync(lambda tx: _over_picture(source, tx, step))

        yield run


@asynccontextmanager
async def _to_sqlite(source: str, target: Path) -> AsyncIterator[Run]:
    with ExitStack() as opened_target:
        with _of_target():
            tx = opened_target.enter_context(_new_file(target))
        async with read_database(source) as database:

            async def run(step: Callable[[Connection, Connection], T], /) -> T:
                return await database.read(step, tx)

            yield run


def _over_picture(source: Path, target: Connection, step: Callable[[Connection, Connection], T]) -> T:
    with translated(), opened(source) as picture:
        picture.exec_driver_sql("PRAGMA query_only = ON")
        picture.exec_driver_sql("BEGIN")
        check_identity(picture)
        check(picture)
        return step(picture, target)


@contextmanager
def _new_file(path: Path) -> Iterator[Connection]:
    """Fill a file beside the place where it will stand: it is there when it is whole."""
    check_place(path)
    with claimed(path), translated():
        path = path.resolve()  # a link stays, and what it leads to is replaced
        part = path.with_name(f"{path.name}.part")
        check_replaceable(path)
        part.unlink(missing_ok=True)  # of a move that was broken off
        begin_private(part)
        try:
            with opened(part) as tx:
                for pragma in ("journal_mode = OFF", "synchronous = OFF"):  # who fails here begins anew
                    tx.exec_driver_sql(f"PRAGMA {pragma}")
                rebuild(tx, upgrade)
                tx.exec_driver_sql("BEGIN")
                yield tx
                tx.exec_driver_sql("COMMIT")
            forget_log(path)
            put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)


def _make_tables(tx: Connection) -> None:
    _check_unused(tx)
    upgrade(tx)


def _check_unused(tx: Connection) -> None:
    """Refuse a database that has rows, or in which a process may write some before all have come."""
    check_empty(tx)
    if tx.dialect.name == "postgresql" and inspect(tx).has_table(leases.name):
        until, now = tx.execute(select(func.max(leases.c.until), func.clock_timestamp())).one()
        if until and until > now:
            raise StorageError(
                "A Stempel serves from the new database already.",
                "Stop that one first, and start it when all is moved. Nothing was written.",
            )


async def check_nothing_there(url: str) -> None:
    """Refuse where a move's database has rows already, or somebody has it open."""
    with _of_target():
        place = parsed(url)
        if place.drivername == "postgresql" or sqlite_path(place).exists():
            await build_database(url, _check_unused)
