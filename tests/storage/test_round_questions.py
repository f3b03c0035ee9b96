"""What a round asks each minute is answered by an index, on both engines: it reads what is due, not what exists."""

from datetime import UTC, datetime
from typing import Any

import pytest

from storage.campaigns import broadcast_results, broadcasts, due_to_people, newcomers, settings
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import shops
from tests.plans import plan

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
QUESTIONS: dict[str, tuple[Statement[Any], dict[str, Any]]] = {
    "ix_shops_next_round_at": (shops._DUE, {"now": NOW, "horizon": NOW}),
    "ix_campaigns_not_looked": (settings._NOT_LOOKED, {}),
    "ix_broadcasts_not_selected": (broadcasts._WITH_STARTED, {"now": NOW}),
    "ix_newcomers_at": (newcomers._WAITING, {"now": NOW}),
    "ix_occurrences_due": (due_to_people._PEOPLE, {"now": NOW, "most": 20}),
    "ix_broadcasts_untold": (broadcast_results._SETTLED, {}),
    "ix_occurrences_broadcast_open": (broadcast_results._SETTLED, {}),
}


@pytest.mark.parametrize("index", QUESTIONS)
async def test_a_rounds_question_is_answered_by_its_index(unwritten: Database, index: str) -> None:
    statement, asked = QUESTIONS[index]

    def read(tx: Tx) -> str:
        if tx.dialect.name == "postgresql":
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")  # which an empty table would have
        return plan(tx, statement, **asked)

    found = await unwritten.write(read)
    assert index in found
    assert "Seq Scan" not in found
