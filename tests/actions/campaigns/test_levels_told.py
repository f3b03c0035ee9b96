"""Of levels somebody hears when one is near and when one ends: on the day, once, and not where there is none."""

from dataclasses import replace

import pytest

from actions.campaigns.kinds import BY_KIND
from loyalty.cards.parts.levels import Level, Levels
from storage.engine.database import Database
from tests.actions.customers import days_told, luna_with, queued, told
from tests.actions.places import DAY, NOW, points, stamps
from tests.kinds import LEVEL_FALLING, LEVEL_NEAR

pytestmark = pytest.mark.asks

NOON = NOW + (DAY / 24)  # 12:00 in Amsterdam
CLUB = Levels((Level("Silver", 3, plus=1), Level("Gold", 9, plus=2)), days=30, grace=20)
MONEY = Levels(
    (Level("Silver", spent_minor=50_00, plus=1), Level("Gold", spent_minor=90_00, plus=2)), days=30, grace=20
)


@pytest.mark.slow
@pytest.mark.walks
async def test_a_level_that_is_near_is_told_once_in_a_silence_longer_than_usual(db: Database) -> None:
    luna = await luna_with(db, stamps(30, parts=(CLUB,)), LEVEL_NEAR)
    for week in (0, 1):
        await luna.booked(NOON + 7 * week * DAY)
    # Usual is not known yet: two weeks, and half as much again.
    assert await days_told(luna, NOON + 7 * DAY, 40) == {22: ["level_near"]}
    assert await queued(luna) == [f"level_near:{(await luna.stands(NOON)).counter.id}:0:2026-03-09"]


@pytest.mark.slow
@pytest.mark.walks
async def test_nobody_far_from_a_level_or_without_one_is_told_that_it_is_near(db: Database) -> None:
    far = replace(CLUB, levels=(Level("Silver", 9, plus=1), Level("Gold", 12, plus=2)))
    luna = await luna_with(db, stamps(30, parts=(far,)), LEVEL_NEAR)
    await luna.booked(NOON)
    assert await days_told(luna, NOON, 40) == {}
    await luna.change(stamps(30))
    assert await days_told(luna, NOON, 40) == {}


@pytest.mark.slow
@pytest.mark.walks
async def test_what_is_spent_is_near_at_four_fifths(db: Database) -> None:
    luna = await luna_with(db, points(parts=(MONEY,)), LEVEL_NEAR)
    await luna.booked(NOON, spent=39_99)
    assert await days_told(luna, NOON, 29) == {}
    await luna.booked(NOON + 30 * DAY, spent=40_00)
    assert await days_told(luna, NOON + 30 * DAY, 29) == {22: ["level_near"]}


@pytest.mark.slow
@pytest.mark.walks
async def test_a_level_that_ends_is_told_a_week_before_and_on_the_day_before_its_last(db: Database) -> None:
    luna = await luna_with(db, stamps(30, parts=(CLUB,)), LEVEL_FALLING)
    for day in range(3):
        await luna.booked(NOON + day * DAY)
    # The first of the three days counts for thirty, and twenty of grace: until day 49 from it.
    assert await days_told(luna, NOON + 2 * DAY, 60) == {
        40: ["level_falling:first"],
        46: ["level_falling:last"],
    }
    assert [one.state for one in await told(luna)] == ["queued", "queued"]


@pytest.mark.slow
@pytest.mark.walks
async def test_a_card_that_is_just_filled_is_told_too(db: Database) -> None:
    luna = await luna_with(db, stamps(3, parts=(CLUB,)), LEVEL_FALLING)
    for day in range(3):
        await luna.booked(NOON + day * DAY)
    assert (await luna.stands(NOON + 2 * DAY)).counter.balance == 0
    assert 40 in await days_told(luna, NOON + 2 * DAY, 60)


@pytest.mark.slow
@pytest.mark.walks
async def test_who_comes_again_in_time_is_not_told_any_more_that_it_ends(db: Database) -> None:
    luna = await luna_with(db, stamps(30, parts=(CLUB,)), LEVEL_FALLING)
    for day in range(3):
        await luna.booked(NOON + day * DAY)
    await luna.booked(NOON + 25 * DAY)
    assert await days_told(luna, NOON + 26 * DAY, 24) == {
        17: ["level_falling:first"],
        23: ["level_falling:last"],
    }


@pytest.mark.slow
@pytest.mark.walks
async def test_who_still_comes_but_not_often_enough_is_told_a_week_before_too(db: Database) -> None:
    luna = await luna_with(db, stamps(30, parts=(CLUB,)), LEVEL_FALLING)
    for day in (0, 1, 2, 38):
        await luna.booked(NOON + day * DAY)
    ends = {40: ["level_falling:first"], 46: ["level_falling:last"]}
    assert await days_told(luna, NOON + 2 * DAY, 60) == ends


@pytest.mark.slow
async def test_who_came_today_is_told_today(db: Database) -> None:
    luna = await luna_with(db, stamps(30, parts=(CLUB,)), LEVEL_FALLING)
    for day in (0, 1, 2, 48):
        await luna.booked(NOON + day * DAY)
    assert await days_told(luna, NOON + 48 * DAY, 1) == {0: ["level_falling:last"]}


async def test_a_level_that_was_reached_a_week_before_its_end_needs_no_early_word(db: Database) -> None:
    brief = replace(CLUB, days=5, grace=5)
    luna = await luna_with(db, stamps(30, parts=(brief,)), LEVEL_FALLING)
    for day in (0, 1, 2):
        await luna.booked(NOON + day * DAY)
    assert await days_told(luna, NOON + 2 * DAY, 20) == {6: ["level_falling:last"]}


@pytest.mark.slow
@pytest.mark.walks
async def test_a_level_ends_with_a_word_where_the_balance_ran_out_first(db: Database) -> None:
    luna = await luna_with(db, points(parts=(MONEY,), idle_days=20), LEVEL_FALLING)
    await luna.booked(NOON, spent=50_00)
    assert await days_told(luna, NOON, 60) == {42: ["level_falling:first"], 48: ["level_falling:last"]}
    assert (await luna.stands(NOON + 60 * DAY)).counter.balance == 0


def test_an_end_is_owed_to_everybody_who_agreed_and_what_persuades_is_held_out_from_some() -> None:
    assert BY_KIND[LEVEL_FALLING].owed
    assert BY_KIND[LEVEL_FALLING].holdout_percent == 0
    assert BY_KIND[LEVEL_NEAR].holdout_percent > 0
