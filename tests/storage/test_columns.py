"""What queries say about columns, in the words of each engine."""

from sqlalchemy import ColumnElement, bindparam, make_url

from storage.tables import accounts, by_the_way, counters, row_of


def said(condition: ColumnElement[bool], engine: str) -> str:
    return str(condition.compile(dialect=make_url(f"{engine}://").get_dialect()()))


def test_by_the_way_keeps_sqlite_from_an_index_and_is_a_plain_column_to_postgresql() -> None:
    asked = by_the_way(accounts.c.shop_id) == bindparam("shop_id")
    assert said(asked, "sqlite") == "+accounts.shop_id = ?"
    assert said(asked, "postgresql+asyncpg") == "accounts.shop_id = $1::BIGINT"


def test_a_row_is_named_within_its_shop() -> None:
    joined = row_of(accounts, counters.c.account_id)
    named = "counters.shop_id = accounts.shop_id AND accounts.id = counters.account_id"
    assert said(joined, "postgresql+asyncpg") == named
