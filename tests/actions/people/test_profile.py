"""Birthdays, languages, and how often we may write."""

from datetime import UTC, date, datetime, timedelta

import pytest

from actions.people.profile import (
    BirthdayKept,
    birthday_of,
    drop_birthday,
    how_often,
    set_birthday,
    set_how_often,
    stop_all,
)
from loyalty.dates import Birthday
from storage.engine.database import Database
from storage.people import persons
from tests.actions.places import NOW, meet, open_luna, stamps

TODAY = NOW.date()  # 2 March 2026


@pytest.mark.parametrize(
    ("day", "first", "late"),
    [
        (Birthday(3, 9), date(2026, 3, 9), False),  # a week ahead
        (Birthday(3, 8), date(2027, 3, 8), True),
        (Birthday(3, 2), date(2027, 3, 2), True),  # today
        (Birthday(3, 1), date(2027, 3, 1), False),  # yesterday: this year's is over anyway
        (Birthday(2, 29), date(2027, 2, 28), False),
    ],
)
async def test_a_birthday_given_less_than_a_week_ahead_counts_from_next_year(
    db: Database, day: Birthday, first: date, *, late: bool
) -> None:
    ana = await db.write(meet, "Ana")
    assert await db.write(set_birthday, ana, day, now=NOW) == BirthdayKept(day, first, late, changed=False)
    assert await db.write(birthday_of, ana) == day


async def test_the_same_birthday_given_again_keeps_counting_from_the_first_time(db: Database) -> None:
    ana, day = await db.write(meet, "Ana"), Birthday(3, 20)
    await db.write(set_birthday, ana, day, now=NOW)
    again = await db.write(set_birthday, ana, day, now=NOW + timedelta(days=17))
    assert again == BirthdayKept(day, date(2026, 3, 20), late=False, changed=False)
    person = await db.write(persons.by_id, ana)
    assert person.birthday_set_at == NOW


async def test_a_changed_birthday_counts_from_the_change(db: Database) -> None:
    ana = await db.write(meet, "Ana")
    await db.write(set_birthday, ana, Birthday(9, 1), now=NOW)
    kept = await db.write(set_birthday, ana, Birthday(3, 4), now=NOW)
    assert kept == BirthdayKept(Birthday(3, 4), date(2027, 3, 4), late=True, changed=True)


async def test_the_day_is_the_one_where_the_customers_shop_is(db: Database) -> None:
    luna = await open_luna(db, stamps())
    late_evening = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # 3 March in Amsterdam
    kept = await db.write(set_birthday, luna.cafe.ana, Birthday(3, 9), now=late_evening)
    assert kept.late


async def test_a_birthday_taken_off_leaves_nothing(db: Database) -> None:
    ana = await db.write(meet, "Ana")
    await db.write(set_birthday, ana, Birthday(9, 1), now=NOW)
    await db.write(drop_birthday, ana, now=NOW)
    person = await db.write(persons.by_id, ana)
    assert (person.birthday, person.birthday_set_at) == (None, None)


async def test_each_kind_of_message_has_its_own_frequency_until_all_stop(db: Database) -> None:
    ana = await db.write(meet, "Ana")
    assert await db.write(how_often, ana) == {"reminders": "weekly", "offers": "monthly"}
    await db.write(set_how_often, ana, "offers", "always", now=NOW)
    assert await db.write(how_often, ana) == {"reminders": "weekly", "offers": "always"}
    await db.write(stop_all, ana, now=NOW)
    assert await db.write(how_often, ana) == {"reminders": "never", "offers": "never"}


async def test_a_kind_or_frequency_that_we_do_not_have_is_not_stored(db: Database) -> None:
    ana = await db.write(meet, "Ana")
    for kind, often in (("receipts", "never"), ("offers", "hourly")):
        with pytest.raises(ValueError, match=often):
            await db.write(set_how_often, ana, kind, often, now=NOW)
