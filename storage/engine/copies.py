"""Copies of an SQLite file, made beside whoever has it open, checked, and put in a place whole or not at all."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from storage.engine.errors import StorageError, translated
from storage.engine.migrate import check_known, current, is_current
from storage.engine.over import over
from storage.engine.rows import check_empty
from storage.engine.sqlite_file import check_identity, check_place


def copy(source: Path, target: Path, *, also: Callable[[Connection], None] = lambda _: None) -> None:
    """Put a checked copy of a database in a place; `also` may refuse it."""
    check_place(target)
    if target.exists() and target.samefile(source):
        raise StorageError(f"{target} is the database itself.", "Choose another name.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of a copy that was interrupted
    try:
        with translated():
            with opened(source) as tx:
                check_identity(tx)
                check_known(tx)
                tx.exec_driver_sql("VACUUM INTO ?", (str(part),))
            with opened(part) as tx:
                _check_whole(tx)
                also(tx)
        shutil.copymode(source, part)
        forget_log(target)
        put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def keep_older(tx: Connection, path: Path) -> None:
    """Keep a copy of a database that is about to be brought to a newer schema, with the older one in its name."""
    older = current(tx)
    if older and not is_current(tx):
        copy(path, path.with_name(f"{path.stem}.schema-{older}{path.suffix}"))


def _check_whole(tx: Connection) -> None:
    damaged = tx.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok"
    if damaged or tx.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise StorageError(
            "The copy is damaged, and so is what it was made from.", "Restore the last backup that is whole."
        )


def check_replaceable(path: Path) -> None:
    """Refuse to put anything in the place of a file that has rows, or is another program's."""
    if path.exists():
        with translated(), opened(path) as tx:
            check_identity(tx)
            check_empty(tx)


def forget_log(database: Path) -> None:
    """Remove what belongs to a file that is about to be replaced, and would spoil the new one."""
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


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
def opened(path: Path) -> Iterator[Connection]:
    """Open a file for as long as it is looked at, whoever else has it open."""
    # A move's steps are run one after the other where PostgreSQL is read: in another thread.
    with over(lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as tx:
        yield tx
