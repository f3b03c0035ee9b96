"""A row that may go and was named outside (on a button, by a picture's name) leaves its id to no other."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, delete, func, insert, select, text

from storage.engine.database import Database
from storage.engine.migrate import upgrade
from storage.engine.statements import Tx
from storage.tables import metadata
from tests.storage.engine.test_migrations import in_memory

STORAGE = Path(__file__).parents[2] / "storage"

# Rows go from these too, and nobody keeps their ids meanwhile.
_NAMED_BY_NOBODY = {
    "outbox": "a report of a delivery names its row for days; settled ones go after thirty",
    "occurrences": "they go after two years; the buttons that name them live a fortnight",
    "goals": "found by their counter",
    "link_openings": "added up, never shown one by one",
    "alerts": "found by their account",
    "customer_facts": "found by their account",
    "favourites": "found by their account",
    "targets": "found by their place and what they are about",
    "letter_answers": "found by their letter",
    "letter_subjects": "found by their letter",
    "purchases": "found by their visit",
    "offer_tags": "found by what they are put on",
    "item_tags": "found by what they are put on",
    "likes": "found by their account and tag",
    "till_totals": "found by their place and month",
    "spend_codes": "found by the code",
    "link_codes": "found by the code",
    "preferences": "found by their person",
    "uses": "found by their person",
    "newcomers": "looked at within the transaction that takes them out",
    "portrait_moves": "counted, never shown one by one",
    "media": "found by what they show",
    "views": "found by their chat",
    "conversations": "found by their chat",
    "updates": "found by their key",
    "pauses": "found by their account",
    "logos": "found by their shop",
}


def _never_again() -> set[str]:
    return {
        table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]
    }


def test_each_table_that_rows_go_from_says_whether_they_are_named() -> None:
    code = "\n".join(path.read_text() for path in STORAGE.rglob("*.py") if "migrations" not in path.parts)
    going = {name for name in re.findall(r"(?:delete|_goes)\(\s*(\w+)", code) if name in metadata.tables}
    assert going == _never_again() | set(_NAMED_BY_NOBODY)
    assert not _never_again() & set(_NAMED_BY_NOBODY)


def _newest(tx: Tx, table: Table) -> int:
    return int(tx.execute(select(func.max(table.c.id))).scalar_one())


def _once_more(tx: Tx, table: Table) -> tuple[int, int]:
    """Take the newest row out, put it in again without its id, and return the ids that it had."""
    old = _newest(tx, table)
    row = tx.execute(select(table).where(table.c.id == old)).mappings().one()
    tx.execute(delete(table).where(table.c.id == old))
    tx.execute(insert(table), {name: value for name, value in row.items() if name != "id"})
    return old, _newest(tx, table)


@pytest.mark.parametrize("name", sorted(_never_again()))
async def test_an_id_that_was_named_is_never_given_again(
    db: Database, fill: Callable[[Connection], None], name: str
) -> None:
    def try_it(tx: Tx) -> None:
        fill(tx)
        for pointing in ("draw_players", "draw_results", "letter_answers", "letter_subjects"):
            tx.execute(delete(metadata.tables[pointing]))
        old, new = _once_more(tx, metadata.tables[name])
        assert new > old

    await db.write(try_it)


@pytest.mark.slow
def test_rows_of_before_keep_their_ids_and_the_next_ones_are_new() -> None:
    letters = metadata.tables["letters"]
    with in_memory() as tx:
        upgrade(tx, "0074")
        tx.execute(
            text("INSERT INTO letters (id, shop_id, person_id, text, at) VALUES (7, 1, 1, 'The milk.', 0)")
        )
        upgrade(tx)
        assert _newest(tx, letters) == 7
        assert _once_more(tx, letters) == (7, 8)
