"""What a shop means to reach: how far it is, whether it keeps pace, and what can't be a target."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.targets import MOST, BadTarget, Target, TargetProgress, problem

MONDAY = date(2026, 3, 2)
SET_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def _on(today: date, reached: int | None, *, start: int = 0) -> TargetProgress:
    """Ask how far 100 in ten days are, the last on 11 March."""
    return TargetProgress(Target("visits", 100, start, date(2026, 3, 11), SET_AT), reached, MONDAY, today)


def test_pace_is_even_by_the_days_that_are_over() -> None:
    assert _on(MONDAY, 0).on_pace == 0
    assert _on(MONDAY + timedelta(days=4), 0).on_pace == 40
    assert _on(date(2026, 3, 11), 0).on_pace == 90
    assert _on(date(2026, 3, 12), 0).on_pace == 100
    assert _on(MONDAY + timedelta(days=5), 0, start=60).on_pace == 80


def test_it_is_behind_while_less_is_reached_than_keeps_pace() -> None:
    later = MONDAY + timedelta(days=4)
    assert _on(later, 39).behind
    assert not _on(later, 40).behind
    assert not _on(later, None).behind
    assert _on(later, 100).done
    assert not _on(date(2026, 3, 11), 100).over


def test_a_target_that_is_over_says_so_from_the_day_after() -> None:
    assert _on(date(2026, 3, 12), 99).over
    assert _on(date(2026, 3, 12), 99).behind


def test_who_is_behind_is_told_how_much_a_day_would_still_do() -> None:
    later = _on(MONDAY + timedelta(days=4), 30)
    assert (later.needed_a_day, later.came_a_day) == (12, Fraction(30, 4))
    assert _on(date(2026, 3, 11), 95).needed_a_day == 5
    assert _on(MONDAY, 60, start=60).came_a_day == 0


@pytest.mark.parametrize(
    ("value", "by", "why"),
    [
        (0, MONDAY, "value"),
        (-5, MONDAY, "value"),
        (MOST + 1, MONDAY, "too_much"),
        (5, MONDAY - timedelta(days=1), "past_date"),
        (5, date(2036, 1, 1), "too_far"),
    ],
)
def test_what_can_not_be_reached_is_no_target(value: int, by: date, why: str) -> None:
    bad = problem(value, by, MONDAY)
    assert isinstance(bad, BadTarget)
    assert bad.why == why


def test_by_today_is_a_target() -> None:
    assert problem(1, MONDAY, MONDAY) is None


@given(st.integers(1, MOST), st.integers(0, MOST), st.integers(0, 900), st.integers(-5, 2000))
def test_pace_leads_from_the_start_to_the_target_and_stays_between(
    value: int, start: int, days: int, day: int
) -> None:
    target = Target("customers", value, start, MONDAY + timedelta(days=days), SET_AT)
    pace = TargetProgress(target, 0, MONDAY, MONDAY + timedelta(days=day)).on_pace
    assert min(value, start) - 1 <= pace <= max(value, start)
