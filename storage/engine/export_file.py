"""The file of an export: a line that names the schema, a line for each row, and one that tells what they add up to.

It is read to its end before anything is done with it, so that one that was cut off or damaged on its way is noticed.
"""

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn, TextIO

from storage.engine.errors import StorageError
from storage.engine.migrate import head, knows

DAMAGED = "Export again; nothing was imported."

Row = tuple[str, dict[str, Any]]  # of which table, and its columns


class Writer:
    """Writes an export line by line, and its last line with what was counted."""

    def __init__(self, out: TextIO, schema: str) -> None:
        self._out = out
        self._checksum = sha256()
        self._rows = Counter[str]()
        self._number = 0
        self._write({"stempel": "export", "schema": schema})

    def add(self, table: str, row: dict[str, Any]) -> int:
        """Write one row, and tell how many there are now."""
        self._write({"table": table, "row": row})
        self._rows[table] += 1
        self._number += 1
        return self._number

    def end(self) -> int:
        """Write the last line, and give the number of rows."""
        counted = {"rows": self._number, "tables": dict(self._rows)}
        self._write(counted | {"sha256": self._checksum.hexdigest()})
        return self._number

    def _write(self, content: dict[str, Any]) -> None:
        line = json.dumps(content, ensure_ascii=False) + "\n"
        self._checksum.update(line.encode())
        self._out.write(line)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that was read to its end and found whole."""

    path: Path
    schema: str
    tables: Counter[str]  # how many rows of each
    checksum: str

    def rows(self) -> Iterator[Row]:
        """Give the rows one after the other."""
        with _opened(self.path) as lines:
            lines.readline()
            for line in lines:
                content = json.loads(line)
                if "rows" in content:
                    return
                yield content["table"], content["row"]


def checked(path: Path) -> ExportFile:
    """Read a file to its end; refuse one that is not whole, and say where."""
    if not path.is_file():
        raise StorageError(f"There is no file {path}.", "Name one that `stempel export` wrote.")
    # What is in no encoding of ours stays to be seen, and is refused with its line: a name must not lose a letter.
    with _opened(path) as lines:
        return _Check(path).read(lines)


class _Check:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._checksum = sha256()
        self._tables = Counter[str]()

    def read(self, lines: TextIO) -> ExportFile:
        with _line(1, self._path):
            schema = str(self._content(lines.readline() or self._end_early())["schema"])
        if not knows(schema):
            raise StorageError(
                f"The export has schema {schema}, this Stempel has {head()} at most.",
                "Import it with the version that wrote it, or a newer one.",
            )
        for number, line in enumerate(lines, start=2):
            with _line(number, self._path):
                so_far = self._checksum.hexdigest() if line.startswith('{"rows"') else ""
                content = self._content(line)
                if "rows" in content:
                    self._check_end(content, so_far, lines)
                    return ExportFile(self._path, schema, self._tables, so_far)
                content["row"].keys()
                self._tables[content["table"]] += 1
        return self._end_early()

    def _content(self, line: str) -> Any:
        self._checksum.update(line.encode())  # fails where a letter was spoilt
        return json.loads(line)

    def _check_end(self, ending: dict[str, Any], checksum: str, lines: TextIO) -> None:
        wanted, number = ending["rows"], self._tables.total()
        if wanted != number:
            raise StorageError(f"The export should have {wanted} rows, but has {number}.", DAMAGED)
        # Older exports count all rows, and no more.
        if ending.get("tables", self._tables) != self._tables or ending.get("sha256", checksum) != checksum:
            raise StorageError(f"{self._path} is not as it was written: its checksum differs.", DAMAGED)
        if any(line.strip() for line in lines):
            raise StorageError(
                f"{self._path} goes on after its last line: it holds more than one export.", DAMAGED
            )

    def _end_early(self) -> NoReturn:
        raise StorageError(f"{self._path} ends too early.", DAMAGED)


def _opened(path: Path) -> TextIO:
    """Open a file however it is written: some shells write UTF-16 when they redirect, and editors add a mark."""
    with path.open("rb") as file:
        encoding = "utf-16" if file.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE} else "utf-8-sig"
    return path.open(encoding=encoding, errors="surrogateescape")


@contextmanager
def _line(place: int, path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(f"Line {place} of {path} is not of an export.", DAMAGED) from error
