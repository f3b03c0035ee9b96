"""How much of a database a scan takes with its receipt: on PostgreSQL each statement is a round trip."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from storage.engine.database import Database, open_database
from storage.engine.pending import write_pending
from storage.engine.statements import Tx
from tests.journeys.hours import Hours
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import Where, open_platform
from tests.journeys.stage import Stage

pytestmark = [
    pytest.mark.engines,
    pytest.mark.parametrize("where", [Where("telegram"), Where("telegram", "postgres")], ids=str),
]

# The second of a day, in four transactions, by what runs in them; BEGIN and COMMIT come on top.
SCAN_WITH_RECEIPT = {
    "sqlite": [("take", 11), ("claim_share", 4), ("word", 8), ("settle_held", 1)],
    # What only writes goes in one.
    "postgres": [("take", 6), ("claim_share", 3), ("word", 8), ("settle_held", 1)],
}
# A reward that waits is read, and what today gave where more than the last visit was of today.
WITH_A_REWARD = {"sqlite": 13, "postgres": 8}


class _Watched:
    """A transaction that counts its statements."""

    def __init__(self, tx: Tx) -> None:
        self.dialect, self.statements, self._tx = tx.dialect, 0, tx

    @property
    def connection(self) -> object:
        self.statements += 1
        return self._tx.connection

    @property
    def info(self) -> Any:
        return self._tx.info


@dataclass
class _Counted:
    """A database that counts the statements of each transaction."""

    db: Database
    transactions: list[tuple[str, int]] = field(default_factory=list)

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return await self.db.write(self._watched(fn), *args, **kwargs)

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return await self.db.read(self._watched(fn), *args, **kwargs)

    def _watched(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        def watched(tx: Tx, *args: Any, **kwargs: Any) -> Any:
            seen = _Watched(tx)
            done = fn(cast("Tx", seen), *args, **kwargs)
            write_pending(cast("Tx", seen))
            self.transactions.append((fn.__name__, seen.statements))
            return done

        return watched


@pytest.fixture
async def counted(journey_url: str) -> AsyncIterator[_Counted]:
    """Open a database of this test's own that counts."""
    async with open_database(journey_url, migrate=False) as db:
        yield _Counted(db)


@pytest.fixture
async def stage(where: Where, counted: _Counted) -> AsyncIterator[Stage]:
    """Build the whole program over it."""
    hours = Hours()
    async with open_platform(where, cast("Database", counted), hours) as opened:
        yield Stage(opened, hours)


async def turns(stage: Stage, counted: _Counted, *, before: int) -> list[tuple[str, int]]:
    """Scan a card that was scanned so many times before, and return the transactions of this scan."""
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for _ in range(before):
        await stage.scans(EVA, ANA)
        stage.later(minutes=2)
    await stage.house.db.write(lambda tx: tx.connection.cursor().execute("DELETE FROM views", []))
    code = stage.code_of(ANA)
    counted.transactions.clear()
    await stage.opens(EVA, code)
    return counted.transactions


async def test_a_scan_with_its_receipt_takes_four_short_transactions(
    where: Where, stage: Stage, counted: _Counted
) -> None:
    wanted = SCAN_WITH_RECEIPT[where.database]
    named = {name for name, _ in wanted}  # the clock's beats go on beside it
    assert [one for one in await turns(stage, counted, before=1) if one[0] in named] == wanted


async def test_a_reward_that_waits_and_a_day_of_several_visits_cost_a_scan_a_question_each(
    where: Where, stage: Stage, counted: _Counted
) -> None:
    takes = [one for one in await turns(stage, counted, before=4) if one[0] == "take"]
    assert takes == [("take", WITH_A_REWARD[where.database])]
