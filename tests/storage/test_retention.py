"""Old rows go, and nothing that is still needed goes with them; every table there is has a word about it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from scheduler.tidying import ENOUGH, forget_old
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.retention import GO, MOST, STAY, Retention
from storage.tables import metadata
from tests.plans import plan

NOW = datetime(2026, 8, 2, 3, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
AT = {
    "updates": "at",
    "media": "at",
    "uses": "at",
    "newcomers": "at",
    "proofs": "at",
    "portrait_moves": "at",
    "alerts": "at",
    "link_openings": "at",
    "purchases": "at",
    "outbox": "settled_at",
    "occurrences": "found_at",
}
# What makes a row one of those that go, and what it must not be.
ONE_OF: dict[str, dict[str, Any]] = {
    "receipts and notices that were sent or dropped": {"state": "sent", "at_most_once": 0},
    "messages of campaigns that were sent or dropped": {"state": "dropped", "at_most_once": 1},
}
NOT_YET: dict[str, list[dict[str, Any]]] = {
    "receipts and notices that were sent or dropped": [
        {"state": "ready", "at_most_once": 0}, {"state": "sending", "at_most_once": 0}, {"state": "sent", "at_most_once": 1},
    ],
    "messages of campaigns that were sent or dropped": [{"state": "sending", "at_most_once": 1}],
}  # fmt: skip
named = pytest.mark.parametrize("one", GO, ids=lambda one: one.rows)


def test_every_table_has_a_word_about_how_long_its_rows_are_kept() -> None:
    go = {one.table for one in GO}
    assert go | STAY.keys() == metadata.tables.keys()
    assert not go & STAY.keys()


@pytest.fixture
async def filled(db: Database, fill: Callable[[Connection], None]) -> Database:
    """Put a first row into every table, and none into those that go."""
    await db.write(fill)
    return db


def copy(tx: Tx, one: Retention, changes: list[dict[str, Any]]) -> None:
    """Add rows like the first one of a table, each with some changes and keys of its own."""
    table = metadata.tables[one.table]
    first = dict(tx.execute(select(table)).mappings().one())
    tx.execute(table.delete())
    for number, change in enumerate(changes, 1000):
        own = {
            c.name: f"{first[c.name]}{number}"
            for c in table.columns
            if c.unique or c.name in ("key", "digest")
        }
        this = {"id": number} if "id" in table.c else {}
        tx.execute(insert(table), first | own | this | change)


def moments(tx: Tx, one: Retention) -> list[datetime]:
    table = metadata.tables[one.table]
    at = AT.get(one.table, "expires_at")
    return list(tx.scalars(select(table.c[at]).order_by(table.c[at])))


@named
async def test_what_is_old_enough_goes_and_what_is_not_stays(filled: Database, one: Retention) -> None:
    at, like = AT.get(one.table, "expires_at"), ONE_OF.get(one.rows, {})
    old, young = NOW - one.kept - SECOND, NOW - one.kept
    rows = [like | {at: old}, like | {at: young}, like | {at: NOW}]
    rows += [kept | {at: old - DAY} for kept in NOT_YET.get(one.rows, [])]
    await filled.write(copy, one, rows)
    assert await filled.write(one.forget, now=NOW) == 1
    assert await filled.write(one.forget, now=NOW) == 0
    left = await filled.read(moments, one)
    assert left == sorted(row[at] for row in rows[1:])


@named
async def test_the_oldest_go_first_and_a_few_hundred_at_a_time(filled: Database, one: Retention) -> None:
    at, like = AT.get(one.table, "expires_at"), ONE_OF.get(one.rows, {})
    old = NOW - one.kept - DAY
    await filled.write(copy, one, [like | {at: old - second * SECOND} for second in range(MOST + 2)])
    assert await filled.write(one.forget, now=NOW) == MOST
    assert await filled.read(moments, one) == [old - SECOND, old]


@named
async def test_what_goes_is_found_by_an_index(unwritten: Database, one: Retention) -> None:
    def asked(tx: Tx) -> str:
        if tx.dialect.name == "postgresql":
            for other in ("seqscan", "bitmapscan", "sort"):  # which an empty table would have
                tx.exec_driver_sql(f"SET LOCAL enable_{other} = off")
        return plan(tx, one.statement, before=NOW, most=MOST)

    found = await unwritten.write(asked)
    assert f"ix_{one.table}" in found
    assert "SCAN" not in found
    assert "Seq Scan" not in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found


async def test_a_night_takes_out_all_that_is_old_and_counts_it(filled: Database) -> None:
    for one in GO:
        if one.table != "outbox":
            at, like = AT.get(one.table, "expires_at"), ONE_OF.get(one.rows, {})
            old = [NOW - one.kept - DAY - second * SECOND for second in range(3)]
            await filled.write(copy, one, [like | {at: moment} for moment in old])
    counted: dict[str, int] = {}
    await forget_old(filled, now=NOW, gone=counted.__setitem__)
    assert counted == {one.table: 3 for one in GO if one.table != "outbox"}


async def test_a_table_that_fails_or_takes_long_leaves_the_others_their_share_of_the_night(
    filled: Database,
) -> None:
    uses = next(one for one in GO if one.table == "uses")
    await filled.write(copy, uses, [{"at": NOW - 9 * DAY} for _ in range(3)])

    class Broken:
        def __init__(self, db: Database) -> None:
            self.read = db.read
            self._db = db

        async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
            if fn == GO[0].forget:
                raise ValueError("a constraint that nobody thought of")
            return 7 if fn == GO[1].forget else await self._db.write(fn, *args, **kwargs)

    took = iter([timedelta(minutes=minutes) for minutes in range(0, 600, 5)])
    counted: list[str] = []
    with pytest.raises(ExceptionGroup) as failed:
        await forget_old(
            Broken(filled), now=NOW, spent=lambda: next(took), gone=lambda table, _: counted.append(table)
        )
    assert [error.__notes__ for error in failed.value.exceptions] == [[GO[0].rows]]
    until_their_share = (
        -(-2 * 60 // (5 * len(GO))) + 1
    )  # of the hour, by a clock that goes on five minutes each time
    assert counted[: until_their_share + 1] == [*["outbox"] * until_their_share, "media"]
    assert "uses" in counted
    assert timedelta(hours=1) == ENOUGH


def test_the_page_says_what_the_code_does() -> None:
    page = (Path(__file__).parents[2] / "docs/retention.md").read_text(encoding="utf-8")
    rows = [
        tuple(cell.strip() for cell in line.split("|")[1:-1])
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    days = {1: "1 day"}
    assert [row for row in rows if len(row) == 4] == [
        (f"`{one.table}`", one.rows, days.get(one.kept.days, f"{one.kept.days} days"), one.why) for one in GO
    ]
    said = {
        table.strip("` "): why
        for row in rows
        if len(row) == 2
        for table in row[0].split(",")
        for why in row[1:]
    }
    assert said == STAY
