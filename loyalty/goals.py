"""What a customer saves for, and how far it is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from loyalty.programme import StampProgramme
from loyalty.visits import Standing


@dataclass(frozen=True, slots=True)
class Goal:
    """A balance to reach, on card number `round` of the customer's row of cards; the date is the customer's own."""

    target: int
    round: int
    reward_key: str | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class BadGoal:
    """Why a number can't be a goal; `most` is the highest that can."""

    why: Literal["too_low", "too_high", "past_date"]
    most: int = 0


def check_goal(goal: Goal, standing: Standing, *, today: date) -> BadGoal | None:
    """Say what is wrong with a goal, or nothing."""
    programme = standing.terms.programme
    most = programme.size if isinstance(programme, StampProgramme) else 1_000_000
    if goal.target > most:
        return BadGoal("too_high", most)
    if goal.target <= standing.balance:
        return BadGoal("too_low", most)
    if goal.by is not None and goal.by <= today:
        return BadGoal("past_date", most)
    return None


def distance(goal: Goal, standing: Standing) -> int:
    """Count the stamps or points to go; 0 once the goal was reached, also on a card filled since."""
    if standing.round > goal.round:
        return 0
    return max(0, goal.target - standing.balance)
