"""The rows of tables as both databases store them (whole numbers, texts, nulls): read, put in, and summed up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import ColumnClause, Connection, Integer, Select, column, func, inspect, select, table
from sqlalchemy.util import await_only

BATCH = 2_000  # PostgreSQL looks at the references of a batch at its end, and remembers them until then
_RANGE = 2**128

Stored = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What a table is made of: its columns, those of whole numbers, and the one that names a row."""

    name: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    key: str

    def all(self) -> Select[Any]:
        """Ask for every row, as it is stored."""
        wanted: list[ColumnClause[Any]] = [column(name) for name in self.columns]
        return select(*wanted).select_from(table(self.name))


@dataclass(frozen=True, slots=True)
class Tally:
    """What rows add up to, in whichever order they come: how many, and a checksum."""

    rows: int = 0
    checksum: int = 0

    def plus(self, rows: Iterable[Stored]) -> "Tally":
        """Count more rows."""
        digests = [_digest(row) for row in rows]
        return Tally(self.rows + len(digests), (self.checksum + sum(digests)) % _RANGE)


def forms(tx: Connection) -> list[Form]:
    """Describe every table of the database, those first that others point at."""
    look = inspect(tx)
    names = [name for name, _ in look.get_sorted_table_and_fkc_names() if name and name != "alembic_version"]
    found = []
    for name in names:
        types = {each["name"]: each["type"] for each in look.get_columns(name)}
        numbers = frozenset(each for each, kind in types.items() if isinstance(kind, Integer))
        found.append(
            Form(name, tuple(types), numbers, look.get_pk_constraint(name)["constrained_columns"][0])
        )
    return found


def read(tx: Connection, form: Form) -> Iterator[list[Stored]]:
    """Give the rows of a table by the batch and by their key, never more than one batch of them in memory."""
    key: ColumnClause[Any] = column(form.key)
    page = form.all().order_by(key).limit(BATCH)
    place = form.columns.index(form.key)
    batch = _fetched(tx, page)
    while batch:
        yield batch
        batch = _fetched(tx, page.where(key > batch[-1][place]))


def _fetched(tx: Connection, query: Select[Any]) -> list[Stored]:
    return [tuple(row) for row in tx.execute(query)]


def put(tx: Connection, form: Form, rows: Iterable[Stored]) -> Tally:
    """Add rows to a table, and give what they add up to."""
    total, coming = Tally(), iter(rows)
    while batch := list(islice(coming, BATCH)):
        total = total.plus(batch)
        _insert(tx, form, batch)
    return total


def summed(tx: Connection, form: Form) -> Tally:
    """Tell what the rows of a table add up to."""
    total = Tally()
    for batch in read(tx, form):
        total = total.plus(batch)
    return total


def number_on(tx: Connection, tables: Iterable[Form]) -> None:
    """Let the next row of each table take a number that none has yet; SQLite does so by itself."""
    if tx.dialect.name != "postgresql":
        return
    for each in tables:
        if each.key == "id":
            sequence = func.pg_get_serial_sequence(each.name, "id")
            largest = select(func.max(column("id"))).select_from(table(each.name)).scalar_subquery()
            tx.execute(select(func.setval(sequence, func.coalesce(largest, 1), largest.is_not(None))))


def _digest(row: Stored) -> int:
    return int.from_bytes(blake2b(repr(row).encode(), digest_size=16).digest(), "big")


def _insert(tx: Connection, form: Form, batch: list[Stored]) -> None:
    driver: Any = tx.connection.driver_connection
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SELECT 1")  # the driver begins a transaction with its first statement alone
        await_only(driver.copy_records_to_table(form.name, records=batch, columns=form.columns))
        return
    names, places = ", ".join(form.columns), ", ".join("?" * len(form.columns))
    driver.executemany(f"INSERT INTO {form.name} ({names}) VALUES ({places})", batch)  # noqa: S608 - names of the schema
