"""All rows as lines of JSON, the same from every database: to move from one to another, and to read.

The first line names the schema, each other line is a row, the last one counts them: a file that was cut off is seen.
"""

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NoReturn, TextIO

from sqlalchemy import (
    ColumnClause,
    Connection,
    Integer,
    TableClause,
    column,
    func,
    insert,
    inspect,
    literal,
    select,
    table,
)
from sqlalchemy.exc import DataError, IntegrityError

from storage.engine.database import build_database, read_database
from storage.engine.errors import StorageError
from storage.engine.migrate import current, head, knows, upgrade
from storage.tables import metadata
from storage.tables.columns import microseconds

_BATCH = 500
_DAMAGED = "Export again; nothing was imported."
_ANEW = "Name a new database in STEMPEL_DATABASE_URL."


async def export_rows(url: str, out: TextIO) -> int:
    """Write every row as it is at this moment, and give their number."""
    async with read_database(url) as database:
        return await database.read(_export, out)


async def import_rows(path: Path, url: str) -> int:
    """Read an export, of an older Stempel too, into an empty database, all or nothing, and give the number of rows."""
    return await build_database(url, lambda tx: _import(tx, path))


def _export(tx: Connection, out: TextIO) -> int:
    number = 0
    print(json.dumps({"stempel": "export", "schema": head()}), file=out)
    for each in metadata.sorted_tables:
        query = select(each).order_by(*each.primary_key.columns).execution_options(yield_per=_BATCH)
        for row in tx.execute(query).mappings():
            line = {"table": each.name, "row": {name: _plain(value) for name, value in row.items()}}
            print(json.dumps(line, ensure_ascii=False), file=out)
            number += 1
    print(json.dumps({"rows": number}), file=out)
    return number


def _import(tx: Connection, path: Path) -> int:
    if not path.is_file():
        raise StorageError(f"There is no file {path}.", "Name one that `stempel export` wrote.")
    _check_empty(tx)
    # What is in no encoding of ours stays to be seen, and is refused with its line: a name must not lose a letter.
    with path.open(encoding=_encoding(path), errors="surrogateescape") as lines:
        tables = _make_tables(tx, _schema(lines, path))
        number = _fill(tx, _rows(lines, path, tables))
    _finish(tx, tables)
    _bring_up_to_date(tx)
    return number


def _check_empty(tx: Connection) -> None:
    for each in _tables(tx).values():
        if tx.execute(select(literal(1)).select_from(each).limit(1)).first():
            raise StorageError(
                "The database is not empty: an export goes in once, and alone.",
                f"Nothing was imported. {_ANEW}",
            )


def _encoding(path: Path) -> str:
    """Name how a file is written: some shells write UTF-16 when they redirect, and editors add a mark."""
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8-sig"


def _schema(lines: TextIO, path: Path) -> str:
    with _line(1, path):
        first = lines.readline() or _end_early(path)
        schema = str(_content(first)["schema"])
    if not knows(schema):
        raise StorageError(
            f"The export has schema {schema}, this Stempel has {head()} at most.",
            "Import it with the version that wrote it, or a newer one.",
        )
    return schema


def _make_tables(tx: Connection, schema: str) -> dict[str, TableClause]:
    """Make the tables as they were when the export was written: the migrations then know how its rows are read."""
    upgrade(tx, schema)
    there = current(tx)
    if there != schema:
        raise StorageError(
            f"The database has the tables of schema {there} already, and the export is of the older {schema}.",
            _ANEW,
        )
    return _tables(tx)


def _tables(tx: Connection) -> dict[str, TableClause]:
    inspector = inspect(tx)
    return {
        name: table(name, *(column(each["name"], each["type"]) for each in inspector.get_columns(name)))
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }


def _fill(tx: Connection, rows: Iterator[tuple[TableClause, dict[str, Any]]]) -> int:
    number = 0
    for into, pairs in groupby(rows, key=lambda pair: pair[0]):
        while batch := [row for _, row in islice(pairs, _BATCH)]:
            with _fitting(into.name):
                tx.execute(insert(into), batch)
            number += len(batch)
    return number


def _rows(
    lines: TextIO, path: Path, tables: dict[str, TableClause]
) -> Iterator[tuple[TableClause, dict[str, Any]]]:
    for number, line in enumerate(lines):
        with _line(number + 2, path):
            content = _content(line)
            if "rows" in content:
                _check_number(content["rows"], number)
                _check_end(lines, path)
                return
            into, row = tables[content["table"]], content["row"]
            typed = {each.name: _typed(each, row[each.name]) for each in into.columns}
        yield into, typed
    _end_early(path)


@contextmanager
def _line(place: int, path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(f"Line {place} of {path} is not of an export.", _DAMAGED) from error


def _content(line: str) -> Any:
    line.encode()  # fails where a letter was spoilt
    return json.loads(line)


def _end_early(path: Path) -> NoReturn:
    raise StorageError(f"{path} ends too early.", _DAMAGED)


def _check_number(wanted: int, number: int) -> None:
    if wanted != number:
        raise StorageError(f"The export should have {wanted} rows, but has {number}.", _DAMAGED)


def _check_end(lines: TextIO, path: Path) -> None:
    """Refuse what follows the last line: an export that was written twice into one file."""
    if any(line.strip() for line in lines):
        raise StorageError(f"{path} goes on after its last line: it holds more than one export.", _DAMAGED)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(into: ColumnClause[Any], value: Any) -> Any:
    """Give a value as it is stored: a text in a column of whole numbers is a moment."""
    if isinstance(into.type, Integer) and isinstance(value, str):
        return microseconds(datetime.fromisoformat(value))
    return value


@contextmanager
def _fitting(name: str) -> Iterator[None]:
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise StorageError(f"The rows of {name} in the export don't fit together.", _DAMAGED) from error


def _finish(tx: Connection, tables: dict[str, TableClause]) -> None:
    if tx.dialect.name == "postgresql":
        _set_sequences(tx, tables)
        return
    # SQLite looks at no row's references while tables are made.
    lost = tx.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost:
        raise StorageError(f"The rows of {lost[0]} in the export don't fit together.", _DAMAGED)


def _set_sequences(tx: Connection, tables: dict[str, TableClause]) -> None:
    for each in tables.values():
        if "id" in each.c:
            sequence = func.pg_get_serial_sequence(each.name, "id")
            largest = select(func.max(each.c.id)).scalar_subquery()
            tx.execute(select(func.setval(sequence, func.coalesce(largest, 1), largest.is_not(None))))


def _bring_up_to_date(tx: Connection) -> None:
    try:
        upgrade(tx)
    except (IntegrityError, DataError) as error:
        raise StorageError(
            "The rows of the export can't be brought to this version's schema; nothing was imported.",
            "Keep the export and the version that wrote it, and report this.",
        ) from error
