"""What is given beside visits, worked by hand for Café Sol: a stamp is a tenth of a coffee that costs €0.80, so €0.08."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.cause import GoodCauses, Supported
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.programme import Programme, Reward
from loyalty.shop.basis import Basis
from loyalty.shop.gifts import CampaignGift, MonthGift, gifts_of, take_all, together
from loyalty.shop.sums import FreeWithoutVisit, GiftsTakeAll, Range, risks_of, sums_of
from tests.programmes import stamp_card

COFFEE = Reward("coffee", "A coffee", 10, 80)
SOL = Basis(450, 650)  # a visit leaves 65 % of €4.50: €2.925
CAKE = CampaignGift("birthday", "", "Cake", 150, 0, 2)
CUP = Task("Own cup", "Come with a cup of your own.", gives=2, a_month=20)


def card(*parts: Part) -> Programme:
    return stamp_card([COFFEE], parts=parts)


def gifts(
    programme: Programme, *campaigns: CampaignGift, newcomers: int | None = None, basis: Basis = SOL
) -> tuple[MonthGift, ...]:
    return gifts_of(programme, sums_of(programme, basis, minor_per_unit=100), campaigns, newcomers=newcomers)


def costs(*found: MonthGift) -> list[Range | None]:
    return [one.cost for one in found]


def exactly(amount: int | Fraction) -> Range:
    return Range(Fraction(amount), Fraction(amount))


def test_surprises_cost_their_whole_budget_at_most() -> None:
    """Forty stamps at €0.08 are €3.20."""
    assert costs(*gifts(card(Surprise(a_month=40)))) == [exactly(3_20)]


def test_a_task_costs_as_much_as_a_month_of_it_holds() -> None:
    """Two stamps of €0.08, twenty times, are €3.20, however often one customer may do it."""
    assert costs(*gifts(card(replace(CUP, each=100)))) == [exactly(3_20)]


def test_a_challenge_costs_as_much_as_the_visits_of_a_month_can_win() -> None:
    """Three customers came on twenty days each: 60 visits win twenty times two stamps of €0.08, €3.20."""
    rules = card(Challenge("visits", 3, 14, 2), Challenge("weeks", 4, 42, 4), Challenge("weekdays", 2, 30, 1))
    sums, often = sums_of(rules, SOL, minor_per_unit=100), (Fraction(20),) * 3
    won = gifts_of(rules, sums, visits=often)
    assert [one.times for one in won] == [20, 4, 9]
    assert costs(*won) == [exactly(3_20), exactly(1_28), exactly(72)]
    assert {one.cost for one in gifts_of(rules, sums)} == {None}


def test_a_good_cause_costs_its_sum_for_each_visit_of_a_month_and_leaves_less_of_each() -> None:
    """Sixty visits at €0.10 are €6.00; a visit leaves €2.925 − €0.10 = €2.825, so a coffee of €0.80 takes 0.283 of one."""
    bank = GoodCauses((Supported("Food bank"),), a_visit_minor=10)
    sums = sums_of(card(bank), SOL, minor_per_unit=100)
    [cause] = gifts_of(card(bank), sums, visits=(Fraction(20),) * 3)
    assert (cause.each, cause.cost, cause.about) == (exactly(10), exactly(6_00), True)
    assert sums.payouts[0].extra_visits == exactly(Fraction(80_0, 2825))
    [unknown] = gifts_of(card(bank), sums)
    assert unknown.cost is None


def test_a_share_of_all_that_is_left_lets_no_reward_pay() -> None:
    dear = card(GoodCauses((Supported("Food bank"),), a_visit_minor=300))
    [payout] = sums_of(dear, SOL, minor_per_unit=100).payouts
    assert (payout.loses, payout.extra_visits) == ("surely", None)


def test_a_stamp_costs_what_it_is_worth_to_a_good_cause_where_that_is_more() -> None:
    """A stamp is €0.08 of a coffee; two for €0.30 are €0.15 each, two for €0.10 are less than the coffee."""
    own = GoodCauses((Supported("Food bank"),), a_visit_minor=1, units=2, worth_minor=30)
    assert sums_of(card(own), SOL, minor_per_unit=100).cost_per_unit == exactly(15)
    cheap = replace(own, worth_minor=10)
    assert sums_of(card(cheap), SOL, minor_per_unit=100).cost_per_unit == exactly(8)


def test_a_friend_costs_both_gifts_for_each_who_joins() -> None:
    """Two stamps for the friend and two for who brings them are 4 × €0.08 = €0.32; three newcomers are €0.96."""
    [friends] = gifts(card(Referral(for_friend=2, for_inviter=2)), newcomers=3)
    assert friends.each == exactly(32)
    assert friends.cost == exactly(96)


def test_while_nobody_knows_how_many_join_a_friend_has_a_price_and_no_sum() -> None:
    [friends] = gifts(card(Referral(for_friend=2, for_inviter=2)))
    assert friends.each == exactly(32)
    assert friends.cost is None
    assert together([friends]) == exactly(0)


def test_a_campaign_costs_its_thing_and_its_stamps() -> None:
    """Two birthdays: a cake of €1.50 and three stamps of €0.08 are €1.74, twice that are €3.48."""
    [birthday] = gifts(card(), replace(CAKE, units=3))
    assert birthday.about
    assert birthday.cost == exactly(3_48)


def test_a_gift_whose_cost_was_never_typed_is_a_range_and_never_nothing() -> None:
    """The goods of a sale of €4.50 cost €1.575; sold they are €4.50."""
    [birthday] = gifts(card(), replace(CAKE, cost_minor=None))
    assert birthday.each == Range(Fraction(1_575, 10), Fraction(4_50))


def test_a_month_of_gifts_is_the_sum_of_its_lines() -> None:
    """€3.20 of surprises, €0.96 for friends and €3.00 for two cakes are €7.16."""
    found = gifts(card(Surprise(), Referral(2, 2)), CAKE, newcomers=3)
    assert together(found) == exactly(7_16)


@pytest.mark.parametrize(("visits", "too_much"), [(12, True), (13, False)])
def test_gifts_that_take_what_the_visits_leave_are_named(visits: int, *, too_much: bool) -> None:
    """Four hundred stamps of surprises are €32.00; a visit leaves €2.925 and gives four stamps at most, €0.32: €2.605.

    Twelve visits leave €31.26 after their stamps, thirteen €33.865.
    """
    programme = card(Surprise(a_month=400), BonusTime(times=4))
    found = take_all(programme, sums_of(programme, SOL, minor_per_unit=100), gifts(programme), visits=visits)
    assert bool(found) == too_much
    if found:
        assert found == GiftsTakeAll(12, exactly(32_00), exactly(12 * 32), Fraction(12 * 2925, 10))


def test_what_loses_money_without_gifts_is_not_said_of_gifts() -> None:
    dear = stamp_card([replace(COFFEE, cost_minor=40_00)], parts=(Surprise(),))
    assert take_all(dear, sums_of(dear, SOL, minor_per_unit=100), gifts(dear), visits=60) is None


@pytest.mark.parametrize(
    ("part", "free"),
    [
        (Surprise(a_month=40, a_day=10, at_once=9), False),
        (Surprise(a_month=40, a_day=10, at_once=10), True),
        (replace(CUP, gives=9), False),
        (replace(CUP, gives=10), True),
        (Referral(for_friend=1, for_inviter=9), False),
        (Referral(for_friend=1, for_inviter=10), True),
    ],
)
def test_a_gift_that_is_a_reward_by_itself_is_named(part: Part, *, free: bool) -> None:
    found = risks_of(card(part), SOL, minor_per_unit=100)
    assert found == ((FreeWithoutVisit(COFFEE, part.name, exactly(80)),) if free else ())


@given(st.integers(1, 1000), st.integers(1, 100_00), st.integers(0, 1000), st.integers(1, 500))
def test_gifts_are_never_taken_for_nothing(month: int, sale: int, margin: int, times: int) -> None:
    unpriced = stamp_card([replace(COFFEE, cost_minor=None)], parts=(Surprise(month, 1, 1),))
    thing = CampaignGift("birthday", "", "Cake", None, 0, times)
    for gift in gifts(unpriced, thing, basis=Basis(sale, margin)):
        assert gift.cost
        assert 0 < gift.cost.low <= gift.cost.high
