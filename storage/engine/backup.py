"""Copies of an SQLite database: made while it is in use, checked before they count, and put back."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine

from storage.engine.database import parsed, sqlite_path
from storage.engine.errors import StorageError, translated
from storage.engine.migrate import check_known
from storage.engine.sqlite_file import check_identity, check_place, check_there, claimed


def backup(url: str, target: Path) -> None:
    """Write a checked copy of the database to a new file, beside whatever goes on in it; blocks until it is on disk."""
    source = _file(url)
    check_free(target)
    check_there(source)
    _copy(source, target)


def check_free(target: Path) -> None:
    """Refuse a new file where one is already, or where none can be."""
    if not target.parent.is_dir():
        raise StorageError(f"There is no folder {target.parent}.", "Make it, or choose another.")
    if target.exists():
        raise StorageError(f"{target} is there already.", "Choose another name, or move it away.")


def restore(source: Path, url: str, *, overwrite: bool = False) -> None:
    """Put a checked copy in the database's place; refuse while Stempel runs, or, unless asked, to replace another."""
    target = _file(url)
    if not source.is_file():
        raise StorageError(f"There is no database at {source}.", "Name a copy that `stempel backup` wrote.")
    check_place(target)
    if target.exists() and not overwrite:
        raise StorageError(
            f"There is a database at {target} already.", "Move it away, or restore with `--overwrite`."
        )
    with claimed(target):
        _copy(source, target)


def _file(url: str) -> Path:
    place = parsed(url)
    if place.drivername != "sqlite":
        raise StorageError(
            "Stempel copies SQLite files only.", "For PostgreSQL use `pg_dump` and `pg_restore`."
        )
    return sqlite_path(place)


def _copy(source: Path, target: Path) -> None:
    check_place(target)
    if target.exists() and target.samefile(source):
        raise StorageError(f"{target} is the database itself.", "Choose another name.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of a copy that was interrupted
    try:
        with translated():
            with _opened(source) as tx:
                check_identity(tx)
                check_known(tx)
                tx.exec_driver_sql("VACUUM INTO ?", (str(part),))
            with _opened(part) as tx:
                _check_whole(tx)
        shutil.copymode(source, part)
        _forget_log(target)
        put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def _check_whole(tx: Connection) -> None:
    damaged = tx.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok"
    if damaged or tx.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise StorageError(
            "The copy is damaged, and so is what it was made from.", "Restore the last backup that is whole."
        )


def _forget_log(target: Path) -> None:
    for end in ("-wal", "-shm"):  # they belong to the file that is replaced, and would spoil the new one
        target.with_name(target.name + end).unlink(missing_ok=True)


def put_in_place(part: Path, target: Path) -> None:
    """Give a file that was written its name, so that the disk holds all of it or what was there before."""
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None), poolclass=NullPool
    )
    with engine.connect() as tx:
        yield tx
