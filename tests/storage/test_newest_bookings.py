"""What a till is shown newest first, of a whole shop, is read from its end: a large shop's past costs nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from storage.engine.database import open_database
from storage.engine.statements import Statement, Tx
from storage.till import day, to_take_back
from storage.till.day import Booking, Scope, asked_of
from tests.plans import plan

_NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_OF_SHOP = to_take_back._OF_SHOP
_STATEMENTS = {
    "visits of a day": day._VISITS,
    "handed out that day": day._HANDED_OUT,
    "visits": _OF_SHOP.visits,
    "handed out": _OF_SHOP.handed_out,
    "surprises": _OF_SHOP.surprises,
    "benefits": _OF_SHOP.benefits,
}


_PAST = {  # what SQLite knows of indexes, in a shop with a million visits and one of staff
    ("visits", "ix_visits_shop_id_at"): "1012617 1012617 1",
    ("visits", "ix_visits_shop_id_staff_id_at"): "1012617 1012617 1012617 1",
    ("vouchers", "ix_vouchers_used"): "114171 114171 1",
    ("staff", "uq_staff_in_service"): "1 1 1",
    ("staff", "ix_staff_person_id"): "1 1",
    ("programmes", "sqlite_autoindex_programmes_1"): "1 1 1",
}


@pytest.mark.parametrize("known", [True, False], ids=["analysed", "as it is"])
async def test_the_newest_bookings_are_read_newest_first_and_no_others(
    sqlite_url: str, *, known: bool
) -> None:
    async with open_database(sqlite_url) as db:
        if known:
            await db.write(_with_a_past)
    async with open_database(sqlite_url) as db:
        for name, statement in _STATEMENTS.items():
            steps = (await db.read(plan, statement, **_asked(statement))).splitlines()
            assert steps[0].startswith("SEARCH"), (name, steps)
            assert not any("ORDER BY" in step for step in steps), (name, steps)


def _with_a_past(tx: Tx) -> None:
    tx.exec_driver_sql("ANALYZE")
    tx.exec_driver_sql("DELETE FROM sqlite_stat1")
    for (table, index), known in _PAST.items():
        tx.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, known))


def _asked(statement: Statement[Booking]) -> dict[str, Any]:
    about = asked_of(1, Scope(everything=True, member_id=1, branch_id=None), _NOW) | {"most": 7}
    return about if statement in (day._VISITS, day._HANDED_OUT) else about | {"before": _NOW}
