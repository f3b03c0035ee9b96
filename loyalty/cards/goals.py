"""What a customer saves for, and how far it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

from loyalty.amounts import MOST_POINTS
from loyalty.cards.counter_state import CounterState
from loyalty.cards.programme import Programme


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


def check_goal(goal: Goal, standing: CounterState, *, today: date) -> BadGoal | None:
    """Say what is wrong with a goal, or nothing."""
    programme = standing.version.programme
    most = programme.places or _most_saved(programme)
    if goal.target > most:
        return BadGoal("too_high", most)
    if goal.target <= standing.balance:
        return BadGoal("too_low", most)
    if goal.by is not None and goal.by <= today:
        return BadGoal("past_date", most)
    return None


def _most_saved(programme: Programme) -> int:
    """Return the highest goal where a balance grows on: a million, or ten of the dearest reward in smaller money."""
    return min(MOST_POINTS, max(1_000_000, 10 * programme.rewards[-1].at))


def room_to_save(standing: CounterState) -> float:
    """Count the numbers that can be saved for: those that are left on a card with places, else without end."""
    places = standing.version.programme.places
    return places - standing.balance if places else inf


def is_over(goal: Goal, standing: CounterState, held: Collection[str]) -> bool:
    """Say whether a goal was reached and its reward is used; `held` are the keys of the rewards that wait."""
    if distance(goal, standing) > 0:
        return False
    programme = standing.version.programme
    if goal.reward_key is None:
        waits = any(programme.reward(key) for key in held)
        return standing.round > goal.round and not waits
    # A balance that reaches for a reward is its promise; where rewards come by themselves it has been paid.
    return programme.starts_over and goal.reward_key not in held


def distance(goal: Goal, standing: CounterState) -> int:
    """Count the stamps or points to go; 0 once the goal was reached, also on a card filled since."""
    if standing.round > goal.round:
        return 0
    return max(0, goal.target - standing.balance)
