"""What guesses or costs is counted in rows, so that every process counts the same."""

from datetime import datetime

import pytest

from actions import allowances
from actions.allowances import TooOften
from loyalty.allowances import ALLOWANCES, LINK_CODES, PHOTOS, STORMS, TILL_CODES, Allowance
from storage import uses
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx
from tests.actions.places import MINUTE, NOW, meet, open_cafe, stamps
from tests.plans import plan

pytestmark = pytest.mark.engines

SECOND = MINUTE / 60


def somebody(tx: Tx, allowance: Allowance) -> int | str:
    """Return whom an allowance is of."""
    if allowance.of == "address":
        return "a digest"
    cafe = open_cafe(tx, stamps())
    return cafe.shop.id if allowance.of == "shop" else cafe.ana


async def use(db: Database, allowance: Allowance, who: int | str, now: datetime) -> TooOften | None:
    return await db.write(allowances.take, allowance, who, now=now)


@pytest.mark.parametrize("allowance", [*ALLOWANCES, *STORMS], ids=lambda one: one.name)
def test_each_allowance_has_a_name_of_its_own_and_says_why(allowance: Allowance) -> None:
    assert [one.name for one in (*ALLOWANCES, *STORMS)].count(allowance.name) == 1
    assert allowance.most > 0
    assert allowance.why


@pytest.mark.parametrize("allowance", [TILL_CODES, PHOTOS], ids=lambda one: one.name)
async def test_whoever_has_used_up_an_allowance_hears_when_it_goes_on_and_nobody_else_waits(
    db: Database, allowance: Allowance
) -> None:
    who = await db.write(somebody, allowance)
    for place in range(allowance.most):
        assert await use(db, allowance, who, NOW + place * SECOND) is None
    later = NOW + allowance.most * SECOND
    assert await use(db, allowance, who, later) == TooOften(NOW + allowance.within)
    other = "another" if allowance.of == "address" else await db.write(meet, "Ben")
    assert await use(db, allowance, other, later) is None
    assert await use(db, LINK_CODES, await db.write(meet, "Cleo"), later) is None
    assert await use(db, allowance, who, NOW + allowance.within) is None


@pytest.mark.slow
async def test_two_processes_on_one_database_count_together(postgres_url: str) -> None:
    async with open_database(postgres_url) as one, open_database(postgres_url) as other:
        who = await one.write(meet, "Ana")
        for place in range(LINK_CODES.most):
            assert await use((one, other)[place % 2], LINK_CODES, who, NOW) is None
        assert await use(one, LINK_CODES, who, NOW)
        assert await use(other, LINK_CODES, who, NOW)


async def test_the_question_is_answered_from_an_index(sqlite_db: Database) -> None:
    for statement in uses._DECISIVE.values():
        found = await sqlite_db.read(plan, statement, what="photos", who=1, newer=9)
        assert "USING COVERING INDEX ix_uses_" in found
