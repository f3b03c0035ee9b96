"""What comes off a bill: exact to the last coin, never more than the bill, never more than was said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.programme import Reward
from loyalty.cards.programme_check import check
from loyalty.cards.worth import (
    ITEM,
    AmountOff,
    Counted,
    Experience,
    PercentOff,
    Worth,
    cost_ahead,
    deducted,
    needs_bill,
)
from loyalty.shop.basis import Basis
from loyalty.shop.sums import Range, cost_of, sums_of
from loyalty.units import Unit
from tests.programmes import points_card, stamp_card


@pytest.mark.parametrize(
    ("worth", "bill", "off"),
    [
        (PercentOff(20), 1600, 320),
        (PercentOff(20, 300), 1600, 300),
        (PercentOff(100), 1599, 1599),
        (PercentOff(15), 1010, 152),  # 151.5
        (PercentOff(1), 49, 0),
        (AmountOff(300), 1600, 300),
        (AmountOff(300), 250, 250),
        (AmountOff(300), 0, 0),
    ],
)
def test_what_comes_off_is_exact(worth: Worth, bill: int, off: int) -> None:
    assert deducted(worth, bill) == off


@given(
    st.integers(1, 100),
    st.one_of(st.none(), st.integers(1, 10**7)),
    st.integers(0, 10**7),
    st.integers(1, 10**7),
)
def test_nobody_is_paid_for_coming(percent: int, most: int | None, bill: int, amount: int) -> None:
    for worth in (PercentOff(percent, most), AmountOff(amount)):
        off = deducted(worth, bill)
        assert off is not None
        assert 0 <= off <= bill
        assert most is None or worth == AmountOff(amount) or off <= most


def test_things_and_experiences_take_nothing_off_a_bill() -> None:
    assert [deducted(worth, 1600) for worth in (ITEM, Experience())] == [None, None]
    assert [needs_bill(worth) for worth in (ITEM, Experience(), AmountOff(1), PercentOff(1))] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("worth", "figure", "most"),
    [
        (PercentOff(101), "percent_off", 100),
        (PercentOff(0), "percent_off", 100),
        (PercentOff(20, 0), "amount_off", 10_000_000),
        (AmountOff(0), "amount_off", 10_000_000),
        (AmountOff(10_000_001), "amount_off", 10_000_000),
        (Counted(0, Unit.STAMPS), "counted", 1_000_000),
    ],
)
def test_a_figure_that_can_not_be_is_named_with_how_far_it_may_go(
    worth: Worth, figure: str, most: int
) -> None:
    bad = check(stamp_card((Reward("r1", "Treat", 5, worth=worth),)), "EUR")
    assert bad
    assert bad.worth
    assert (bad.worth.why, bad.worth.most) == (figure, most)


def test_what_is_known_ahead_of_a_cost_is_what_surely_comes_off() -> None:
    assert cost_ahead(AmountOff(300), None) == 300
    assert cost_ahead(PercentOff(20, 500), None) is None
    assert cost_ahead(ITEM, 90) == 90


def test_the_sums_reckon_with_the_average_sale_up_to_the_most() -> None:
    basis = Basis(1000, 600, "typed", "typed")
    costs = [
        cost_of(Reward("r1", "Treat", 5, worth=worth), stamp_card((Reward("r1", "Treat", 5),)), basis)
        for worth in (PercentOff(20), PercentOff(20, 500), PercentOff(50, 300), AmountOff(300))
    ]
    assert [(int(cost.low), int(cost.high)) for cost in costs] == [
        (200, 200),
        (200, 500),
        (300, 300),
        (300, 300),
    ]


def test_points_that_a_reward_gives_cost_what_a_point_costs_by_the_shops_own_menu() -> None:
    """A coffee of €2.00 for 40 points: a point is €0.05, and 50 of them €2.50."""
    menu = points_card((Reward("coffee", "Coffee", 40, 200), Reward("tea", "Tea", 40, 100)))
    card = stamp_card((Reward("treat", "Points", 10, worth=Counted(50, Unit.POINTS)),))
    cost = cost_of(card.rewards[0], card, Basis(1000, 600, programmes=(card, menu)))
    assert cost == Range(Fraction(250), Fraction(250))


def test_a_card_that_gives_back_of_its_own_costs_as_much_as_the_visits_that_it_saves() -> None:
    """Two of ten stamps come back: eight visits a coffee of €0.80, so a stamp is €0.10, and a full card €1.00."""
    card = stamp_card(
        (Reward("some", "Two", 5, worth=Counted(2, Unit.STAMPS)), Reward("coffee", "Coffee", 10, 80))
    )
    sums = sums_of(card, Basis(450, 650), minor_per_unit=100)
    assert sums.cost_per_unit.high == 10
    assert sums.payouts[0].cost.high == 100


def test_what_points_cost_is_a_range_and_never_nothing_where_no_cost_is_known() -> None:
    card = stamp_card((Reward("treat", "Points", 10, worth=Counted(50, Unit.POINTS)),))
    known = (
        points_card((Reward("coffee", "Coffee", 40),)),
        points_card((Reward("p", "P", 9, worth=Counted(1, Unit.POINTS)),)),
    )
    for menu in known:
        cost = cost_of(card.rewards[0], card, Basis(1000, 600, programmes=(card, menu)))
        assert 0 < cost.low < cost.high


def test_a_stamp_card_may_not_give_back_all_of_its_stamps() -> None:
    two = (
        Reward("a", "A", 1, worth=Counted(2, Unit.STAMPS)),
        Reward("b", "B", 4, worth=Counted(2, Unit.STAMPS)),
    )
    bad = check(stamp_card(two), "EUR")
    assert bad
    assert bad.why == "reward_gives_more"
    assert check(stamp_card((two[0], Reward("b", "B", 4))), "EUR") is None
