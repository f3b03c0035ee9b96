"""A message goes at the hour that its shop chose, or when somebody usually comes, and rests as long as its shop wants."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.frequency_cap import (
    Later,
    Listener,
    Occurrence,
    Purpose,
    QuietHours,
    Send,
    may_contact,
)
from loyalty.campaigns.hours import KNOWN_VISITS, next_at, usual_hour
from tests.kinds import WIN_BACK

ZONE = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)  # 12 o'clock in the shop
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOMENTS = st.integers(0, 525_000).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ALL = Listener(ZONE, frozenset(Purpose))


def came_at(*hours: int) -> list[datetime]:
    """Let somebody come on as many days, at these hours of the shop's clock."""
    first = date(2026, 1, 5)
    return [datetime(first.year, 1, 5 + day, hour, 20, tzinfo=ZONE) for day, hour in enumerate(hours)]


def due(
    hour: int | None = None, *, rests_until: datetime | None = None, lives: timedelta = 7 * DAY
) -> Occurrence:
    return Occurrence(WIN_BACK, "win_back:1", NOON + lives, hour=hour, rests_until=rests_until)


@pytest.mark.parametrize(
    ("hours", "usual"),
    [
        ((16, 16, 17, 16, 9), 16),
        ((16, 16, 17, 16), None),  # too few to know
        ((8, 11, 14, 17, 20, 23), None),  # at all hours
        ((23, 0, 23, 0, 23), 23),  # around midnight
        ((8, 8, 8, 17, 17, 17), 8),
    ],
)
def test_somebodys_hour_is_where_at_least_half_of_five_visits_or_more_lie(
    hours: tuple[int, ...], usual: int | None
) -> None:
    assert usual_hour(came_at(*hours), ZONE) == usual


@given(came=st.lists(MOMENTS, min_size=KNOWN_VISITS, max_size=30))
def test_the_usual_hour_is_one_at_which_somebody_came(came: list[datetime]) -> None:
    assert usual_hour(came, ZONE) in {None, *(at.astimezone(ZONE).hour for at in came)}


@given(hour=st.integers(0, 23), moment=MOMENTS)
def test_the_hour_comes_within_a_day_also_where_the_clock_is_turned(hour: int, moment: datetime) -> None:
    at = next_at(hour, moment, ZONE)
    assert moment <= at <= moment + 25 * HOUR
    assert at.astimezone(ZONE).hour in {hour, hour + 1}  # an hour that the clock skips


def test_a_message_waits_for_its_hour_and_then_goes() -> None:
    assert may_contact(due(), ALL, now=NOON) == Send()
    assert may_contact(due(16), ALL, now=NOON) == Later(NOON + 4 * HOUR, "hour")
    assert may_contact(due(16), ALL, now=NOON + 4 * HOUR) == Send()
    assert may_contact(due(9), ALL, now=NOON) == Later(NOON + 21 * HOUR, "hour")


def test_the_quiet_hours_stay_quiet_whenever_somebody_comes() -> None:
    early = may_contact(due(7), ALL, now=NOON)
    assert early == Later(NOON + 21 * HOUR, "hour")  # at nine, when they are over
    night = Listener(ZONE, frozenset(Purpose), quiet=QuietHours())
    assert may_contact(due(23), night, now=NOON) == Later(NOON + 21 * HOUR, "hour")


def test_no_hour_makes_a_message_too_late() -> None:
    assert may_contact(due(16, lives=2 * HOUR), ALL, now=NOON) == Send()


def test_a_shop_may_let_more_days_pass_between_two() -> None:
    rests = due(rests_until=NOON + 5 * DAY)
    assert may_contact(rests, ALL, now=NOON) == Later(NOON + 5 * DAY, "rhythm")
    assert may_contact(due(16, rests_until=NOON + DAY), ALL, now=NOON) == Later(NOON + DAY + 4 * HOUR, "hour")
