"""All rows as lines of JSON, the same from every database: to move from one to another, and to read.

The first line names the schema, each other line is a row, the last one counts them: a file that was cut off is seen.
"""

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Column, Connection, Table, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from storage.engine.database import open_database, read_database
from storage.engine.errors import StorageError
from storage.engine.migrate import head
from storage.tables import Time, metadata

_BATCH = 500
_DAMAGED = "Export again; nothing was imported."


async def export_rows(url: str, out: TextIO) -> int:
    """Write every row as it is at this moment, and give their number."""
    async with read_database(url) as database:
        return await database.read(_export, out)


async def import_rows(path: Path, url: str) -> int:
    """Read an export into an empty database, all or nothing, and give the number of rows."""
    async with open_database(url) as database:
        return await database.write(_import, path)


def _export(tx: Connection, out: TextIO) -> int:
    number = 0
    print(json.dumps({"stempel": "export", "schema": head()}), file=out)
    for table in metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
        for row in tx.execute(query).mappings():
            line = {"table": table.name, "row": {name: _plain(value) for name, value in row.items()}}
            print(json.dumps(line, ensure_ascii=False), file=out)
            number += 1
    print(json.dumps({"rows": number}), file=out)
    return number


def _import(tx: Connection, path: Path) -> int:
    if not path.is_file():
        raise StorageError(f"There is no file {path}.", "Name one that `stempel export` wrote.")
    for table in metadata.sorted_tables:
        if tx.execute(select(table).limit(1)).first():
            raise StorageError(
                "The database is not empty: an export goes in once, and alone.",
                "Nothing was imported. Name a new database in STEMPEL_DATABASE_URL.",
            )
    number = 0
    # What is in no encoding of ours stays to be seen, and is refused with its line: a name must not lose a letter.
    with path.open(encoding=_encoding(path), errors="surrogateescape") as lines:
        for table, rows in groupby(_rows(lines, path), key=lambda pair: pair[0]):
            while batch := [row for _, row in islice(rows, _BATCH)]:
                _add(tx, table, batch)
                number += len(batch)
    if tx.dialect.name == "postgresql":
        _set_sequences(tx)
    return number


def _encoding(path: Path) -> str:
    """Name how a file is written: some shells write UTF-16 when they redirect, and editors add a mark."""
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8-sig"


def _add(tx: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    try:
        tx.execute(insert(table), rows)
    except (IntegrityError, DataError) as error:
        raise StorageError(f"The rows of {table.name} in the export don't fit together.", _DAMAGED) from error


def _rows(lines: TextIO, path: Path) -> Iterator[tuple[Table, dict[str, Any]]]:
    number = 0
    for place, line in enumerate(lines, start=1):
        try:
            line.encode()
            content = json.loads(line)
            if place == 1:
                _check_schema(content["schema"])
            elif "rows" in content:
                _check_number(content["rows"], number)
                _check_end(lines, path)
                return
            else:
                table, row = metadata.tables[content["table"]], content["row"]
                yield table, {column.name: _typed(column, row[column.name]) for column in table.columns}
                number += 1
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError(f"Line {place} of {path} is not of an export.", _DAMAGED) from error
    raise StorageError(f"{path} ends too early.", _DAMAGED)


def _check_schema(schema: str) -> None:
    if schema != head():
        raise StorageError(
            f"The export has schema {schema}, this Stempel has {head()}.",
            "Import it with the version that wrote it, then upgrade.",
        )


def _check_number(wanted: int, number: int) -> None:
    if wanted != number:
        raise StorageError(f"The export should have {wanted} rows, but has {number}.", _DAMAGED)


def _check_end(lines: TextIO, path: Path) -> None:
    """Refuse what follows the last line: an export that was written twice into one file."""
    if any(line.strip() for line in lines):
        raise StorageError(f"{path} goes on after its last line: it holds more than one export.", _DAMAGED)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(column: Column[Any], value: Any) -> Any:
    return datetime.fromisoformat(value) if value is not None and isinstance(column.type, Time) else value


def _set_sequences(tx: Connection) -> None:
    for table in metadata.sorted_tables:
        if "id" in table.c:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            largest = select(func.max(table.c.id)).scalar_subquery()
            tx.execute(select(func.setval(sequence, func.coalesce(largest, 1), largest.is_not(None))))
