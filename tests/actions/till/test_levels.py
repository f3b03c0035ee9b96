"""A level follows the visits that were not taken back, and its perk is booked with the next one, on every engine."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.till.scan_outcome import Booked
from actions.till.undo_visit import Undone
from loyalty.cards.part import Bonus
from loyalty.cards.parts.levels import Level, Levels
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, change_only, open_luna, points, stamps
from words.cards.levels import levels_of

CLUB = Levels((Level("Silver", 2, plus=1), Level("Gold", 4, plus=2)), days=10, grace=5)


async def _level(luna: Luna, now: datetime) -> str | None:
    state = await luna.stands(now)
    part = levels_of(state)
    assert part is not None
    held = part.held(state.standing.past or (), state.at)
    return held.level.name if held else None


async def test_a_level_is_up_with_its_visit_and_its_perk_comes_with_the_next(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(CLUB,)))
    assert (await luna.booked()).visit.bonus == 0
    second = await luna.booked(NOW + DAY)
    assert (second.visit.bonus, second.state.standing.past) == (0, (NOW, NOW + DAY))
    assert await _level(luna, NOW + DAY) == "Silver"
    third = await luna.booked(NOW + 2 * DAY)
    assert third.bonuses == (Bonus("levels", 1),)


async def test_an_undo_takes_the_level_back_and_the_next_visit_has_no_perk(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(CLUB,)))
    await luna.booked()
    reached = await luna.booked(NOW + HOUR)
    assert await _level(luna, NOW + HOUR) == "Silver"
    assert isinstance(await luna.undo(reached.visit.id, NOW + HOUR + MINUTE), Undone)
    assert await _level(luna, NOW + HOUR + MINUTE) is None
    assert (await luna.booked(NOW + 2 * HOUR)).visit.bonus == 0


async def test_one_more_in_the_visit_that_reaches_a_level_is_no_other_visit(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(CLUB,)))
    await luna.booked()
    second = await luna.booked(NOW + DAY)
    more = await luna.more(second.visit.id, second.visit.amount, NOW + DAY + MINUTE)
    assert isinstance(more, Booked)
    assert (more.visit.amount, more.visit.bonus) == (2, 0)
    assert more.state.standing.past == (NOW, NOW + DAY)


@pytest.mark.parametrize("start", [datetime(2026, 3, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 20, 21, 30, tzinfo=UTC)], ids=str)  # fmt: skip
async def test_a_level_falls_after_its_grace_and_not_before_over_both_changes_of_the_clock(
    db: Database, start: datetime
) -> None:
    luna = await open_luna(db, stamps(30, parts=(CLUB,)))
    for hours in (0, 1):  # before midnight in Amsterdam, so that the first day is that one for one of them
        await luna.booked(start + hours * HOUR)
    state = await luna.stands(start + DAY)
    held = CLUB.held(state.standing.past or (), state.at)
    assert held is not None
    first = start.astimezone(state.shop.zone).date()
    assert held.until == first + timedelta(days=14)
    last = datetime.combine(held.until, datetime.max.time(), state.shop.zone).astimezone(UTC)
    assert await _level(luna, last) == "Silver"
    assert await _level(luna, last + timedelta(seconds=1)) is None


async def test_a_share_is_of_the_points_and_rounded_down(db: Database) -> None:
    club = Levels((Level("Silver", 1, percent=25), Level("Gold", 9, percent=50)), days=30)
    luna = await open_luna(db, points(parts=(club,)))
    assert (await luna.booked(spent=1100)).visit.bonus == 0
    assert (await luna.booked(NOW + DAY, spent=1100)).visit.bonus == 2


async def test_levels_that_come_count_the_visits_that_were_before_them(db: Database) -> None:
    luna = await open_luna(db, stamps(30))
    await luna.booked()
    await luna.booked(NOW + DAY)
    assert (await luna.stands(NOW + DAY)).standing.past is None
    await db.write(change_only, luna.cafe.shop.id, stamps(30, parts=(CLUB,)), now=NOW + DAY)
    assert await _level(luna, NOW + DAY) == "Silver"
    assert (await luna.booked(NOW + 2 * DAY)).visit.bonus == 1
