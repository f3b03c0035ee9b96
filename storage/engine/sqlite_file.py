"""An SQLite file on its disk: where it may stand, who holds it, and whether it is Stempel's."""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from storage.engine.errors import StorageError
from storage.engine.migrate import check, is_current, upgrade

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
APPLICATION_ID = 0x53746D70  # "Stmp", in the file's header
_SAFE_VERSION = (3, 51, 3)


def check_place(path: Path) -> None:
    """Refuse a path where no file can be."""
    if not path.parent.is_dir():
        raise StorageError(
            f"The folder {path.parent} for the database does not exist.",
            "Create it, or correct STEMPEL_DATABASE_URL (an absolute path takes four slashes).",
        )


def check_there(path: Path) -> None:
    """Refuse to read where nothing was ever written: SQLite would make an empty file."""
    if not path.is_file():
        raise StorageError(
            f"There is no database at {path}.", "Correct STEMPEL_DATABASE_URL, or run `stempel migrate`."
        )


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Hold the file for this process: two that write would not see each other's waiting writes."""
    try:
        lock = path.with_name(f"{path.name}.lock").open("a+b", buffering=0)
    except OSError as error:
        raise StorageError(
            f"The folder {path.parent} can't be written.",
            "Give the user that runs Stempel the right to write there.",
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StorageError(
                f"Another Stempel (process {lock.read().decode().strip() or 'unknown'}) has {path} open.",
                "Stop it first; for several at once, use PostgreSQL.",
            ) from None
        with suppress(OSError):  # a full disk: it is the lock that holds, its words only tell who
            lock.truncate(0)
            lock.write(str(os.getpid()).encode())
        yield


def begin_private(path: Path) -> None:
    """Begin a new file that its owner alone reads; SQLite gives its log the same rights."""
    if not path.exists():
        path.touch(mode=0o600)


def prepare(tx: Connection, *, migrate: bool) -> None:
    """Make sure that the file is Stempel's, with the tables of this version."""
    check_identity(tx)
    if not migrate or is_current(tx):
        check(tx)
        return
    rebuild(tx, upgrade)


def rebuild(tx: Connection, build: Callable[[Connection], T]) -> T:
    """Let `build` make or change tables, whole or not at all, and see that each row points at one."""
    raw = tx.connection
    cursor = raw.cursor()
    # Rebuilding a table with foreign keys on would empty the tables that point at it.
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.execute("BEGIN IMMEDIATE")
    try:
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        built = build(tx)
        if cursor.execute("PRAGMA foreign_key_check").fetchall():
            raise StorageError(
                "The upgrade would leave rows that point nowhere; nothing was changed.",
                "Keep the old version running and report this.",
            )
        cursor.execute("COMMIT")
    finally:
        raw.rollback()
        cursor.execute("PRAGMA foreign_keys = ON")
    return built


def check_identity(tx: Connection) -> None:
    """Refuse a database of another program."""
    cursor = tx.connection.cursor()
    (identity,) = cursor.execute("PRAGMA application_id").fetchone()
    (tables,) = cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and identity != APPLICATION_ID:
        raise StorageError(
            "The file is not a database of Stempel.",
            "Point STEMPEL_DATABASE_URL at Stempel's own file, or at a name that is still free.",
        )


@cache
def tell_version() -> None:
    """Say once if this SQLite has the WAL-reset fault, which one writer alone does not trigger."""
    if sqlite3.sqlite_version_info < _SAFE_VERSION:
        _LOG.info("SQLite %s is older than 3.51.3: no risk while one process writes", sqlite3.sqlite_version)
