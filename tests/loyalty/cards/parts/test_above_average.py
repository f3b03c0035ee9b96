"""More than usual is thanked for: by the customer's own usual, from the amount that they were told."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.part import VisitFacts
from loyalty.cards.parts.above_average import ENOUGH, AboveAverage, usual_of
from loyalty.cards.programme import Reward
from loyalty.cards.programme_check import check
from tests.programmes import points_card, stamp_card

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FIFTH = AboveAverage(percent=20, plus=5)
REWARDS = (Reward("coffee", "Free coffee", 10),)


def _bonus(spent: int | None, usual: int | None, *, already: int = 0) -> int:
    return FIFTH.bonus(VisitFacts(NOW, 1, spent, already, usual))


def test_it_begins_at_the_amount_that_is_told_and_comes_once_a_visit() -> None:
    least = FIFTH.least_minor(700)
    assert least == 840
    assert [_bonus(spent, 700) for spent in (839, 840, 9_000)] == [0, 5, 5]
    assert _bonus(840, 700, already=1) == 0


def test_nothing_is_usual_before_there_are_amounts() -> None:
    assert (_bonus(9_000, None), _bonus(None, 700)) == (0, 0)
    few = [500] * (ENOUGH - 1)
    assert (usual_of(few, None), usual_of(few, 900), usual_of([*few, 800], 900)) == (None, 900, 600)


@pytest.mark.parametrize(
    ("usual", "told"), [(698, 840), (1, 2), (75, 90), (833, 1_000), (12_345, 15_000), (123_456, 150_000)]
)
def test_the_amount_is_one_that_can_be_remembered(usual: int, told: int) -> None:
    assert FIFTH.least_minor(usual) == told


@given(st.integers(1, 10**9), st.integers(1, 400))
def test_it_is_never_below_what_the_rule_says_nor_much_above(usual: int, percent: int) -> None:
    least = AboveAverage(percent).least_minor(usual)
    assert least is not None
    exact = usual * (100 + percent) / 100
    assert exact <= least <= exact * 1.06 + 1


def test_a_card_whose_till_hears_no_amounts_cant_have_it() -> None:
    assert check(points_card(REWARDS, parts=(FIFTH,)), "EUR") is None
    for programme, why in (
        (stamp_card(REWARDS, parts=(FIFTH,)), "amounts"),
        (points_card(REWARDS, parts=(AboveAverage(0),)), "percent"),
        (points_card(REWARDS, parts=(AboveAverage(401),)), "percent"),
        (points_card(REWARDS, parts=(AboveAverage(20, 0),)), "plus"),
    ):
        bad = check(programme, "EUR")
        assert bad is not None
        assert bad.part is not None
        assert bad.part.why == why
