"""The rows of tables as both databases store them (whole numbers, texts, nulls): read, put in, and summed up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Connection,
    Integer,
    Select,
    TableClause,
    Text,
    column,
    func,
    inspect,
    literal,
    select,
    table,
    tuple_,
)
from sqlalchemy.util import await_only

from storage.engine.errors import StorageError
from storage.tables import Time, leases, metadata

BATCH = 2_000  # PostgreSQL looks at the references of a batch at its end, and remembers them until then
_RANGE = 2**128
_OF_PROCESSES = frozenset({leases.name})  # what they agree on about one database stays in it

Stored = tuple[Any, ...]
Progress = Callable[[int, int], None]  # how many rows are done, of how many


def quiet(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a table is made of: its columns, those of whole numbers, and those that name a row."""

    name: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    key: tuple[str, ...]

    def table(self) -> TableClause:
        """Give the table with its columns as they are stored."""
        return table(self.name, *map(self.column, self.columns))

    def column(self, name: str) -> ColumnClause[Any]:
        """Give a column as it is stored."""
        return column(name, BigInteger if name in self.numbers else Text)

    def key_columns(self) -> list[ColumnClause[Any]]:
        """Give the columns that name a row."""
        return [self.column(name) for name in self.key]

    def key_of(self, row: Stored) -> Stored:
        """Give what names a row."""
        return tuple(row[self.columns.index(name)] for name in self.key)

    def all(self) -> Select[Any]:
        """Ask for every row, as it is stored."""
        return select(self.table())


@dataclass(frozen=True, slots=True)
class Tally:
    """What rows add up to, in whichever order they come: how many, and a checksum."""

    rows: int = 0
    checksum: int = 0

    def plus(self, rows: Iterable[Stored]) -> "Tally":
        """Count more rows."""
        digests = [_digest(row) for row in rows]
        return Tally(self.rows + len(digests), (self.checksum + sum(digests)) % _RANGE)


@cache
def kept_forms() -> tuple[Form, ...]:
    """Describe every table of this version that says something of somebody, those first that others point at."""
    return tuple(
        Form(
            each.name,
            tuple(each.columns.keys()),
            frozenset(one.name for one in each.columns if isinstance(one.type, (Integer, Time))),
            tuple(each.primary_key.columns.keys()),
        )
        for each in metadata.sorted_tables
        if each.name not in _OF_PROCESSES
    )


def forms(tx: Connection) -> list[Form]:
    """Describe every table of a database of any version, those first that others point at."""
    look = inspect(tx)
    names = [name for name, _ in look.get_sorted_table_and_fkc_names() if name and name != "alembic_version"]
    found = []
    for name in names:
        types = {each["name"]: each["type"] for each in look.get_columns(name)}
        numbers = frozenset(each for each, kind in types.items() if isinstance(kind, Integer))
        found.append(
            Form(name, tuple(types), numbers, tuple(look.get_pk_constraint(name)["constrained_columns"]))
        )
    return found


def count(tx: Connection, form: Form) -> int:
    """Tell how many rows a table has."""
    return tx.scalar(select(func.count()).select_from(form.table())) or 0


def check_empty(tx: Connection) -> None:
    """Refuse a database that has rows; one in which a process waits for somebody to speak has none."""
    for form in forms(tx):
        if form.name not in _OF_PROCESSES and tx.execute(form.all().limit(1)).first():
            raise StorageError(
                "The database is not empty: an export goes in once, and alone.",
                "Nothing was written. Name a new database.",
            )


def read(tx: Connection, form: Form) -> Iterator[list[Stored]]:
    """Give the rows of a table by the batch and by their key, never more than one batch of them in memory."""
    key = form.key_columns()
    page = form.all().order_by(*key).limit(BATCH)
    batch = _fetched(tx, page)
    while batch:
        yield batch
        last = map(literal, form.key_of(batch[-1]), [each.type for each in key])
        batch = _fetched(tx, page.where(tuple_(*key) > tuple_(*last)))


def by_key(tx: Connection, form: Form, keys: Iterable[Stored]) -> dict[Stored, Stored]:
    """Give the rows of a table that have these keys."""
    rows = _fetched(tx, form.all().where(has_key(form, keys)))
    return {form.key_of(row): row for row in rows}


def has_key(form: Form, keys: Iterable[Stored]) -> ColumnElement[bool]:
    """Ask for the rows with these keys."""
    names = form.key_columns()
    if len(names) == 1:
        return names[0].in_([only for (only,) in keys])
    return tuple_(*names).in_(list(keys))


def put(tx: Connection, form: Form, rows: Iterable[Stored]) -> Tally:
    """Add rows to a table, and give what they add up to."""
    total, coming = Tally(), iter(rows)
    while batch := list(islice(coming, BATCH)):
        total = total.plus(batch)
        _insert(tx, form, batch)
    return total


def tally(tx: Connection, form: Form) -> Tally:
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
        if each.key == ("id",):
            sequence = func.pg_get_serial_sequence(each.name, "id")
            largest = select(func.max(each.column("id"))).select_from(each.table()).scalar_subquery()
            tx.execute(select(func.setval(sequence, func.coalesce(largest, 1), largest.is_not(None))))


def _fetched(tx: Connection, query: Select[Any]) -> list[Stored]:
    return [tuple(row) for row in tx.execute(query)]


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
