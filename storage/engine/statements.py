"""Queries that are compiled once and run through the driver: a third of the cost of SQLAlchemy's own execution.

Write a query as a constant beside its use, and give its parameters by name:

    CARD = Statement(select(cards.c.id, cards.c.code).where(cards.c.id == bindparam("card")), into=Card)
    NEW_CARD = Statement(insert(cards).returning(cards.c.id))
    SET_BALANCE = Statement(update(cards).where(cards.c.id == bindparam("card")))

    CARD.one(tx, card=7)                        # Card or None
    NEW_CARD.value(tx, code="K7M2QX", ...)      # an insert or update writes the columns that are named
    SET_BALANCE.run(tx, card=7, balance=3)      # how many rows

Rows of a join come as several records: `into=together(Card, Shop)` takes the columns in turn, and gives None in the
place of a record that an outer join did not find.

Two rules of SQLAlchemy hold: a bindparam in WHERE may not be called like a column that an insert or update
writes, and server defaults fill the columns that are not named. `insert` below has ON CONFLICT on both databases.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Generic, TypeVar, cast, overload

from sqlalchemy import Column, ColumnElement, Connection, Dialect, Executable, Integer
from sqlalchemy.dialects.postgresql import insert  # compiles ON CONFLICT for SQLite too, unlike the reverse
from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["Statement", "Tx", "insert", "together"]

Tx = Connection
Row = TypeVar("Row")
_Processor = Callable[[Any], Any]


def together(*records: type[Any]) -> Callable[..., tuple[Any, ...]]:
    """Build several records of one row, each of the columns after those of the one before; its first is never null."""
    places, start = [], 0
    for record in records:
        end = start + len(fields(record))
        places.append((record, slice(start, end)))
        start = end

    def built(*row: Any) -> tuple[Any, ...]:
        return tuple(None if row[place.start] is None else record(*row[place]) for record, place in places)

    return built


class Statement(Generic[Row]):
    """One query for both databases; rows come as tuples, or as `into` built from the columns in their order."""

    @overload
    def __init__(self: "Statement[tuple[Any, ...]]", query: Executable) -> None: ...
    @overload
    def __init__(self, query: Executable, *, into: Callable[..., Row]) -> None: ...
    def __init__(self, query: Executable, *, into: Callable[..., Row] | None = None) -> None:
        self._query = query
        self._columns = list(getattr(query, "exported_columns", ()))
        self._into = into
        self._compiled: dict[tuple[str, ...], _Compiled] = {}
        if into is not None:
            _check_fields([column.key for column in self._columns], into)

    def one(self, tx: Tx, /, **params: Any) -> Row | None:
        """Give the first row, or None."""
        compiled, cursor = self._execute(tx, params)
        try:
            row = cursor.fetchone()
        finally:
            cursor.close()
        return None if row is None else self._built(compiled, (row,))[0]

    def all(self, tx: Tx, /, **params: Any) -> list[Row]:
        """Give every row."""
        compiled, cursor = self._execute(tx, params)
        try:
            return self._built(compiled, cursor.fetchall())
        finally:
            cursor.close()

    def value(self, tx: Tx, /, **params: Any) -> Any:
        """Give the first column of the first row, or None."""
        compiled, cursor = self._execute(tx, params)
        try:
            row = cursor.fetchone()
        finally:
            cursor.close()
        return None if row is None else compiled.decoded(row)[0]

    def run(self, tx: Tx, /, **params: Any) -> int:
        """Execute, and give the number of rows that were written."""
        _, cursor = self._execute(tx, params)
        try:
            return cast("int", cursor.rowcount)
        finally:
            cursor.close()

    def _execute(self, tx: Tx, params: dict[str, Any]) -> tuple["_Compiled", Any]:
        key = (tx.dialect.name, *params)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(tx.dialect, params)
        cursor = tx.connection.cursor()
        cursor.execute(compiled.sql, compiled.encoded(params))
        return compiled, cursor

    def _compile(self, dialect: Dialect, names: Iterable[str]) -> "_Compiled":
        compiled = cast("SQLCompiler", self._query.compile(dialect=dialect, column_keys=list(names)))  # type: ignore[attr-defined]
        decoders = [_decoder(column, dialect) for column in self._columns]
        return _Compiled(
            sql=str(compiled),
            arguments=_arguments(compiled, dialect, frozenset(names)),
            decoders=tuple((place, decode) for place, decode in enumerate(decoders) if decode),
        )

    def _built(self, compiled: "_Compiled", rows: Sequence[Sequence[Any]]) -> list[Row]:
        if compiled.decoders:
            rows = [compiled.decoded(row) for row in rows]
        if self._into is None:
            return cast("list[Row]", [tuple(row) for row in rows])
        return [self._into(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Argument:
    name: str
    fixed: Any  # a value written in the query itself
    encode: _Processor | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    arguments: tuple[_Argument, ...]
    decoders: tuple[tuple[int, _Processor], ...]

    def encoded(self, params: dict[str, Any]) -> list[Any]:
        values = []
        for argument in self.arguments:
            value = params.get(argument.name, argument.fixed)
            values.append(argument.encode(value) if argument.encode else value)
        return values

    def decoded(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self.decoders:
            return row
        values = list(row)
        for place, decode in self.decoders:
            values[place] = decode(values[place])
        return values


def _arguments(compiled: SQLCompiler, dialect: Dialect, given: frozenset[str]) -> tuple[_Argument, ...]:
    binds = compiled.binds
    if any(bind.expanding for bind in binds.values()):
        raise TypeError(
            f"A list of values changes the SQL at each call; compare with or_() instead: {compiled}"
        )
    needed = {name for name, bind in binds.items() if bind.required}
    if needed - given or given - binds.keys():
        raise TypeError(f"Wants {sorted(needed)}, got {sorted(given)}: {compiled}")
    return tuple(
        _Argument(name, binds[name].value, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in compiled.positiontup or ()
    )


def _decoder(column: ColumnElement[Any], dialect: Dialect) -> _Processor | None:
    decode = column.type.dialect_impl(dialect).result_processor(dialect, None)
    if decode is None and isinstance(column.type, Integer) and not isinstance(column, Column):
        return _integer  # PostgreSQL's sum of BIGINT is a decimal
    return decode


def _integer(value: Any) -> int | None:
    return None if value is None else int(value)


def _check_fields(columns: list[str], into: Callable[..., Any]) -> None:
    if not is_dataclass(into):
        return
    names = [field.name for field in fields(into) if field.init]
    if len(names) != len(columns):
        raise TypeError(f"{into} has {len(names)} fields, but the query gives {len(columns)} columns.")
    for name, column in zip(names, columns, strict=True):
        if name != column and name in columns:
            raise TypeError(f"{into}.{name} stands where the query gives {column}.")
