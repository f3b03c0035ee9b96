"""Queries that are compiled once and run through the driver: a third of the cost of SQLAlchemy's own execution.

Write a query as a constant beside its use, and give its parameters by name:

    ACCOUNT = Statement(select(accounts.c.id, accounts.c.code).where(accounts.c.id == bindparam("account")), into=Account)
    NEW_ACCOUNT = Statement(insert(accounts).returning(accounts.c.id))
    SET_BALANCE = Statement(update(counters).where(counters.c.id == bindparam("counter")))

    ACCOUNT.one(tx, account=7)                  # Account or None
    NEW_ACCOUNT.value(tx, code="K7M2QX", ...)   # an insert or update writes the columns that are named
    SET_BALANCE.run(tx, counter=7, balance=3)   # how many rows
    SET_BALANCE.later(tx, counter=7, balance=3) # nobody asks how many: it may wait until something asks its table, or the commit

Rows of a join come as several records: `into=together(Account, Shop)` takes the columns in turn, and gives None in the
place of a record that an outer join did not find.

Two rules of SQLAlchemy hold: a bindparam in WHERE may not be called like a column that an insert or update
writes, and server defaults fill the columns that are not named. `insert` below has ON CONFLICT on both databases.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from time import sleep
from typing import Any, Generic, TypeVar, cast, overload

from sqlalchemy import BindParameter, Column, ColumnElement, Connection, Dialect, Executable, Integer, Table
from sqlalchemy.dialects.postgresql import insert  # compiles ON CONFLICT for SQLite too, unlike the reverse
from sqlalchemy.sql.compiler import SQLCompiler

from storage.engine.pending import pending_in, write_pending
from storage.engine.wire import cursor_of, rows_of
from storage.tables.columns import Time, microseconds, moment

__all__ = ["Statement", "Tx", "insert", "together"]

Tx = Connection
Row = TypeVar("Row")
_Processor = Callable[[Any], Any]
_FETCHED_AT_ONCE = 200  # of PostgreSQL's rows; of SQLite's one


def together(*records: type[Any]) -> Callable[..., tuple[Any, ...]]:
    """Build several records of one row, each of the columns after those of the one before; its first is never null."""
    places, start = [], 0
    for record in records:
        end = start + len(fields(record))
        places.append((record, slice(start, end)))
        start = end

    def built(*row: Any) -> tuple[Any, ...]:
        return tuple([None if row[place.start] is None else record(*row[place]) for record, place in places])

    return built


class Statement(Generic[Row]):
    """One query for both databases; rows come as tuples, or as `into` built from the columns in their order."""

    @overload
    def __init__(
        self: "Statement[tuple[Any, ...]]", query: Executable, *, beside: Collection[Table] = ()
    ) -> None: ...
    @overload
    def __init__(self, query: Executable, *, into: Callable[..., Row]) -> None: ...
    def __init__(
        self,
        query: Executable,
        *,
        into: Callable[..., Row] | None = None,
        beside: Collection[Table] = (),
    ) -> None:
        self.query = query
        self._beside = frozenset(table.name for table in beside)
        self._columns = list(getattr(query, "exported_columns", ()))
        self._into = into or cast("Callable[..., Row]", _tuple)
        self._compiled: dict[tuple[str, ...], _Compiled] = {}
        if into is not None:
            _check_fields([column.key for column in self._columns], into)

    def one(self, tx: Tx, /, **params: Any) -> Row | None:
        """Give the first row, or None."""
        compiled, rows = self._rows(tx, params, first=True)
        return self._built(compiled, rows[0]) if rows else None

    def all(self, tx: Tx, /, **params: Any) -> list[Row]:
        """Give every row."""
        compiled, rows = self._rows(tx, params)
        return [self._built(compiled, row) for row in rows]

    def each(self, tx: Tx, /, **params: Any) -> Iterator[Row]:
        """Give the rows one after the other, however many: few are held at a time, and others get their turn between."""
        streamed = tx.dialect.supports_server_side_cursors
        most = _FETCHED_AT_ONCE if streamed else 1
        cursor = tx.connection.cursor(server_side=True) if streamed else cursor_of(tx)
        try:
            compiled = self._execute(cursor, tx, params)
            while rows := cursor.fetchmany(most):
                for row in rows:
                    if streamed:
                        sleep(0)  # lets other threads go on, as SQLite does at each row that it steps to
                    yield self._built(compiled, row)
        finally:
            cursor.close()

    def value(self, tx: Tx, /, **params: Any) -> Any:
        """Give the first column of the first row, or None."""
        compiled, rows = self._rows(tx, params, first=True)
        return _converted(list(rows[0]), compiled.decoders)[0] if rows else None

    def run(self, tx: Tx, /, **params: Any) -> int:
        """Execute, and give the number of rows that were written."""
        cursor = cursor_of(tx)
        try:
            self._execute(cursor, tx, params)
            written: int = cursor.rowcount
        finally:
            cursor.close()
        return written

    def later(self, tx: Tx, /, **params: Any) -> None:
        """Write before whatever could see it, or the commit: on PostgreSQL together with what else waits.

        What names a table in which something waits goes after it, unless its statement says that it may go `beside` that
        (storage/engine/pending.py).
        """
        pending = pending_in(tx) if tx.dialect.name == "postgresql" else None
        if pending is None:
            self.run(tx, **params)
        else:
            compiled, values = self._prepared(tx, params)
            table: str = self.query.table.name  # type: ignore[attr-defined]
            pending.add(tx, table, compiled.sql, values, beside=self._beside)

    def _rows(
        self, tx: Tx, params: dict[str, Any], *, first: bool = False
    ) -> "tuple[_Compiled, Sequence[Any]]":
        compiled, values = self._prepared(tx, params)
        if compiled.after_pending:
            write_pending(tx, before=compiled.sql)
        return compiled, rows_of(tx, compiled.sql, values, first=first)

    def _execute(self, cursor: Any, tx: Tx, params: dict[str, Any]) -> "_Compiled":
        compiled, values = self._prepared(tx, params)
        if compiled.after_pending:
            write_pending(tx, before=compiled.sql)
        cursor.execute(compiled.sql, values)
        return compiled

    def _prepared(self, tx: Tx, params: dict[str, Any]) -> "tuple[_Compiled, list[Any]]":
        key = (tx.dialect.name, *params)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(tx.dialect, params)
        named = compiled.fixed | params if compiled.fixed else params
        values = list(map(named.__getitem__, compiled.names))
        return compiled, _converted(values, compiled.encoders)

    def _compile(self, dialect: Dialect, names: Collection[str]) -> "_Compiled":
        compiled = cast("SQLCompiler", self.query.compile(dialect=dialect, column_keys=list(names)))  # type: ignore[attr-defined]
        _check_parameters(compiled, frozenset(names))
        binds, positions = compiled.binds, tuple(compiled.positiontup or ())
        return _Compiled(
            sql=str(compiled),
            names=positions,
            fixed={name: binds[name].value for name in positions if name not in names},
            encoders=_places(_encoder(binds[name], dialect) for name in positions),
            decoders=_places(_decoder(column, dialect) for column in self._columns),
            after_pending=dialect.name == "postgresql",
        )

    def _built(self, compiled: "_Compiled", row: Sequence[Any]) -> Row:
        return self._into(*_converted(list(row), compiled.decoders))


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    names: tuple[str, ...]  # of the parameters, in their places
    fixed: dict[str, Any]  # values that are written in the query itself
    encoders: "_Processors"
    decoders: "_Processors"
    after_pending: bool  # whether something may wait that this one must see


_Processors = tuple[tuple[int, _Processor], ...]  # by the place of what they convert


def _converted(values: list[Any], processors: _Processors) -> list[Any]:
    """Convert what needs it between Python and the driver, where it stands; null stays null."""
    for place, process in processors:
        value = values[place]
        if value is not None:
            values[place] = process(value)
    return values


def _check_parameters(compiled: SQLCompiler, given: frozenset[str]) -> None:
    binds = compiled.binds
    if any(bind.expanding for bind in binds.values()):
        raise TypeError(
            f"A list of values changes the SQL at each call; compare with or_() instead: {compiled}"
        )
    needed = {name for name, bind in binds.items() if bind.required}
    if needed - given or given - binds.keys():
        raise TypeError(f"Wants {sorted(needed)}, got {sorted(given)}: {compiled}")


def _places(processors: Iterable[_Processor | None]) -> _Processors:
    return tuple((place, process) for place, process in enumerate(processors) if process)


def _encoder(bind: BindParameter[Any], dialect: Dialect) -> _Processor | None:
    if isinstance(
        bind.type, Time
    ):  # most of what is converted: SQLAlchemy's own way there takes two calls more
        return microseconds
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _decoder(column: ColumnElement[Any], dialect: Dialect) -> _Processor | None:
    if isinstance(column.type, Time):
        return moment
    decode = column.type.dialect_impl(dialect).result_processor(dialect, None)
    if decode is None and isinstance(column.type, Integer) and not isinstance(column, Column):
        return int  # PostgreSQL's sum of BIGINT is a decimal
    return decode


def _tuple(*row: Any) -> tuple[Any, ...]:
    return row


def _check_fields(columns: list[str], into: Callable[..., Any]) -> None:
    if not is_dataclass(into):
        return
    names = [field.name for field in fields(into) if field.init]
    if len(names) != len(columns):
        raise TypeError(f"{into} has {len(names)} fields, but the query gives {len(columns)} columns.")
    for name, column in zip(names, columns, strict=True):
        if name != column and name in columns:
            raise TypeError(f"{into}.{name} stands where the query gives {column}.")
