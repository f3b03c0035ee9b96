"""The coming fortnight's rewards: learned from those that are over, and never surer than they let one be."""

from fractions import Fraction
from random import Random

import pytest

from benchmarks.forecast import RHYTHMS, people
from benchmarks.redemptions import replay, shop
from loyalty.shop.basis import Basis
from loyalty.shop.money import HandedOut
from loyalty.shop.redemptions import (
    ComingRewards,
    SeenFortnight,
    SeenReward,
    as_a_year_ago,
    coming,
    each,
    in_all,
)
from loyalty.shop.sums import Range

QUIET = (SeenFortnight(),) * 5


def test_half_of_what_waits_is_used_and_as_many_new_ones_as_of_late() -> None:
    said = coming(20, [SeenFortnight(10, 5, 3), SeenFortnight(30, 15, 5)])
    assert said
    assert said.about == pytest.approx(20 / 2 + 4)
    assert said.low < said.about < said.high


def test_one_fortnight_is_too_little_to_say_anything() -> None:
    assert coming(9, [SeenFortnight(10, 5, 3)]) is None
    assert in_all([], 1) is None
    nothing = in_all([], 2)
    assert nothing
    assert (nothing.about, nothing.low) == (0, 0)


def test_that_none_came_says_that_few_will_and_not_that_none_can() -> None:
    said = coming(0, QUIET)
    assert said
    assert (said.about, said.low) == (0, 0)
    assert said.high >= 1


def test_fortnights_that_lie_far_apart_make_the_range_wider() -> None:
    even = coming(0, [SeenFortnight(0, 0, 10)] * 5)
    uneven = coming(0, [SeenFortnight(0, 0, used) for used in (0, 20, 0, 20, 10)])
    assert even
    assert uneven
    assert even.about == uneven.about == 10
    assert uneven.high - uneven.low > even.high - even.low


def test_a_very_large_shop_is_told_in_a_moment() -> None:
    said = coming(0, [SeenFortnight(0, 0, 50_000)] * 3)
    assert said
    assert said.low == pytest.approx(49_494, abs=5)


def test_like_a_year_ago_is_as_many_times_what_would_have_been_said() -> None:
    said, then = ComingRewards(14, 8, 21), ComingRewards(10, 5, 16)
    assert as_a_year_ago(said, then, 30) == 42
    assert as_a_year_ago(said, then, 4) is None
    assert as_a_year_ago(said, None, 30) is None


def test_each_reward_costs_what_it_did_and_the_most_wanted_comes_first() -> None:
    coffee = SeenReward("coffee", "Coffee", 0, (SeenFortnight(0, 0, 4),) * 5, HandedOut(20, 24_00, 0))
    cake = SeenReward("cake", "Cake", 10, (SeenFortnight(10, 5, 1),) * 5, HandedOut(40, 0, 40))
    first, second = each([coffee, cake], 5, Basis(10_00, 600))
    assert (first.text, first.about, first.cost) == ("Cake", 6, Range(Fraction(24_00), Fraction(60_00)))
    assert (second.text, second.about, second.cost) == ("Coffee", 4, Range(Fraction(4_80), Fraction(4_80)))
    assert each([cake], 5, None)[0].cost is None
    said = in_all([coffee, cake], 5)
    assert said
    assert said.about == 10


def _kind(key: str, waiting: int, seen: SeenFortnight) -> SeenReward:
    return SeenReward(key, key, waiting, (seen,) * 5, HandedOut(0, 0, 0))


def test_all_rewards_together_are_what_each_is_and_never_fewer_than_one_of_them() -> None:
    fetched_at_once = _kind("Coffee", 10, SeenFortnight(10, 10, 1))
    left_lying = _kind("Cake", 0, SeenFortnight(100, 0, 0))
    kinds = [fetched_at_once, left_lying]
    said = in_all(kinds, 5)
    assert said
    assert [one.about for one in each(kinds, 5, None)] == [11, 0]
    assert said.about == 11
    assert said.low < 11 < said.high


def test_of_a_reward_that_is_new_the_share_is_taken_that_is_fetched_of_all() -> None:
    known = _kind("Coffee", 0, SeenFortnight(10, 5, 0))
    new = _kind("Cake", 8, SeenFortnight())
    assert [(one.text, one.about) for one in each([known, new], 5, None)] == [("Cake", 4), ("Coffee", 0)]


@pytest.mark.parametrize("rhythm", ["regular (a gap strays by 15 %)", "irregular (by 80 %)"])
def test_in_made_up_shops_nine_ranges_in_ten_hold_and_the_error_is_less_than_by_last_month(
    rhythm: str,
) -> None:
    made_up = shop(people(RHYTHMS[rhythm], 100, Random(rhythm)), Random(rhythm))  # noqa: S311
    tally = replay(made_up)
    assert tally.held >= 0.9 * len(tally.came) > 50
    assert sum(map(abs, tally.errors)) < sum(map(abs, tally.by_last_month))
