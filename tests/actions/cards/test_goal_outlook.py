"""What a goal's outlook names instead can still be had."""

from datetime import date, timedelta

from actions.cards.rhythm import goal_outlook
from loyalty.cards.counter_state import CounterState
from loyalty.cards.goals import Goal
from loyalty.cards.pace import DayVisited
from loyalty.cards.programme import ProgrammeVersion
from tests.actions.places import points

TODAY = date(2026, 3, 30)


def test_a_hopeless_goal_is_not_answered_with_a_reward_that_is_gone() -> None:
    weekly = [DayVisited(TODAY - timedelta(weeks=ago), 15) for ago in (3, 2, 1, 0)]
    card = CounterState(40, 1, ProgrammeVersion(1, points(), 1), gone=frozenset({"coffee"}))
    goal = Goal(200, 1, "cake", TODAY + timedelta(weeks=2))
    said = goal_outlook(goal, card, weekly, today=TODAY)
    assert said.hopeless
    assert isinstance(said.nearer, int)
