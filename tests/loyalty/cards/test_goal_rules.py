"""What a customer saves for, and how far it is."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty.cards.counter_state import CounterState
from loyalty.cards.goals import BadGoal, Goal, check_goal, distance, is_over
from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.cards.visits import earn
from tests.programmes import points_card, stamp_card

TODAY = date(2026, 3, 12)
COFFEE = Reward("coffee", "Free coffee", 10)
STAMPS = ProgrammeVersion(1, stamp_card((COFFEE,)), 1)
POINTS = ProgrammeVersion(2, points_card((COFFEE,)), 1)


@pytest.mark.parametrize(
    ("goal", "version", "wrong"),
    [
        (Goal(10, 1), STAMPS, None),
        (Goal(5, 1), STAMPS, None),
        (Goal(11, 1), STAMPS, BadGoal("too_high", 10)),
        (Goal(4, 1), STAMPS, BadGoal("too_low", 10)),
        (Goal(0, 1), STAMPS, BadGoal("too_low", 10)),
        (Goal(-5, 1), POINTS, BadGoal("too_low", 1_000_000)),
        (Goal(1_000_000, 1), POINTS, None),
        (Goal(1_000_001, 1), POINTS, BadGoal("too_high", 1_000_000)),
        (Goal(10, 1, by=date(2026, 3, 13)), STAMPS, None),
        (Goal(10, 1, by=TODAY), STAMPS, BadGoal("past_date", 10)),
        (Goal(10, 1, by=date(2020, 2, 29)), STAMPS, BadGoal("past_date", 10)),
    ],
)
def test_a_goal_is_ahead_and_within_reach(
    goal: Goal, version: ProgrammeVersion, wrong: BadGoal | None
) -> None:
    assert check_goal(goal, CounterState(4, 1, version), today=TODAY) == wrong


@pytest.mark.parametrize(
    ("balance", "number", "to_go"), [(4, 1, 6), (9, 1, 1), (10, 1, 0), (0, 2, 0), (3, 2, 0), (0, 1, 10)]
)
def test_a_goal_reached_stays_reached_on_the_next_card(balance: int, number: int, to_go: int) -> None:
    assert distance(Goal(10, 1), CounterState(balance, number, STAMPS)) == to_go


def test_a_goal_is_over_with_its_last_stamp_and_not_with_the_one_before() -> None:
    goal = Goal(10, 1, reward_key="coffee")
    assert not is_over(goal, CounterState(9, 1, STAMPS), ())
    assert is_over(goal, CounterState(0, 2, STAMPS), ())


def test_every_stamp_brings_the_goal_nearer() -> None:
    card, goal, seen = CounterState(0, 1, STAMPS), Goal(10, 1), []
    for _ in range(13):
        card = earn(card, 1, "visit", current=STAMPS).standing
        seen.append(distance(goal, card))
    assert seen == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0]


def test_a_goal_reaches_as_far_as_the_prices_of_the_shops_money() -> None:
    lunch = points_card((replace(COFFEE, at=2_000_000),))
    assert (
        check_goal(Goal(2_000_000, 1), CounterState(4, 1, ProgrammeVersion(1, lunch, 1)), today=TODAY) is None
    )
