"""What a customer is worth: by hand, with its bounds, and the worse the longer where somebody costs more than they leave."""

from fractions import Fraction

import pytest

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.customer_value import CustomerGroup, WonBack, each, value_of, years
from loyalty.shop.money import Stayed
from loyalty.shop.sums import Range

HALF_STAY = Stayed(365, 100, 50)
FRIENDS = CustomerGroup(Phase.REGULAR, Quadrant.FRIEND, 10, 10, 500_00)


def test_half_leaving_a_year_stay_two_years_and_nobody_longer_than_ten() -> None:
    stay = years(HALF_STAY)
    assert stay.about == pytest.approx(2)
    assert stay.low < 2 < stay.high
    assert years(Stayed(365, 3, 3)).about == 10


def test_a_customer_is_worth_a_year_times_the_years_that_such_customers_stay() -> None:
    value = value_of([FRIENDS], {Phase.REGULAR: HALF_STAY})
    assert value
    assert (value.customers, value.a_year, value.about) == (10, Fraction(50_00), Fraction(100_00))
    assert value.low < value.about < value.high


def test_who_brought_a_friend_stays_like_a_regular_and_groups_are_weighed_by_their_customers() -> None:
    firsts = CustomerGroup(Phase.FIRST, Quadrant.FRIEND, 30, 30, 60_00)
    brought = CustomerGroup(Phase.AMBASSADOR, Quadrant.FRIEND, 10, 10, 500_00)
    stayed = {Phase.REGULAR: HALF_STAY, Phase.FIRST: Stayed(365, 100, 0)}
    value = value_of([firsts, brought], stayed)
    assert value
    assert value.about == (60_00 * 1 + 500_00 * 2) / Fraction(40)


def test_who_costs_more_than_they_leave_costs_the_more_the_longer_they_stay() -> None:
    value = value_of([CustomerGroup(Phase.REGULAR, None, 1, 1, -10_00)], {Phase.REGULAR: HALF_STAY})
    assert value
    assert value.low < value.about == -20_00 < value.high < 0


def test_of_whom_nothing_is_known_nothing_is_said() -> None:
    assert value_of([FRIENDS], {}) is None
    assert value_of([], {Phase.REGULAR: HALF_STAY}) is None
    assert value_of([CustomerGroup(Phase.FIRST, None, 4, 0, 0)], {Phase.FIRST: HALF_STAY}) is None


def test_only_who_would_not_have_come_alone_was_won_back() -> None:
    assert WonBack(100, 20, 50, 5).by_it == pytest.approx(10)
    assert WonBack(100, 20, 0, 0).by_it is None
    assert WonBack(100, 10, 50, 5).by_it is None
    assert each(Range(Fraction(20_00), Fraction(30_00)), 10) == Range(Fraction(2_00), Fraction(3_00))
    assert each(Range(Fraction(20_00), Fraction(30_00)), 0) is None
