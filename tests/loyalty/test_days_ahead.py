"""Days that lie ahead: some months from now, and the first birthday that counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.dates import Birthday, counts_from, may_pay_birthday, months_later

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
BIRTHDAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: Birthday(day.month, day.day))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 12), 1, date(2026, 4, 12)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_some_months_later_it_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(day=BIRTHDAYS, set_on=DAYS)
def test_the_first_birthday_that_counts_is_the_first_that_pays(day: Birthday, set_on: date) -> None:
    first = counts_from(day, set_on=set_on)
    assert may_pay_birthday(kept_on=first, set_on=set_on, last_paid_on=None)
    last_year = day.kept_in(first.year - 1)
    assert last_year < set_on + timedelta(days=7)
