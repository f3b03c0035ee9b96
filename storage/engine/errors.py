"""Words for what a database refuses: what an operator can mend, and what was already stored."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

_DUPLICATE_NAMES = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
UNIQUE_VIOLATION = "23505"
READS_ONLY = "25006"
_PRIMARY_CODE = 0xFF

_DISK_FULL = (
    "The disk is full: nothing more can be stored.",
    "Free some space; Stempel goes on by itself.",
)
_SQLITE = {  # by the whole code, or by its lowest byte, the kind
    sqlite3.SQLITE_PERM: (
        "This user may not open the database file.",
        "Give the user that runs Stempel the right to read and write the file and its folder.",
    ),
    sqlite3.SQLITE_BUSY: (
        "The database is locked by another program.",
        "Close whatever else has the file open (a viewer, a copy, a second Stempel) and try again.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "The database is locked by another program.",
        "Close whatever else has the file open (a viewer, a copy, a second Stempel) and try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The database file can be read but not written.",
        "Give the user that runs Stempel the right to write the file and its folder.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk failed while the database was read or written.",
        "Look at the disk and the system's log; if the file is damaged, restore the last backup.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The database file is damaged.",
        "Stop Stempel, keep the file aside, and restore the last backup with `stempel restore`.",
    ),
    sqlite3.SQLITE_FULL: _DISK_FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _DISK_FULL,  # no room to begin the file's index
    sqlite3.SQLITE_CANTOPEN: (
        "The database file can't be opened.",
        "Check that STEMPEL_DATABASE_URL names a file in a folder that this user may read and write.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "The file is not an SQLite database.",
        "Point STEMPEL_DATABASE_URL at Stempel's own file, or restore the last backup with `stempel restore`.",
    ),
}

_NO_ROOM = ("The disk is full: it could not be written.", "Free some space, and try again.")
_NOT_ALLOWED = (
    "This user may not write there.",
    "Give the user that runs Stempel the right to write the file and its folder, or choose another place.",
)
_FILES = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
}

MOVED = "The database was moved away, or is just being moved: nothing is stored here any more."
MOVED_STATE = "MOVED"  # an SQLSTATE that nobody else has
AFTER_A_MOVE = "Set STEMPEL_DATABASE_URL to where it is now. If `stempel move` was broken off, `stempel move --undo` opens it again."
GONE = (
    "The PostgreSQL server went away.",
    "Check that it is up; Stempel connects again by itself.",
)
_TROUBLE = (
    "PostgreSQL has trouble with its files or with itself.",
    "Look at the disk and at the server's log; Stempel goes on by itself.",
)
_POSTGRES = {  # by SQLSTATE, or by its class, its first two characters
    "08": GONE,
    "57": GONE,
    MOVED_STATE: (MOVED, AFTER_A_MOVE),
    "25P03": GONE,  # it ended a transaction that took too long
    READS_ONLY: (
        "This PostgreSQL server only reads: another one is the primary.",
        "Name both in STEMPEL_DATABASE_URL, postgresql://user@one,two/database; Stempel finds the primary by itself.",
    ),
    "28": (
        "PostgreSQL refused the user name or password.",
        "Correct them in STEMPEL_DATABASE_URL.",
    ),
    "3D": (
        "PostgreSQL has no database of that name.",
        "Create it with `createdb`, or correct STEMPEL_DATABASE_URL.",
    ),
    "40": (
        "Too many writes collided in PostgreSQL.",
        "Try again in a moment; if it goes on, fewer programs should write at once.",
    ),
    "42501": (
        "This PostgreSQL user may not do that.",
        "Make it the owner of the database named in STEMPEL_DATABASE_URL.",
    ),
    "42P07": (
        "The database has a table of another program where Stempel's should be.",
        "Name a database in STEMPEL_DATABASE_URL that is Stempel's alone.",
    ),
    "53": (
        "PostgreSQL has run out of disk space, memory or connections.",
        "Look at the server's log and make room; Stempel goes on by itself.",
    ),
    "58": _TROUBLE,
    "XX": _TROUBLE,
}


class StorageError(Exception):
    """Storage fails in a way that an operator can mend; `what_to_do` says how."""

    def __init__(self, what: str, what_to_do: str) -> None:
        super().__init__(what, what_to_do)  # as given, so that another process can be told
        self.what = what
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.what} {self.what_to_do}"


class DuplicateError(Exception):
    """A UNIQUE constraint says that this is already stored; the whole transaction was undone."""


@contextmanager
def translated(*, reading: bool = False) -> Iterator[None]:
    """Turn a driver's error into `StorageError` or `DuplicateError`; a bug passes, as does writing while `reading`."""
    try:
        yield
    except Exception as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        words = _of_sqlite(origin) if isinstance(origin, sqlite3.Error) else _of_postgres(error)
        if words is None or (reading and _is_written(origin)):
            raise
        raise words from error


def of_files(error: BaseException) -> StorageError | None:
    """Say what an operator can mend where a file was refused: room, or rights."""
    words = _FILES.get(error.errno or 0) if isinstance(error, OSError) else None
    return StorageError(*words) if words else None


def _is_written(error: BaseException | None) -> bool:
    return _sqlite_code(error) == sqlite3.SQLITE_READONLY or (
        error is not None and sqlstate(error) == READS_ONLY
    )


def is_damaged(error: BaseException | None) -> bool:
    """Say whether a file of SQLite can't be read any more, or never was one."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return _sqlite_code(origin) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def sqlstate(error: BaseException) -> str:
    """Give PostgreSQL's five-character code of an error, or nothing."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return getattr(origin, "sqlstate", None) or ""


def _of_sqlite(error: sqlite3.Error) -> Exception | None:
    if getattr(error, "sqlite_errorname", None) in _DUPLICATE_NAMES:
        return DuplicateError(str(error))
    if str(error) == MOVED:  # what the trigger says
        return StorageError(MOVED, AFTER_A_MOVE)
    words = _SQLITE.get(getattr(error, "sqlite_errorcode", 0)) or _SQLITE.get(_sqlite_code(error))
    return StorageError(*words) if words else None


def _sqlite_code(error: BaseException | None) -> int:
    # The module's own errors (a closed connection, a wrong type) carry no code.
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY_CODE


def _of_postgres(error: Exception) -> Exception | None:
    code = sqlstate(error)
    if code == UNIQUE_VIOLATION:
        return DuplicateError(str(error))
    words = _POSTGRES.get(code) or _POSTGRES.get(code[:2])
    return StorageError(*words) if words else None
