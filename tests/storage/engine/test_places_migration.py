"""What was told of a whole shop, before its branches could have the same, stays told of the whole."""

from collections.abc import Callable
from importlib import import_module

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.storage.engine.test_migrations import differences

pytestmark = pytest.mark.slow

_VERSIONS = "storage.migrations.versions."


def _made_anew(tx: Tx, table: str, before: str, after: str, row: str) -> None:
    """Make a table as it was, put a row in, and bring it up to what it is."""
    tx.execute(text(f"DROP TABLE {table}"))
    with Operations.context(MigrationContext.configure(tx)):
        import_module(_VERSIONS + before).upgrade()
        tx.execute(text(row))
        import_module(_VERSIONS + after).upgrade()


async def test_what_a_shop_took_stays_told_of_the_whole(
    db: Database, fill: Callable[[Connection], None]
) -> None:
    await db.write(fill)
    await db.write(
        _made_anew,
        "till_totals",
        "0077_let_a_shop_say_what_it_took_in_all",
        "0091_let_a_branch_say_what_its_till_took",
        "INSERT INTO till_totals VALUES (1, '2026-02', 90000, 7)",
    )
    asked = text("SELECT shop_id, branch_id, month, total_minor, told_at FROM till_totals")
    assert await db.read(lambda tx: [tuple(row) for row in tx.execute(asked)]) == [
        (1, None, "2026-02", 90000, 7)
    ]
    assert await db.read(differences) == []


async def test_a_shops_target_stays_the_whole_shops(db: Database, fill: Callable[[Connection], None]) -> None:
    await db.write(fill)
    await db.write(
        _made_anew,
        "targets",
        "0063_let_a_shop_set_itself_a_target",
        "0092_let_a_branch_have_targets",
        "INSERT INTO targets VALUES (5, 1, 'new', 300, 2, '2026-06-30', 7)",
    )
    asked = text("SELECT shop_id, branch_id, metric, value, start, by_date, set_at FROM targets")
    assert await db.read(lambda tx: [tuple(row) for row in tx.execute(asked)]) == [
        (1, None, "new", 300, 2, "2026-06-30", 7)
    ]
    assert await db.read(differences) == []
