"""Changing rules one at a time, and the rules that new shops begin with."""

from dataclasses import replace
from datetime import time

import pytest

from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Programme, ProgrammeKind, Reward
from loyalty.cards.programme_check import check
from loyalty.shop.changes import (
    OPTIONAL,
    Difference,
    differences,
    figures,
    for_the_worse,
    with_figure,
    with_reward,
    without_reward,
)
from loyalty.shop.presets import PRESETS
from tests.programmes import points_card, stamp_card

COFFEE, CAKE = Reward("coffee", "Free coffee", 10), Reward("cake", "Cake", 5)
STAMPS = stamp_card((COFFEE,))
POINTS = points_card((COFFEE,))


@pytest.mark.parametrize("programme", [STAMPS, POINTS])
def test_every_figure_can_be_changed_and_the_change_is_seen(programme: Programme) -> None:
    for name, old in figures(programme).items():
        new = with_figure(programme, name, 7)
        assert figures(new)[name] == 7
        assert differences(programme, new) == (Difference(name, old, 7),)
        assert check(new, "EUR") is None


@pytest.mark.parametrize("name", OPTIONAL)
def test_nought_takes_an_optional_limit_away(name: str) -> None:
    assert with_figure(with_figure(STAMPS, name, 7), name, 0) == STAMPS


def test_a_stamp_card_has_no_points_to_set() -> None:
    with pytest.raises(LookupError):
        with_figure(STAMPS, "points_per_unit", 2)


def test_rewards_stand_in_the_order_in_which_they_are_reached() -> None:
    both = with_reward(STAMPS, CAKE)
    assert both.rewards == (CAKE, COFFEE)
    later = Reward("cake", "Big cake", 12)
    moved = with_reward(both, later)
    assert moved.rewards == (COFFEE, later)
    assert differences(both, moved) == (Difference("reward", CAKE, later),)
    assert without_reward(moved, "cake") == STAMPS
    assert differences(moved, STAMPS) == (Difference("reward", later, None),)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_a_programme_that_can_be(name: str) -> None:
    preset = PRESETS[name]
    usual = preset.programme("A reward", preset.at)
    assert check(usual, "EUR") is None
    assert usual.needs_amount is (preset.kind is ProgrammeKind.POINTS)
    assert check(preset.programme("A reward", 1), "EUR") is None


_CAKE, _NOON = BonusItem("Cake", 2), BonusTime(start=time(12), end=time(14), times=2)
_SILVER, _GOLD = Level("Silver", 3, plus=1), Level("Gold", 9, percent=50)
_LEVELS = Levels((_SILVER, _GOLD))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (_CAKE, BonusItem("Cake", 1)),
        (_NOON, replace(_NOON, times=1)),
        (AboveAverage(20, 5), AboveAverage(30, 5)),
        (_LEVELS, replace(_LEVELS, grace=10)),
        (_LEVELS, replace(_LEVELS, levels=(_SILVER, replace(_GOLD, visits=10)))),
    ],
)
def test_a_bonus_that_gives_less_is_for_the_worse_and_the_same_change_the_other_way_is_not(
    was: Part, becomes: Part
) -> None:
    begun, today = (replace(POINTS, parts=(part,)) for part in (was, becomes))
    assert for_the_worse(begun, today) == (Difference("part", was, None),)
    assert for_the_worse(today, begun) == ()


def test_a_challenge_that_goes_takes_nothing_from_a_card() -> None:
    begun = stamp_card([Reward("r1", "Coffee", 10)], parts=(Challenge("visits", 3, 14, 2),))
    assert for_the_worse(begun, replace(begun, parts=())) == ()
    assert for_the_worse(begun, replace(begun, parts=(Challenge("visits", 9, 14, 1),))) == ()


def test_a_shop_may_give_more_points_than_its_preset() -> None:
    programme = PRESETS["bakery"].programme("A loaf", 50, points_per_unit=10)
    assert (programme.rate, programme.rewards[0].at) == (10, 50)
    assert PRESETS["cafe"].kind is ProgrammeKind.STAMPS
