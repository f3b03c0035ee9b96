"""All rows as lines of JSON, the same from every database: to move from one to another, and to read."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from storage.engine.balances import uneven
from storage.engine.database import build_database, read_database
from storage.engine.errors import StorageError, sqlstate
from storage.engine.export_file import DAMAGED, ExportFile, Writer, checked
from storage.engine.migrate import current, head, upgrade
from storage.engine.rows import (
    BATCH,
    Form,
    Progress,
    Stored,
    Tally,
    check_empty,
    count,
    forms,
    kept_forms,
    number_on,
    put,
    read,
    tally,
)
from storage.tables import Time, metadata
from storage.tables.columns import microseconds, moment

_ANEW = "Name a new database in STEMPEL_DATABASE_URL."
_AGAIN = "Nothing was imported. Import once more; if it goes on, report this."
_MISFITS = ("22", "23")  # classes of SQLSTATE


def quiet(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


async def export_rows(url: str, out: TextIO, *, progress: Progress = quiet) -> int:
    """Write every row as it is at this moment, beside whatever goes on, and give their number."""
    export = _Export(out, progress)
    async with read_database(url) as database:
        return await database.read(export.write)


async def import_rows(path: Path, url: str, *, progress: Progress = quiet) -> int:
    """Read an export, of an older Stempel too, into an empty database, all or nothing, and give the number of rows."""
    export = checked(path)
    return await build_database(url, lambda tx: _import(tx, export, progress))


class _Export:
    """One writing of every row: a second one would go after what the first left."""

    def __init__(self, out: TextIO, progress: Progress) -> None:
        self._out, self._progress = out, progress
        self._begun = False

    def write(self, tx: Connection) -> int:
        if self._begun:
            raise StorageError("The database went away while it was exported.", "Export again.")
        self._begun = True
        writer = Writer(self._out, head())
        of = sum(count(tx, form) for form in kept_forms())
        for form in kept_forms():
            for row in _plain_rows(tx, form):
                done = writer.add(form.name, row)
                if done % BATCH == 0:
                    self._progress(done, of)
        return writer.end()


def _plain_rows(tx: Connection, form: Form) -> Iterator[dict[str, Any]]:
    columns = metadata.tables[form.name].columns
    moments = [column.name for column in columns if isinstance(column.type, Time)]
    for batch in read(tx, form):
        for row in batch:
            plain = dict(zip(form.columns, row, strict=True))
            for name in moments:
                if plain[name] is not None:
                    plain[name] = moment(plain[name]).isoformat()
            yield plain


def _import(tx: Connection, export: ExportFile, progress: Progress) -> int:
    check_empty(tx)
    tables = _make_tables(tx, export.schema)
    there = _fill(tx, export, tables, progress)
    number_on(tx, tables.values())
    _check(tx, tables, there)
    _bring_up_to_date(tx)
    if wrong := uneven(tx):
        raise StorageError(
            f"{wrong} balances in the export are not what their bookings add up to.",
            "Nothing was imported. Keep the database that it came from, and report this.",
        )
    return export.tables.total()


def _make_tables(tx: Connection, schema: str) -> dict[str, Form]:
    """Make the tables as they were when the export was written: the migrations then know how its rows are read."""
    upgrade(tx, schema)
    there = current(tx)
    if there != schema:
        raise StorageError(
            f"The database has the tables of schema {there} already, and the export is of the older {schema}.",
            _ANEW,
        )
    return {form.name: form for form in forms(tx)}


def _fill(
    tx: Connection, export: ExportFile, tables: dict[str, Form], progress: Progress
) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for name, pairs in groupby(export.rows(), key=lambda row: row[0]):
        with _fitting(name):
            form = tables[name]
            rows = (_stored(form, row) for _, row in pairs)
            sums[name] = put(
                tx, form, _told(rows, progress, sum(each.rows for each in sums.values()), export)
            )
    return sums


def _told(rows: Iterator[Stored], progress: Progress, done: int, export: ExportFile) -> Iterator[Stored]:
    of = export.tables.total()
    for number, row in enumerate(rows, start=done + 1):
        if number % BATCH == 0:
            progress(number, of)
        yield row


def _stored(form: Form, row: dict[str, Any]) -> Stored:
    """Give a row as it is stored: a text in a column of whole numbers is a moment."""
    values = []
    for name in form.columns:
        value = row[name]
        moves = name in form.numbers and isinstance(value, str)
        values.append(microseconds(datetime.fromisoformat(value)) if moves else value)
    return tuple(values)


@contextmanager
def _fitting(name: str) -> Iterator[None]:
    """Say whose rows they are that a database does not take."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, sqlite3.IntegrityError) as error:
        raise _misfit(name) from error
    except Exception as error:
        if sqlstate(error)[:2] in _MISFITS:
            raise _misfit(name) from error
        raise


def _misfit(name: str) -> StorageError:
    return StorageError(f"The rows of {name} in the export don't fit together.", DAMAGED)


def _check(tx: Connection, tables: dict[str, Form], wanted: dict[str, Tally]) -> None:
    """See that the database holds what the export has, row for row."""
    if tx.dialect.name == "sqlite" and (lost := tx.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise _misfit(lost[0])  # SQLite looks at no row's references while tables are made
    for name, form in tables.items():
        if tally(tx, form) != wanted.get(name, Tally()):
            raise StorageError(f"The rows of {name} are not there as the export has them.", _AGAIN)


def _bring_up_to_date(tx: Connection) -> None:
    try:
        upgrade(tx)
    except (IntegrityError, DataError) as error:
        raise StorageError(
            "The rows of the export can't be brought to this version's schema; nothing was imported.",
            "Keep the export and the version that wrote it, and report this.",
        ) from error
