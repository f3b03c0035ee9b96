"""An export read into an empty database: made beside it by the part, so that an import that was broken off goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, column, insert, inspect, select, table, update
from sqlalchemy.exc import DataError, IntegrityError

from storage.engine.balances import uneven
from storage.engine.drafts import DraftDatabase, UselessDraftError, open_draft
from storage.engine.errors import StorageError, sqlstate
from storage.engine.export_file import DAMAGED, ExportFile, Row, checked
from storage.engine.migrate import upgrade
from storage.engine.rows import BATCH, Form, Progress, Stored, Tally, forms, number_on, put, quiet, tally
from storage.tables.columns import microseconds

PART = 5 * BATCH  # what is committed at once

_NOTE = table("import_progress", column("checksum", Text), column("rows", BigInteger))
_AGAIN = "Nothing was imported. Import once more; if it goes on, report this."
_GOES_ON = "Then import the same file once more: it goes on where it stopped."
_MISFITS = ("22", "23")  # classes of SQLSTATE
_UNFIT_VALUES = (KeyError, ValueError, TypeError, AttributeError, OverflowError)

_Note = tuple[str, int]  # of which file, and how many of its rows are there


async def import_rows(path: Path, url: str, *, progress: Progress = quiet, going_on: Progress = quiet) -> int:
    """Read an export, of an older Stempel too, into an empty database, whole or not at all, and give the number of rows.

    Where it is broken off, the next import of the same file goes on; `going_on` hears how many rows are there by then.
    """
    export = checked(path)
    async with open_draft(url) as draft:
        try:
            await _imported(draft, export, progress, going_on)
        except UselessDraftError:
            await draft.discard()
            raise
        except StorageError as error:
            raise StorageError(error.what, f"{error.what_to_do} {_GOES_ON}") from error
    return export.tables.total()


async def _imported(draft: DraftDatabase, export: ExportFile, progress: Progress, going_on: Progress) -> None:
    there, of = await _begun(draft, export), export.tables.total()
    if there:
        going_on(there, of)
    sums = await _filled(draft, export, there, progress)
    await draft.publish(partial(_finish, sums=sums, noted=(export.checksum, of)))


async def _begun(draft: DraftDatabase, export: ExportFile) -> int:
    """Tell how many rows an import of the same file left; begin anew where it was another one, or none."""
    checksum, rows = await draft.step(_noted)
    if checksum == export.checksum:
        return rows
    await draft.discard()
    await draft.step(partial(_begin, export=export))
    return 0


def _noted(tx: Connection) -> _Note:
    if not inspect(tx).has_table(_NOTE.name):
        return "", 0
    checksum, rows = tx.execute(select(_NOTE)).one()
    return checksum, rows


def _begin(tx: Connection, export: ExportFile) -> None:
    """Make the tables as they were when the export was written: the migrations then know how its rows are read."""
    upgrade(tx, export.schema)
    tx.exec_driver_sql(f"CREATE TABLE {_NOTE.name} (checksum TEXT NOT NULL, rows BIGINT NOT NULL)")
    tx.execute(insert(_NOTE).values(checksum=export.checksum, rows=0))


def _tables(tx: Connection) -> dict[str, Form]:
    return {form.name: form for form in forms(tx) if form.name != _NOTE.name}


async def _filled(
    draft: DraftDatabase, export: ExportFile, there: int, progress: Progress
) -> dict[str, Tally]:
    """Add the rows that are not there yet, part by part, and give what each table's add up to in the file."""
    tables = await draft.step(_tables)
    sums: dict[str, Tally] = {}
    done = 0
    for name, plain in _parts(_told(export, there, progress)):
        with _fitting(name):
            form = tables[name]
            rows = [_stored(form, row) for row in plain]
        sums[name] = sums.get(name, Tally()).plus(rows)
        done += len(rows)
        if done > there:
            noted = (export.checksum, there)
            await draft.step(partial(_add, form=form, rows=rows[there - done :], noted=noted))
            there = done
    return sums


def _told(export: ExportFile, there: int, progress: Progress) -> Iterator[Row]:
    of = export.tables.total()
    for number, row in enumerate(export.rows(), start=1):
        if number > there and number % BATCH == 0:
            progress(number, of)
        yield row


def _parts(rows: Iterator[Row]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, pairs in groupby(rows, key=lambda row: row[0]):
        while part := [row for _, row in islice(pairs, PART)]:
            yield name, part


def _add(tx: Connection, form: Form, rows: list[Stored], noted: _Note) -> None:
    _check_alone(tx, noted)
    tx.execute(update(_NOTE).values(rows=_NOTE.c.rows + len(rows)))
    with _fitting(form.name):
        put(tx, form, rows)


def _check_alone(tx: Connection, noted: _Note) -> None:
    if _noted(tx) != noted:
        raise StorageError("Another import into this database goes on.", "Wait for it, or stop it.")


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
    except (*_UNFIT_VALUES, sqlite3.IntegrityError, sqlite3.ProgrammingError) as error:
        raise _misfit(name) from error
    except Exception as error:
        if sqlstate(error)[:2] in _MISFITS:
            raise _misfit(name) from error
        raise


def _misfit(name: str) -> StorageError:
    return UselessDraftError(f"The rows of {name} in the export don't fit together.", DAMAGED)


def _finish(tx: Connection, sums: dict[str, Tally], noted: _Note) -> None:
    """Bring what is whole to this version's schema, and see that its balances are what was booked."""
    _check_alone(tx, noted)
    tables = _tables(tx)
    number_on(tx, tables.values())
    _check(tx, tables, sums)
    tx.exec_driver_sql(f"DROP TABLE {_NOTE.name}")
    _bring_up_to_date(tx)
    if wrong := uneven(tx):
        raise UselessDraftError(
            f"{wrong} balances in the export are not what their bookings add up to.",
            "Nothing was imported. Keep the database that it came from, and report this.",
        )


def _check(tx: Connection, tables: dict[str, Form], wanted: dict[str, Tally]) -> None:
    """See that the database holds what the export has, row for row."""
    if tx.dialect.name == "sqlite" and (lost := tx.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise _misfit(lost[0])  # SQLite looks at no row's references while tables are made
    for name, form in tables.items():
        if tally(tx, form) != wanted.get(name, Tally()):
            raise UselessDraftError(f"The rows of {name} are not there as the export has them.", _AGAIN)


def _bring_up_to_date(tx: Connection) -> None:
    try:
        upgrade(tx)
    except (IntegrityError, DataError) as error:
        raise UselessDraftError(
            "The rows of the export can't be brought to this version's schema; nothing was imported.",
            "Keep the export and the version that wrote it, and report this.",
        ) from error
