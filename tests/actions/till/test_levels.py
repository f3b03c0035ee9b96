"""A level follows the visits that were not taken back, and its perk is booked with the next one, on every engine."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.till.correct_amount import Amended, amend
from actions.till.scan_outcome import Booked
from actions.till.undo_visit import Undone
from loyalty.actor import ActingPerson
from loyalty.cards.part import Bonus, EarlierVisit
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.periods import HALF_YEAR, YEAR
from storage.engine.database import Database
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, change_only, open_luna, points, stamps
from words.cards.levels import levels_of

CLUB = Levels((Level("Silver", 2, plus=1), Level("Gold", 4, plus=2)), days=10, grace=5)

MONEY = Levels(
    (Level("Silver", spent_minor=60_00, plus=5), Level("Gold", spent_minor=150_00, plus=9)), days=30, grace=10
)


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
    assert (second.visit.bonus, second.state.standing.past) == (
        0,
        (EarlierVisit(NOW), EarlierVisit(NOW + DAY)),
    )
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
    assert more.state.standing.past == (EarlierVisit(NOW), EarlierVisit(NOW + DAY))


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


async def test_what_is_spent_reaches_a_level_and_an_undo_or_another_amount_takes_it_back(
    db: Database,
) -> None:
    club = Levels(
        (Level("Silver", spent_minor=30_00, plus=5), Level("Gold", spent_minor=90_00, plus=9)), months=YEAR
    )
    luna = await open_luna(db, points(parts=(club,)))
    await luna.booked(spent=10_00)
    reached = await luna.booked(NOW + DAY, spent=20_00)
    assert (await _level(luna, NOW + DAY), reached.visit.bonus) == ("Silver", 0)
    less = await db.write(
        amend, ActingPerson(luna.cafe.eva), reached.visit.id, 19_99, key="less", now=NOW + DAY + MINUTE
    )
    assert isinstance(less, Amended)
    assert isinstance(less.outcome, Booked)
    assert await _level(luna, NOW + DAY + MINUTE) is None
    again = await luna.booked(NOW + 2 * DAY, spent=15_00)
    assert await _level(luna, NOW + 2 * DAY) == "Silver"
    assert isinstance(await luna.undo(again.visit.id, NOW + 2 * DAY + MINUTE), Undone)
    assert await _level(luna, NOW + 2 * DAY + MINUTE) is None


async def test_a_level_of_a_year_is_reached_before_new_year_by_the_clock_of_the_shop(db: Database) -> None:
    luna = await open_luna(db, stamps(30, parts=(replace(CLUB, months=YEAR),)))
    new_year = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # in Amsterdam
    await luna.booked(new_year - 2 * HOUR)
    await luna.booked(new_year - HOUR)
    assert await _level(luna, new_year + 5 * DAY - MINUTE) == "Silver"
    assert await _level(luna, new_year + 5 * DAY) is None


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_booked_and_taken_back_the_level_is_what_the_visits_that_stand_say(
    db: Database, seed: int
) -> None:
    dice, now, stand = random.Random(seed), NOW, dict[int, EarlierVisit]()  # noqa: S311 - a made-up month
    club = replace(MONEY, months=dice.choice((0, HALF_YEAR, YEAR)))
    luna = await open_luna(db, points(parts=(club,)))
    for _ in range(25):
        now += dice.choice((5 * MINUTE, HOUR, DAY, 20 * DAY))
        if stand and dice.random() < 0.3:
            newest = max(stand)
            undone = await luna.undo(newest, now, by=luna.cafe.cleo, reason="A slip")
            if isinstance(undone, Undone):
                del stand[newest]
        else:
            spent = dice.randint(1, 40) * 100
            stand[(await luna.booked(now, spent=spent)).visit.id] = EarlierVisit(now, spent)
        held = club.held(tuple(stand.values()), now.astimezone(luna.cafe.shop.zone))
        assert await _level(luna, now) == (held.level.name if held else None)
