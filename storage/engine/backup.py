"""Backups of an SQLite database: made while it is in use, checked before they count, and put back."""

from pathlib import Path

from sqlalchemy import Connection

from storage.engine.balances import uneven
from storage.engine.copies import copy
from storage.engine.database import parsed, sqlite_path
from storage.engine.errors import StorageError
from storage.engine.migrate import is_current
from storage.engine.sqlite_file import check_place, check_there, claimed


def backup(url: str, target: Path) -> None:
    """Write a checked copy of the database to a new file, beside whatever goes on in it; blocks until it is on disk."""
    source = _file(url)
    check_free(target)
    check_there(source)
    copy(source, target)


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
        copy(source, target.resolve(), also=_check_balances)  # a link stays, and what it leads to is replaced


def _check_balances(tx: Connection) -> None:
    # A copy of an older schema is looked at by the migrations that bring it to this one.
    if is_current(tx) and (wrong := uneven(tx)):
        raise StorageError(
            f"In this copy, {wrong} balances are not what was booked.",
            "Nothing was restored: keep it aside, take an older one, and report this.",
        )


def _file(url: str) -> Path:
    place = parsed(url)
    if place.drivername != "sqlite":
        raise StorageError(
            "Stempel copies SQLite files only.", "For PostgreSQL use `pg_dump` and `pg_restore`."
        )
    return sqlite_path(place)
