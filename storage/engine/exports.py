"""All rows as lines of JSON, the same from every database: to move from one to another, and to read."""

from collections.abc import Iterator
from typing import Any, TextIO

from sqlalchemy import Connection

from storage.engine.database import read_database
from storage.engine.errors import StorageError
from storage.engine.export_file import Writer
from storage.engine.migrate import head
from storage.engine.rows import BATCH, Form, Progress, count, kept_forms, quiet, read
from storage.tables import Time, metadata
from storage.tables.columns import moment


async def export_rows(url: str, out: TextIO, *, progress: Progress = quiet) -> int:
    """Write every row as it is at this moment, beside whatever goes on, and give their number."""
    export = _Export(out, progress)
    async with read_database(url) as database:
        return await database.read(export.write)


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
