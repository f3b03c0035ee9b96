"""A date that people are told lasts to the end of that day, wherever the shop is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from loyalty.cards.endings import ends_with, last_day, lasts
from loyalty.dates import day_of
from tests.loyalty.test_dates import DAYS, ZONES

_INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("zone", "since", "ends"),
    [
        ("Europe/Amsterdam", "2026-03-01T09:00", "2026-03-31T22:00"),  # the clocks went forward between
        ("Europe/Amsterdam", "2026-09-25T09:00", "2026-10-25T23:00"),  # and back, on its very last day
        ("Europe/Amsterdam", "2026-02-27T23:30", "2026-03-30T22:00"),  # half past midnight there
        ("Pacific/Kiritimati", "2026-03-01T09:00", "2026-03-31T10:00"),
        ("America/Los_Angeles", "2026-03-01T09:00", "2026-04-01T07:00"),
    ],
)
def test_thirty_days_are_whole_days_of_the_shops(zone: str, since: str, ends: str) -> None:
    began, over = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (since, ends))
    assert lasts(30, since=began, zone=ZoneInfo(zone)) == over


@given(day=DAYS, zone=ZONES)
def test_the_day_that_is_told_is_the_last_one_and_a_whole_one(day: date, zone: ZoneInfo) -> None:
    over = ends_with(day, zone)
    assert last_day(over, zone) == day_of(over - _INSTANT, zone) == day
    assert day_of(over, zone) == day + timedelta(days=1)
