"""The sums of a programme: exact, never zero where a cost is missing, and worked by hand for one café."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.referral import Referral
from loyalty.cards.programme import Programme, Reward
from loyalty.shop.basis import Basis
from loyalty.shop.sums import (
    FreeAtFirstVisit,
    LosesMoney,
    Range,
    cost_of,
    one_in,
    risks_of,
    rounded,
    sums_of,
    times_more,
)
from tests.programmes import points_card, stamp_card

COFFEE = Reward("coffee", "A coffee", 10, 80)
CAFE = Basis(450, 650)
MONEY = st.integers(1, 100_000_00)
BASES = st.builds(Basis, MONEY, st.integers(0, 1000))
COSTS = st.none() | st.integers(0, 100_000_00)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    places = sorted(draw(st.sets(st.integers(1, 30), min_size=1, max_size=4)))
    rewards = tuple(Reward(f"r{at}", f"Reward {at}", at, draw(COSTS)) for at in places)
    if draw(st.booleans()):
        return stamp_card(rewards, head_start=draw(st.integers(0, places[-1] - 1)))
    rate = draw(st.fractions(Fraction(1, 100), 100, max_denominator=100))
    return points_card(rewards, points_per_unit=rate)


def exactly(amount: int) -> Range:
    return Range(Fraction(amount), Fraction(amount))


@pytest.mark.slow
def test_a_cafe_worked_by_hand() -> None:
    """Ten coffees at €4.50 are €45.00; 65 % of that are €29.25; a free one costs €0.80, 1.78 % of what was spent.

    A visit leaves €2.925, so that 0.80 / 2.925 = 0.27 more visits pay for one: one customer in three is enough.
    """
    sums = sums_of(stamp_card([COFFEE]), CAFE, minor_per_unit=100)
    [card] = sums.payouts
    assert card.visits == 10
    assert card.spent_minor == 45_00
    assert card.margin_minor == 29_25
    assert card.cost == exactly(80)
    assert card.discount.high == Fraction(80, 45_00)
    assert card.extra_visits
    assert card.extra_visits.high == Fraction(80_0, 2925)
    assert one_in(card.extra_visits.high) == 3
    assert sums.cost_per_unit == exactly(8)


def test_points_are_worth_what_the_dearest_reward_of_the_menu_costs() -> None:
    menu = (Reward("cake", "Cake", 50, 100), Reward("bread", "Bread", 100, 300))
    sums = sums_of(points_card(menu), Basis(10_00, 500), minor_per_unit=100)
    assert sums.earned_per_visit == 10
    assert [int(one.visits) for one in sums.payouts] == [5, 10]
    assert [int(one.spent_minor) for one in sums.payouts] == [50_00, 100_00]
    assert sums.discount == Range(Fraction(2, 100), Fraction(3, 100))
    assert sums.cost_per_unit == exactly(3)


@pytest.mark.slow
@given(programmes(), BASES)
def test_a_cost_that_is_missing_is_a_range_and_never_nothing(programme: Programme, basis: Basis) -> None:
    for payout in sums_of(programme, basis, minor_per_unit=100).payouts:
        assert 0 <= payout.cost.low <= payout.cost.high
        if any(reward.cost_minor is None for reward in payout.rewards):
            assert payout.cost.low > 0
    for reward in programme.rewards:
        assert (cost_of(reward, programme, basis).low > 0) or reward.cost_minor == 0


@given(programmes(), BASES)
def test_whoever_brings_the_extra_visits_that_are_asked_for_pays_for_the_reward(
    programme: Programme, basis: Basis
) -> None:
    for payout in sums_of(programme, basis, minor_per_unit=100).payouts:
        extra = payout.extra_visits
        if extra is None:
            assert basis.margin_minor == 0
            continue
        assert extra.high * basis.margin_minor == payout.cost.high
        if n := one_in(extra.high):
            assert basis.margin_minor / n >= payout.cost.high
            assert basis.margin_minor / (n + 1) < payout.cost.high
        elif extra.high:
            assert times_more(extra.high) * basis.margin_minor >= payout.cost.high


@given(programmes(), BASES)
def test_what_takes_all_that_its_visits_leave_is_never_let_through(
    programme: Programme, basis: Basis
) -> None:
    risks = risks_of(programme, basis, minor_per_unit=100)
    for payout in sums_of(programme, basis, minor_per_unit=100).payouts:
        left = payout.margin_minor - payout.cost.high
        named = [risk for risk in risks if isinstance(risk, LosesMoney) and risk.payout == payout]
        assert bool(named) == (left <= 0 and payout.cost.high > 0)
        assert all(risk.surely == (payout.margin_minor <= payout.cost.low) for risk in named)


@given(programmes(), BASES, st.integers(1, 1000))
def test_the_sums_are_the_same_in_any_money(programme: Programme, basis: Basis, times: int) -> None:
    rewards = tuple(
        Reward(one.key, one.text, one.at, None if one.cost_minor is None else one.cost_minor * times)
        for one in programme.rewards
    )
    dearer = Programme(
        programme.unit, programme.earn, programme.pays, rewards, programme.limits, programme.head_start
    )
    one = sums_of(programme, basis, minor_per_unit=100)
    other = sums_of(
        dearer,
        Basis(basis.average_sale_minor * times, basis.margin_permille),
        minor_per_unit=100 * times,
    )
    if basis.average_sale_minor - basis.margin_minor >= 1:  # less still counts as one of the smallest coins
        assert [each.discount for each in one.payouts] == [each.discount for each in other.payouts]


@pytest.mark.parametrize(
    ("programme", "free"),
    [
        (stamp_card([COFFEE]), False),
        (stamp_card([COFFEE], head_start=8), False),
        (stamp_card([COFFEE], head_start=9), True),
        (stamp_card([Reward("tea", "Tea", 1, 30), COFFEE]), True),
        (stamp_card([Reward("tea", "Tea", 2, 30), COFFEE], head_start=1), True),
        (points_card([Reward("cake", "Cake", 4, 30)]), True),
        (points_card([Reward("cake", "Cake", 5, 30)]), False),
        (points_card([Reward("cake", "Cake", 5, 30)], head_start=1), True),
    ],
)
def test_a_reward_that_one_visit_brings_is_named(programme: Programme, *, free: bool) -> None:
    risks = risks_of(programme, CAFE, minor_per_unit=100)
    assert any(isinstance(risk, FreeAtFirstVisit) for risk in risks) == free


def test_a_free_first_visit_is_named_where_nothing_is_known_of_sales() -> None:
    first = Reward("tea", "Tea", 1, 30)
    assert risks_of(stamp_card([first]), None, minor_per_unit=100) == (FreeAtFirstVisit(first, None),)
    assert not risks_of(stamp_card([COFFEE]), None, minor_per_unit=100)


@pytest.mark.parametrize(
    ("parts", "add", "free"),
    [
        ((BonusTime(times=10),), False, True),
        ((BonusTime(times=9),), False, False),
        ((Referral(for_friend=9),), False, True),
        ((BonusItem("Cake", 9),), False, True),
        ((BonusItem("Cake", 4), BonusItem("Cup", 5)), False, True),  # each is tapped, whatever else counts
        ((BonusTime(plus=4), BonusTime(plus=5)), False, False),  # the best one alone
        ((BonusTime(plus=4), BonusTime(plus=5)), True, True),
    ],
)
def test_a_reward_that_one_visit_brings_by_bonuses_is_named(
    parts: tuple[Part, ...], *, add: bool, free: bool
) -> None:
    card = stamp_card([COFFEE], parts=parts, bonuses_add=add)
    named = FreeAtFirstVisit(COFFEE, exactly(80), with_bonuses=True)
    assert risks_of(card, CAFE, minor_per_unit=100) == ((named,) if free else ())


def test_what_loses_money_only_where_visits_bring_bonuses_is_named_so() -> None:
    """A dinner of €10.00 is paid by the €29.25 of ten visits, but not by the €5.85 of the two that bring five stamps."""
    dinner = Reward("dinner", "A dinner", 10, 10_00)
    [risk] = risks_of(stamp_card([dinner], parts=(BonusTime(times=5),)), CAFE, minor_per_unit=100)
    assert isinstance(risk, LosesMoney)
    assert (risk.surely, risk.with_bonuses, risk.payout.margin_minor) == (False, True, Fraction(5_85))
    menu = [Reward("cake", "Cake", 100, 10_00)]
    for part, asked in ((AboveAverage(20, 30), True), (AboveAverage(20, 1), False), (Referral(80), False)):
        found = risks_of(points_card(menu, parts=(part,)), CAFE, minor_per_unit=100)
        assert any(isinstance(risk, LosesMoney) for risk in found) == asked


def test_what_comes_back_and_when_it_pays_are_reckoned_without_bonuses() -> None:
    plain, twice = (
        sums_of(stamp_card([COFFEE], parts=parts), CAFE, minor_per_unit=100)
        for parts in ((), (BonusTime(times=2),))
    )
    assert twice.payouts == plain.payouts
    assert (plain.bonuses, twice.bonuses) == (False, True)


def test_halves_are_rounded_up() -> None:
    assert [rounded(Fraction(n, 2)) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]
