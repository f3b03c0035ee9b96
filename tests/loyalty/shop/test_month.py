"""A month of past visits, lived again by other rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.programme import Limits, Programme, Reward
from loyalty.shop.basis import Basis
from loyalty.shop.month import ENOUGH_DAYS, MOST_LIVED, Lately, Month, PastVisit, month_of
from loyalty.shop.sums import Range, sums_of
from tests.programmes import points_card, stamp_card

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BASIS = Basis(450, 650)
COFFEE = Reward("coffee", "A coffee", 10, 80)


def lived(programme: Programme, *visits: PastVisit, joined: int = 0, days: int = 30) -> Month | None:
    lately = Lately(tuple(sorted(visits, key=lambda one: one.at)), joined, Fraction(days))
    return month_of(
        programme, sums_of(programme, BASIS, minor_per_unit=100), lately, zone=ZONE, minor_per_unit=100
    )


def every_day(customer: int, days: int, amount: int = 1, spent: int | None = None) -> list[PastVisit]:
    return [PastVisit(customer, MONDAY + day * DAY, amount, spent) for day in range(days)]


def test_a_month_of_stamps_costs_what_they_are_worth_as_rewards() -> None:
    """Forty stamps at ten to a coffee of €0.80 are four coffees: €3.20."""
    month = lived(stamp_card([COFFEE]), *every_day(1, 20), *every_day(2, 20))
    assert month == Month(40, Fraction(40), Range(Fraction(3_20), Fraction(3_20)))


def test_fewer_days_stand_for_a_month_and_very_few_for_none() -> None:
    month = lived(stamp_card([COFFEE]), *every_day(1, 10), days=10)
    assert month
    assert month.visits == 30
    assert month.given == 30
    assert lived(stamp_card([COFFEE]), *every_day(1, 6), days=ENOUGH_DAYS - 1) is None
    assert lived(stamp_card([COFFEE])) is None


def test_a_busy_shop_has_enough_visits_in_a_day() -> None:
    crowd = [PastVisit(n, MONDAY, 1, None) for n in range(MOST_LIVED)]
    month = lived(stamp_card([COFFEE]), *crowd, days=1)
    assert month
    assert month.visits == 30 * MOST_LIVED


def test_what_new_cards_begin_with_is_part_of_it() -> None:
    month = lived(stamp_card([COFFEE], head_start=2), *every_day(1, 5), joined=3)
    assert month
    assert month.given == 11


def test_the_rules_pause_and_limit_visits_as_they_would_have() -> None:
    at_once = [PastVisit(1, MONDAY + n * HOUR, 1, None) for n in range(8)]
    for limits, given_then in (
        (Limits(), 8),
        (Limits(cooldown_minutes=120), 4),
        (Limits(max_per_day=3), 3),
    ):
        month = lived(stamp_card([COFFEE], limits), *at_once)
        assert month
        assert month.given == given_then
    next_day = [replace(visit, at=visit.at + DAY) for visit in at_once]
    month = lived(stamp_card([COFFEE], Limits(max_per_day=3)), *at_once, *next_day)
    assert month
    assert month.given == 6


def test_amounts_are_what_was_typed_and_the_average_where_nobody_did() -> None:
    cake = points_card([Reward("cake", "Cake", 100, 200)], points_per_unit=2)
    month = lived(cake, *every_day(1, 2, amount=5, spent=10_00), *every_day(2, 1))
    assert month
    assert month.given == 2 * 20 + 9
    assert month.cost.high == 2 * 49


def test_stamps_count_whether_an_amount_was_noted_beside_them_or_not() -> None:
    month = lived(stamp_card([COFFEE]), *every_day(1, 3, amount=2, spent=2_40))
    assert month
    assert month.given == 6


def test_bonuses_are_part_of_it_and_use_up_no_limit() -> None:
    twice = stamp_card([COFFEE], Limits(max_per_day=2), parts=(BonusTime(times=2),))
    month = lived(twice, *(PastVisit(1, MONDAY + n * HOUR, 1, None) for n in range(3)))
    assert month
    assert month.given == 4


def test_a_second_visit_that_a_cashier_meant_counts_again() -> None:
    for programme in (stamp_card([COFFEE]), points_card([Reward("cake", "Cake", 100, 200)])):
        month = lived(
            programme, *(PastVisit(1, MONDAY + n * timedelta(seconds=20), 1, None) for n in range(3))
        )
        assert month
        assert month.given == 3 * int(sums_of(programme, BASIS, minor_per_unit=100).earned_per_visit)


VISITS = st.lists(
    st.builds(
        PastVisit,
        st.integers(1, 4),
        st.integers(0, 30 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
        st.integers(1, 5),
        st.none() | st.integers(1, 50_00),
    ),
    min_size=1,
    max_size=40,
)


@given(VISITS, st.integers(0, 300), st.integers(1, 5), st.integers(1, 9))
def test_stricter_rules_never_give_more(
    visits: list[PastVisit], cooldown: int, most: int, per_day: int
) -> None:
    free = lived(stamp_card([COFFEE]), *visits)
    strict = lived(stamp_card([COFFEE], Limits(cooldown, most, per_day)), *visits)
    assert free
    assert strict
    assert 0 < strict.given <= free.given or per_day < most
