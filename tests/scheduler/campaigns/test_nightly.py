"""Every night each shop's win-back rule is learned anew, where there is enough to learn from."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from inspect import unwrap

import pytest

from actions.campaigns.churn_rule import keep_rule, lessons
from actions.campaigns.kinds.win_back import rule_of
from actions.campaigns.settings import campaign_of
from loyalty.campaigns.churn_rule import FEATURES, FixedSilence, Hazard, Rule
from scheduler.campaigns.nightly import refit
from scheduler.clock import make_clock
from storage.cards import accounts, counters, visits
from storage.cards.visits import NewVisit
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import staff
from tests.actions.customers import setting
from tests.actions.places import DAY, NOW, Luna, join, meet, open_cafe, open_luna, stamps
from tests.kinds import WIN_BACK
from tests.scheduler.campaigns.test_churn_model import TODAY, often, seldom, shop

TONIGHT = datetime.combine(TODAY, time(4), UTC)
LEARNED = Hazard(-1.0, (0.0,) * len(FEATURES), 0.2, (60, 60), date(2026, 3, 1), 500)


def came(tx: Tx, luna: Luna, histories: Sequence[Sequence[date]]) -> None:
    """Let customers come on these days."""
    eva = staff.in_shop(tx, luna.cafe.eva, luna.cafe.shop.id)
    assert eva
    for number, days in enumerate(histories):
        card_id = join(tx, luna.cafe.shop, meet(tx, "Somebody"))
        counter = counters.of_account(tx, accounts.by_id(tx, card_id))[0]
        for day in days:
            at = datetime.combine(day, time(12), UTC)
            visits.add(tx, counter, eva, NewVisit(f"{number}:{day}", at, 1))


async def in_force(luna: Luna) -> Rule:
    """Say by which rule Café Luna goes."""
    return await luna.db.write(_in_force, luna.cafe.shop.id)


def _in_force(tx: Tx, shop_id: int) -> Rule:
    return rule_of(tx, campaign_of(tx, shop_id, WIN_BACK))


@pytest.mark.slow
async def test_a_shop_with_enough_visits_gets_a_rule_of_its_own(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps())
    await sqlite_db.write(came, luna, shop(400, often, seldom))
    await refit(sqlite_db, now=TONIGHT)
    rule = await in_force(luna)
    assert isinstance(rule, Hazard)
    assert rule.learned_on == TODAY


async def test_what_can_not_be_learned_again_gives_way_to_the_silence_the_owner_chose(db: Database) -> None:
    luna = await open_luna(db, stamps())
    await luna.booked()
    await setting(luna, WIN_BACK, "days", "45")
    await db.write(keep_rule, luna.cafe.shop.id, LEARNED)
    assert await in_force(luna) == LEARNED
    await refit(db, now=NOW + DAY)
    assert await in_force(luna) == FixedSilence(45)


async def test_a_busy_shop_learns_from_some_of_its_customers_and_knows_them_wholly(db: Database) -> None:
    luna = await open_luna(db, stamps())
    await db.write(came, luna, threes(40))
    seen = await db.read(lessons, luna.cafe.shop.id, most=59)
    assert Counter(map(len, seen.came)) == {3: 13}
    everybody = await db.read(lessons, luna.cafe.shop.id)
    assert Counter(map(len, everybody.came)) == {3: 40}


def threes(customers: int) -> list[list[date]]:
    """Let everybody come three days in a row."""
    return [[date(2026, 1, day) for day in (1, 2, 3)] for _ in range(customers)]


async def test_a_shop_that_fails_at_night_costs_no_other_shop_its_lesson(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    luna = await open_luna(sqlite_db, stamps())
    sol = await sqlite_db.write(open_cafe, stamps(), name="Bar Sol")
    turns: list[int] = []

    async def judge(_: object, shop_id: int, *, now: datetime) -> None:
        turns.append(shop_id)
        if shop_id == luna.cafe.shop.id:
            raise ValueError(now)

    monkeypatch.setattr("scheduler.campaigns.nightly.judge_campaigns", judge)
    with pytest.raises(ExceptionGroup) as failed:
        await refit(sqlite_db, now=TONIGHT)
    assert turns == [luna.cafe.shop.id, sol.shop.id]
    assert [error.__notes__ for error in failed.value.exceptions] == [[f"judge, shop {luna.cafe.shop.id}"]]


async def test_a_refit_that_fails_stops_nothing_else_at_night() -> None:
    tidied = asyncio.Event()

    async def tidy() -> None:
        tidied.set()

    async def failing() -> None:
        raise OSError("the disk is gone")

    async def nothing() -> None: ...

    clock = make_clock(pulse=nothing, campaigns=nothing, tidy=tidy, refit=failing, backup=nothing)
    clock.start()
    for night_job in (failing, tidy):
        (job,) = [job for job in clock.get_jobs() if unwrap(job.func) is night_job]
        job.modify(next_run_time=NOW)  # long ago: it is late, and comes
    await asyncio.wait_for(tidied.wait(), 5)
    clock.shutdown(wait=False)
