"""On a database over several machines, most questions find all they need on one; the others stand in `crossings.toml`."""

import importlib
import pkgutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import storage
from storage.engine.statements import Statement
from storage.tables import metadata
from tests.storage.shards import PLACES, asks_for_one_row, asks_one_place

_CROSSINGS = Path(__file__).with_name("crossings.toml")


def statements() -> Iterator[tuple[str, Statement[object]]]:
    """Give every statement of the house with its name."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" in module.name:
            continue
        importlib.import_module(module.name)
        for name, value in vars(sys.modules[module.name]).items():
            if isinstance(value, Statement):
                yield f"{module.name}.{name}", value


def test_every_table_has_a_place() -> None:
    assert PLACES.keys() == metadata.tables.keys()


def test_a_statement_asks_one_place_or_for_one_row_or_is_named_with_the_reason_why_not() -> None:
    crossing = {
        name for name, one in statements() if not (asks_one_place(one.query) or asks_for_one_row(one.query))
    }
    reasons = tomllib.loads(_CROSSINGS.read_text(encoding="utf-8"))
    named = [name for names in reasons.values() for name in names]
    assert sorted(named) == sorted(crossing)
