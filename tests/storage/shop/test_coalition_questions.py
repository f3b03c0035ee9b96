"""What a look at a coalition, its settlement and a shop's night ask is answered by indexes: months that are closed are not read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from storage.cards import counters
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import coalition_books
from tests.plans import plan

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
LINES = {"shop_id": 1, "after_line": 5, "to_line": 9}
MOMENTS = {"shop_id": 1, "since": NOW, "until": NOW}
RESTING = {"shop_id": 1, "version_id": 1, "before": NOW, "most": 50}
QUESTIONS: list[tuple[str, Statement[Any], dict[str, Any]]] = [
    ("ix_entries_shop_id", coalition_books._GIVEN, LINES),
    ("ix_entries_shop_id", coalition_books._RAN_OUT, LINES),
    ("ix_vouchers_used", coalition_books._USED, MOMENTS),
    ("ix_vouchers_", coalition_books._UNUSED, MOMENTS),
    ("ix_entries_shop_id_counter_id", coalition_books._LINES, {"shop_id": 1, "counter_id": 1}),
    ("ix_entries_moved", coalition_books._JOINED_WITH, {"shop_id": 1, "counter_id": 1}),
    ("ix_visits_shop_id_at", coalition_books._LAST_LINE, {"shop_id": 1, "until": NOW}),
    ("ix_counters_begun", counters._RESTING[True], RESTING),
    ("ix_counters_begun", counters._RESTING[False], RESTING),
]


@pytest.mark.parametrize(("index", "statement", "asked"), QUESTIONS)
async def test_it_is_answered_by_its_index(
    unwritten: Database, index: str, statement: Statement[Any], asked: dict[str, Any]
) -> None:
    def read(tx: Tx) -> str:
        if tx.dialect.name == "postgresql":
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")  # which an empty table would have
        return plan(tx, statement, **asked)

    found = await unwritten.write(read)
    assert index in found, found
    assert "Seq Scan" not in found
