"""What all tables are made of: moments, ids, references, and names for their constraints."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    ForeignKey,
    FromClause,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    and_,
    bindparam,
    insert,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.functions import FunctionElement

from loyalty.other_languages import OtherLanguages

# SQLite's strict tables know INTEGER only (64 bits there).
Big = BigInteger().with_variant(Integer, "sqlite")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Time(TypeDecorator[datetime]):
    """An aware moment, stored as microseconds since 1970 in UTC: both databases sort and compare it alike."""

    impl = Big
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Refuse a naive time: it would mean something else on another machine."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC."""
        return None if value is None else moment(value)


class InOtherLanguages(TypeDecorator[OtherLanguages]):
    """What was typed in other languages, as a JSON object by language."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: OtherLanguages | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Write it down."""
        return json.dumps(dict(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> OtherLanguages:  # noqa: ARG002
        """Give it back, in the order in which it was typed."""
        return tuple(json.loads(value).items()) if value else ()


def moment(stored: int) -> datetime:
    """Give a moment as it was before it was stored, in UTC."""
    return _EPOCH + stored * _MICROSECOND


def microseconds(moment: datetime) -> int:
    """Give an aware moment as it is stored."""
    if moment.tzinfo is None:
        raise ValueError("A stored time needs a zone.")
    return (moment - _EPOCH) // _MICROSECOND


# Names for every constraint, so that migrations can find them on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    return Column("id", Big, primary_key=True)


def ref(name: str, target: str, *, null: bool = False, index: bool = False) -> Column[int]:
    # RESTRICT by default: nothing that the ledger points at can vanish.
    return Column(name, Big, ForeignKey(f"{target}.id"), nullable=null, index=index)


def row_of(table: FromClause, names: ColumnElement[int]) -> ColumnElement[bool]:
    """Say that a row of a shop's table is the one that a column names: in the same shop, so that it lies there too.

    SQLite looks for the row by its id, and for those that name it by their index of shop and name; that all are of one
    shop is not to lead it to reading the whole shop.
    """
    return and_(names.table.c.shop_id == by_the_way(table.c.shop_id), table.c.id == names)


class by_the_way(FunctionElement[Any]):  # noqa: N801 - reads as a function
    """A column that is compared without any index of it.

    SQLite counts nothing beforehand: of two indexes it takes one that begins with the shop, of a thousand rows or a
    million. It is told by `+column` to leave that be. PostgreSQL counts, and is shown the column alone.
    """

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type

    @property
    def column(self) -> ColumnElement[Any]:
        """Give the column itself."""
        return next(iter(self.clauses))


@compiles(by_the_way)
def _plain(element: by_the_way, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.column, **kw)


@compiles(by_the_way, "sqlite")
def _without_index(element: by_the_way, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.column, **kw)}"


def new_row(table: Table, *names: str) -> ReturningInsert[tuple[int]]:
    """Return the INSERT of these columns, each a parameter of its own name; it answers the new row's id."""
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return insert(table).values(values).returning(table.c.id)
