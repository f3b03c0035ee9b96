"""On a database over several machines, most questions find all they need on one; the others stand in `crossings.toml`."""

import importlib
import pkgutil
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, Insert, PrimaryKeyConstraint, Table, UniqueConstraint, make_url

import storage
from actions.campaigns.kinds.win_back import WIN_BACK
from storage.campaigns import candidates
from storage.campaigns.segment import Segment
from storage.engine.in_memory import scratch
from storage.engine.statements import Statement
from storage.tables import metadata
from tests.plans import plan
from tests.storage.shards import PLACES, asks_for_one_row, asks_one_place

_CROSSINGS = Path(__file__).with_name("crossings.toml")


def statements() -> Iterator[tuple[str, Statement[Any]]]:
    """Give every statement of the house with its name."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" in module.name:
            continue
        importlib.import_module(module.name)
        for name, value in vars(sys.modules[module.name]).items():
            yield from _within(f"{module.name}.{name}", value)
    for name, segment in vars(candidates).items():
        if isinstance(segment, Segment):
            yield f"{candidates.__name__}.{name}", segment.of(WIN_BACK).statement


def _within(name: str, value: object) -> Iterator[tuple[str, Statement[Any]]]:
    if isinstance(value, Statement):
        yield name, value
    elif isinstance(value, Mapping) and not name.endswith("__"):
        for key, each in value.items():
            yield from _within(f"{name}[{key}]", each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _within(name, each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _within(f"{name}.{field.name}", getattr(value, field.name))


def test_every_table_has_a_place() -> None:
    assert PLACES.keys() == metadata.tables.keys()


def test_a_statement_asks_one_place_or_for_one_row_or_is_named_with_the_reason_why_not() -> None:
    crossing = {
        name for name, one in statements() if not (asks_one_place(one.query) or asks_for_one_row(one.query))
    }
    reasons = _named()
    named = [name for names in reasons.values() if isinstance(names, list) for name in names]
    assert sorted(named) == sorted(crossing)


def test_what_belongs_to_a_shop_is_found_by_the_shop_first_or_its_key_is_named_with_the_reason_why_not() -> (
    None
):
    own = [table for table in metadata.sorted_tables if PLACES[table.name] == "shop_id"]
    keys = {
        f"{table.name}: {', '.join(columns)}"
        for table in own
        for columns in _keys(table)
        if columns != ["id"] and columns[0] != "shop_id"
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
