"""A month in money and people: like is compared with like, and what is not known is never taken for nothing."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.basis import Basis
from loyalty.shop.money import (
    Flow,
    HandedOut,
    Stayed,
    Takings,
    TypedBy,
    look_back,
    odd_bounds,
    same_part,
    share_of_margin,
    without,
)
from loyalty.shop.sums import Range

VIENNA = ZoneInfo("Europe/Vienna")
BASIS = Basis(10_00, 600)


def at(text: str) -> datetime:
    """Read a moment by the shop's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=VIENNA).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "months", "begins", "until"),
    [
        ("2026-03-12T14:00", 0, "2026-03-01T00:00", "2026-03-12T14:00"),
        ("2026-03-12T14:00", 1, "2026-02-01T00:00", "2026-02-12T14:00"),
        ("2026-03-12T14:00", 12, "2025-03-01T00:00", "2025-03-12T14:00"),
        ("2026-03-31T09:00", 1, "2026-02-01T00:00", "2026-03-01T00:00"),  # February has no 31st: all of it
        ("2024-02-29T09:00", 12, "2023-02-01T00:00", "2023-03-01T00:00"),
        ("2026-01-05T09:00", 1, "2025-12-01T00:00", "2025-12-05T09:00"),
        ("2026-04-15T09:00", 1, "2026-03-01T00:00", "2026-03-15T09:00"),  # the clocks changed in between
        ("2026-04-29T02:30", 1, "2026-03-01T00:00", "2026-03-29T03:30"),  # an hour that did not exist
        ("2026-10-25T12:00", 12, "2025-10-01T00:00", "2025-10-25T12:00"),  # a day of twenty-five hours
        ("2026-03-01T00:00", 1, "2026-02-01T00:00", "2026-02-01T00:00"),
        ("2026-03-01T00:00", 0, "2026-03-01T00:00", "2026-03-01T00:00"),
    ],
)
def test_the_same_part_of_an_earlier_month_ends_at_the_same_day_and_hour(
    now: str, months: int, begins: str, until: str
) -> None:
    part = same_part(at(now), VIENNA, months)
    assert (part.begins, part.until) == (at(begins), at(until))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants it so
    st.sampled_from((0, 1, 12)),
)
def test_a_part_lies_within_its_month_and_is_never_longer_than_it(now: datetime, months: int) -> None:
    part = same_part(now, VIENNA, months)
    begins, until = part.begins.astimezone(VIENNA), part.until.astimezone(VIENNA)
    assert (begins.day, begins.hour, begins.minute) == (1, 0, 0)
    assert part.begins <= part.until <= now
    assert (until - timedelta(microseconds=1)).month == begins.month or part.begins == part.until


def test_visits_without_an_amount_are_taken_for_those_with_one_else_for_the_usual_sale() -> None:
    assert Takings(4, 2, 30_00).in_all(BASIS) == 60_00
    assert Takings(4, 0, 0).in_all(BASIS) == 40_00
    assert Takings(4, 4, 30_00).in_all(None) == 30_00
    assert Takings(4, 2, 30_00).in_all(None) == 60_00
    assert Takings(4, 0, 0).in_all(None) is None
    assert Takings(0, 0, 0).in_all(None) == 0


def test_what_becomes_of_customers_adds_up() -> None:
    flow = Flow(start=100, new=12, back=3, lost=8)
    assert (flow.kept, flow.net, flow.end) == (92, 7, 107)


def test_a_cost_that_nobody_told_is_a_range_and_never_nothing() -> None:
    assert HandedOut(3, 2_50, 2).cost(BASIS) == Range(Fraction(2_50 + 8_00), Fraction(2_50 + 20_00))
    assert HandedOut(3, 2_50, 2).cost(None) is None
    assert HandedOut(3, 2_50, 0).cost(None) == Range(Fraction(2_50), Fraction(2_50))


def test_a_year_is_told_from_a_shorter_time_at_the_same_pace() -> None:
    whole, half = Stayed(365, 100, 64), Stayed(365 // 2, 100, 80)
    assert whole.yearly_loss.about == pytest.approx(0.36)
    assert half.yearly_loss.about == pytest.approx(0.36, abs=0.002)
    assert whole.new_a_month(100) == 3


def test_three_customers_tell_little_of_a_year() -> None:
    loss = Stayed(365, 3, 2).yearly_loss
    assert loss.low < 0.1
    assert loss.high > 0.75


def test_who_stayed_is_told_once_a_shop_is_half_a_year_old() -> None:
    now = at("2026-03-12T14:00")
    assert look_back(now, None) is None
    assert look_back(now, now - timedelta(days=179)) is None
    assert look_back(now, now - timedelta(days=180)) == timedelta(days=90)
    assert look_back(now, now - timedelta(days=3000)) == timedelta(days=365)


def test_a_margin_of_nothing_leaves_nothing_to_pay_rewards_from() -> None:
    cost = Range(Fraction(6_00), Fraction(12_00))
    assert share_of_margin(cost, Fraction(100_00), BASIS) == Range(Fraction(1, 10), Fraction(1, 5))
    assert share_of_margin(cost, Fraction(100_00), Basis(10_00, 0)) is None
    assert share_of_margin(cost, Fraction(0), BASIS) is None


def test_an_amount_in_cents_is_odd_beside_those_of_others_and_a_round_for_six_is_not() -> None:
    amounts = [12_00] * 30
    bounds = odd_bounds(amounts)
    assert bounds
    below, above = bounds
    assert not below <= 1200_00 <= above
    assert not below <= 12 <= above
    assert below <= 72_00 <= above
    assert odd_bounds(amounts[:19]) is None


def test_without_the_odd_ones_a_visit_brings_what_the_others_did() -> None:
    odd = [TypedBy("Eva", 2, 2400_00, 1200_00, 1200_00)]
    assert without(Takings(12, 12, 2400_00 + 120_00), odd).average_minor == 12_00
    assert without(Takings(2, 2, 2400_00), odd).average_minor is None
