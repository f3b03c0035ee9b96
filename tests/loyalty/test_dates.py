"""Days as people live them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.dates import (
    Birthday,
    birthday,
    day_of,
    day_starts,
    may_pay_birthday,
    next_day_starts,
    next_kept,
    week_starts,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Cairo and Beirut move the clock at midnight, Havana repeats it, Lord Howe moves half an hour.
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/Amsterdam",
            "Africa/Cairo",
            "Asia/Beirut",
            "America/Havana",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Kiritimati",
            "UTC",
        )
    ]
)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
BIRTHDAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: Birthday(day.month, day.day))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]
)
def test_a_day_is_as_long_as_the_clock_makes_it(day: date, hours: int) -> None:
    starts = day_starts(day, AMSTERDAM)
    assert next_day_starts(starts, AMSTERDAM) - starts == timedelta(hours=hours)


@given(day=DAYS, zone=ZONES)
def test_a_day_starts_where_the_one_before_it_ends(day: date, zone: ZoneInfo) -> None:
    starts = day_starts(day, zone)
    assert starts.tzinfo is UTC
    assert day_of(starts, zone) == day
    assert day_of(starts - timedelta(microseconds=1), zone) == day - timedelta(days=1)


@given(moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), zone=ZONES)  # noqa: DTZ001
def test_the_next_day_starts_within_25_hours(moment: datetime, zone: ZoneInfo) -> None:
    now = moment.replace(tzinfo=UTC)
    until = next_day_starts(now, zone)
    assert now < until <= now + timedelta(hours=25)
    assert day_of(until, zone) == day_of(now, zone) + timedelta(days=1)


@given(moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), zone=ZONES)  # noqa: DTZ001
def test_a_week_starts_on_the_shops_monday(moment: datetime, zone: ZoneInfo) -> None:
    now = moment.replace(tzinfo=UTC)
    monday = week_starts(now, zone)
    assert day_of(monday, zone).weekday() == 0
    assert monday <= now < monday + timedelta(days=7, hours=1)


def test_29_february_is_kept_on_the_28th_in_common_years() -> None:
    leap = Birthday(2, 29)
    assert [leap.kept_in(year) for year in (2026, 2028, 2100)] == [
        date(2026, 2, 28),
        date(2028, 2, 29),
        date(2100, 2, 28),
    ]


@given(BIRTHDAYS)
def test_a_birthday_reads_back_as_it_is_stored(day: Birthday) -> None:
    assert birthday(str(day)) == day


@pytest.mark.parametrize(
    "text", ["", "02-30", "13-01", "00-10", "04-31", "1-1", "2000-01-01", "01-01\n", "ab-cd"]
)
def test_what_is_no_day_of_the_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|MM-DD"):
        birthday(text)


@given(day=BIRTHDAYS, today=DAYS)
def test_the_next_birthday_is_today_or_within_a_year(day: Birthday, today: date) -> None:
    kept = next_kept(day, today=today)
    assert timedelta() <= kept - today <= timedelta(days=366)
    assert day.kept_in(kept.year) == kept
    assert next_kept(day, today=kept) == kept


def test_a_birthday_given_late_waits_for_next_year() -> None:
    kept = date(2026, 3, 12)
    assert not may_pay_birthday(kept_on=kept, set_on=date(2026, 3, 6), last_paid_on=None)
    assert may_pay_birthday(kept_on=kept, set_on=date(2026, 3, 5), last_paid_on=None)


@given(day=BIRTHDAYS, year=st.integers(2020, 2099))
def test_an_unchanged_birthday_is_paid_every_year(day: Birthday, year: int) -> None:
    last = day.kept_in(year)
    assert may_pay_birthday(kept_on=day.kept_in(year + 1), set_on=date(2019, 1, 1), last_paid_on=last)


@given(st.lists(st.tuples(st.integers(0, 200), BIRTHDAYS), min_size=1, max_size=20))
def test_however_often_it_is_changed_it_is_never_paid_twice_within_330_days(
    changes: list[tuple[int, Birthday]],
) -> None:
    today, paid = date(2026, 1, 1), list[date]()
    for wait, day in changes:
        set_on = today
        today += timedelta(days=wait)
        kept = next_kept(day, today=set_on)
        last = paid[-1] if paid else None
        if kept <= today and may_pay_birthday(kept_on=kept, set_on=set_on, last_paid_on=last):
            paid.append(kept)
    gaps = [b - a for a, b in pairwise(paid)]
    assert all(gap >= timedelta(days=330) for gap in gaps)
