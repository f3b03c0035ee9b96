"""A challenge is recalled while it can still be done, and a missed week is told once."""

import pytest

from actions.cards.challenges import TakenOn, take_on
from loyalty.cards.parts.challenge import Challenge
from storage.engine.database import Database
from tests.actions.customers import NOON, days_told, luna_with
from tests.actions.places import DAY, HOUR, Luna, stamps
from tests.kinds import CHALLENGE_ENDING, JOKER_USED

pytestmark = pytest.mark.asks

TWO = Challenge("visits", 2, 14, 3)
ROW = Challenge("weeks", 3, 14, 4)


async def _at_it(db: Database, part: Challenge) -> Luna:
    luna = await luna_with(db, stamps(30, parts=(part,)), CHALLENGE_ENDING, JOKER_USED)
    version = (await luna.stands(NOON)).current.id
    taken = await db.write(take_on, luna.cafe.ana, luna.cafe.card_id, version, 0, now=NOON)
    assert isinstance(taken, TakenOn)
    return luna


@pytest.mark.walks
async def test_who_can_still_do_it_is_told_two_days_before_its_last(db: Database) -> None:
    luna = await _at_it(db, TWO)
    await luna.booked(NOON + HOUR)
    assert await days_told(luna, NOON + 2 * HOUR, 30) == {12: ["challenge_ending"]}


@pytest.mark.walks
async def test_who_has_done_it_hears_nothing(db: Database) -> None:
    luna = await _at_it(db, TWO)
    for hours in (1, 2):
        await luna.booked(NOON + hours * HOUR)
    assert await days_told(luna, NOON + 3 * HOUR, 30) == {}


@pytest.mark.walks
async def test_who_can_t_do_it_any_more_hears_nothing(db: Database) -> None:
    luna = await _at_it(db, Challenge("visits", 5, 14, 3))
    assert await days_told(luna, NOON, 30) == {}


@pytest.mark.walks
async def test_a_missed_week_is_told_once_on_the_monday_after_it(db: Database) -> None:
    luna = await _at_it(db, ROW)
    await luna.booked(NOON + HOUR)
    assert await days_told(luna, NOON + 2 * HOUR, 21) == {14: ["joker_used"]}


@pytest.mark.walks
async def test_a_row_that_is_lost_is_not_recalled(db: Database) -> None:
    luna = await _at_it(db, ROW)
    await luna.booked(NOON + HOUR)
    await luna.booked(NOON + 8 * DAY)
    assert await days_told(luna, NOON + 8 * DAY + HOUR, 27) == {13: ["joker_used"]}


@pytest.mark.slow
async def test_a_row_that_lacks_its_last_week_is_recalled_before_the_sunday(db: Database) -> None:
    luna = await _at_it(db, ROW)
    for day in (7, 21):
        await luna.booked(NOON + day * DAY)
    assert await days_told(luna, NOON + 21 * DAY + HOUR, 21) == {
        0: ["joker_used"],
        11: ["challenge_ending"],
    }
