"""On a database over several machines, most questions find all they need on one; the others stand in `crossings.toml`."""

import re
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, Insert, PrimaryKeyConstraint, Table, UniqueConstraint, make_url

from storage.engine.in_memory import scratch
from storage.tables import metadata
from tests.plans import plan
from tests.storage.shards import EVERYWHERE, PLACES, asks_for_one_row, asks_one_place, statements

_CROSSINGS = Path(__file__).with_name("crossings.toml")


def test_every_table_has_a_place() -> None:
    assert PLACES.keys() == metadata.tables.keys()


def test_a_statement_asks_one_place_or_for_one_row_or_is_named_with_the_reason_why_not() -> None:
    crossing = {
        name for name, one in statements() if not (asks_one_place(one.query) or asks_for_one_row(one.query))
    }
    reasons = _named()
    named = [name for names in reasons.values() if isinstance(names, list) for name in names]
    assert sorted(named) == sorted(crossing)


def test_each_key_begins_with_what_places_its_table_or_is_named_with_the_reason_why_not() -> None:
    keys = {
        f"{table.name}: {', '.join(columns)}"
        for table in metadata.sorted_tables
        for columns in _keys(table)
        if PLACES[table.name] not in {EVERYWHERE, columns[0]} and columns != ["id"]
    }
    assert keys == {key for named in _named()["keys"].values() for key in named}


def _keys(table: Table) -> list[list[str]]:
    constraints = [
        one for one in table.constraints if isinstance(one, (PrimaryKeyConstraint, UniqueConstraint))
    ]
    return [[column.name for column in one.columns] for one in (*constraints, *table.indexes)]


def _named() -> dict[str, Any]:
    return tomllib.loads(_CROSSINGS.read_text(encoding="utf-8"))


_MANY = "(visits|vouchers|entries|accounts|counters|occurrences|challenges|memberships|portraits)"
_WHOLE_SHOP = re.compile(rf"SCAN {_MANY}|SEARCH {_MANY}[^()]*\(shop_id=\?( AND (rowid|id|at)[<>]\?)?\)")
_OF_ONE = {"account", "account_id", "counter_id", "visit_id", "voucher_id", "broadcast_id"}
_FEW_ROWS = {"storage.cards.goals._DROP_ALL"}  # of what customers of one shop save for


def test_on_sqlite_what_is_of_one_card_is_read_without_reading_the_whole_shop() -> None:
    with scratch() as tx:
        for name, one in statements():
            params = _parameters(one.query)
            if params.isdisjoint(_OF_ONE) or name in _FEW_ROWS or isinstance(one.query, Insert):
                continue
            steps = plan(tx, one, **dict.fromkeys(params))
            assert not _WHOLE_SHOP.search(steps), f"{name}:\n{steps}"


def _parameters(query: Executable) -> set[str]:
    binds = query.compile(dialect=make_url("sqlite://").get_dialect()()).binds  # type: ignore[attr-defined]
    return {name for name, bind in binds.items() if bind.required}
