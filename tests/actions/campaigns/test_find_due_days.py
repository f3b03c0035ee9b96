"""Birthdays and the days of joining come round each year: once, and on their day, whatever the calendar."""

from datetime import UTC, datetime

import pytest

from actions.people.profile import drop_birthday, set_birthday
from loyalty.dates import Birthday
from storage.engine.database import Database
from tests.actions.customers import (
    NOON,
    birthday,
    days_told,
    luna_with,
    newcomer,
    setting,
)
from tests.actions.places import DAY, NOW, stamps
from tests.kinds import (
    ANNIVERSARY,
    BIRTHDAY,
)

pytestmark = pytest.mark.asks


@pytest.mark.slow
@pytest.mark.walks
async def test_a_birthday_is_kept_on_its_day_and_once(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BIRTHDAY)
    await birthday(luna, 4, 1)
    assert await days_told(luna, NOON + 28 * DAY, 20) == {2: ["birthday"]}


@pytest.mark.slow
@pytest.mark.walks
async def test_the_29th_of_february_is_kept_on_the_28th_in_common_years(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BIRTHDAY)
    await birthday(luna, 2, 29)
    first = datetime(2027, 2, 25, 11, 0, tzinfo=UTC)
    assert await days_told(luna, first, 12) == {3: ["birthday"]}
    assert await days_told(luna, datetime(2028, 2, 25, 11, 0, tzinfo=UTC), 12) == {4: ["birthday"]}


@pytest.mark.slow
async def test_a_birthday_that_the_server_slept_through_is_caught_up_within_a_week(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BIRTHDAY)
    await birthday(luna, 4, 1)
    assert await days_told(luna, datetime(2026, 4, 8, 11, 0, tzinfo=UTC), 3) == {0: ["birthday"]}
    other = await db.write(newcomer, luna, "Ben")
    await db.write(set_birthday, other[0], Birthday(4, 1), now=NOW)
    assert await days_told(luna, datetime(2026, 4, 9, 11, 0, tzinfo=UTC), 3) == {}


@pytest.mark.slow
@pytest.mark.walks
async def test_changing_the_birthday_brings_no_second_one_within_330_days(db: Database) -> None:
    luna = await luna_with(db, stamps(5), BIRTHDAY)
    await setting(luna, BIRTHDAY, "gift", "Free cake")
    await birthday(luna, 4, 1)
    assert await days_told(luna, datetime(2026, 4, 1, 11, 0, tzinfo=UTC), 2) == {0: ["birthday"]}
    await birthday(luna, 2, 10, now=datetime(2026, 12, 1, tzinfo=UTC))
    assert await days_told(luna, datetime(2027, 2, 9, 11, 0, tzinfo=UTC), 4) == {}
    await db.write(drop_birthday, luna.cafe.ana, now=NOON)
    assert await days_told(luna, datetime(2028, 2, 9, 11, 0, tzinfo=UTC), 4) == {}


@pytest.mark.slow
@pytest.mark.walks
async def test_the_day_of_joining_is_kept_each_year_with_another_rhythm_of_leap_years(db: Database) -> None:
    luna = await luna_with(db, stamps(5), ANNIVERSARY)
    assert await days_told(luna, NOON, 5) == {}
    assert await days_told(luna, datetime(2027, 3, 1, 11, 0, tzinfo=UTC), 6) == {1: ["anniversary"]}
    assert await days_told(luna, datetime(2028, 3, 1, 11, 0, tzinfo=UTC), 6) == {1: ["anniversary"]}


async def test_an_anniversary_that_the_server_slept_through_is_caught_up_within_three_days(
    db: Database,
) -> None:
    luna = await luna_with(db, stamps(5), ANNIVERSARY)
    assert await days_told(luna, datetime(2027, 3, 5, 11, 0, tzinfo=UTC), 3) == {0: ["anniversary"]}
    assert await days_told(luna, datetime(2028, 3, 6, 11, 0, tzinfo=UTC), 3) == {}
