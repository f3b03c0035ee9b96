"""Saving for something: a goal on a card, set, dated and dropped by the customer alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from actions.cards.card_state import CardState
from actions.cards.own_cards import NoCard, own_card
from actions.cards.rhythm import counted_on, goal_outlook
from loyalty.cards.goals import BadGoal, Goal, check_goal
from loyalty.cards.pace import Outlook
from loyalty.dates import day_of
from storage.cards import goals
from storage.engine.statements import Tx


@dataclass(frozen=True, slots=True)
class NoGoal:
    """There is no such reward, or no goal to give a date to."""

    state: CardState


def outlook_of(tx: Tx, state: CardState, *, now: datetime) -> Outlook | None:
    """Say when a customer's goal will be reached at their own pace; None where there is none."""
    if state.goal is None:
        return None
    visited = counted_on(tx, state.counter, state.shop.zone)
    return goal_outlook(state.goal, state.standing, visited, today=day_of(now, state.shop.zone))


def set_goal(
    tx: Tx,
    person_id: int,
    account_id: int,
    what: int | str,
    *,
    counter_id: int | None = None,
    now: datetime,
) -> CardState | BadGoal | NoGoal | NoCard:
    """Save for a reward (its key) or for a number, without a date, in place of what was saved for before."""
    state = own_card(tx, person_id, account_id, counter_id=counter_id, now=now)
    if isinstance(state, NoCard):
        return state
    reward = state.standing.version.programme.reward(what) if isinstance(what, str) else None
    if isinstance(what, str) and reward is None:
        return NoGoal(state)
    target = reward.at if reward else int(what)
    goal = Goal(target, state.standing.round, reward.key if reward else None)
    return _keep(tx, state, goal, now=now)


def set_goal_date(
    tx: Tx,
    person_id: int,
    account_id: int,
    by: date | None,
    *,
    counter_id: int | None = None,
    now: datetime,
) -> CardState | BadGoal | NoGoal | NoCard:
    """Say by when a goal is to be reached, or that it doesn't matter."""
    state = own_card(tx, person_id, account_id, counter_id=counter_id, now=now)
    if isinstance(state, NoCard):
        return state
    if state.goal is None:
        return NoGoal(state)
    return _keep(tx, state, replace(state.goal, by=by), now=now)


def _keep(tx: Tx, state: CardState, goal: Goal, *, now: datetime) -> CardState | BadGoal:
    wrong = check_goal(goal, state.standing, today=day_of(now, state.shop.zone))
    if wrong:
        return wrong
    goals.keep(tx, state.counter, goal, now=now)
    return replace(state, goal=goal)


def drop_goal(
    tx: Tx, person_id: int, account_id: int, *, counter_id: int | None = None, now: datetime
) -> CardState | NoCard:
    """Save for nothing in particular any more."""
    state = own_card(tx, person_id, account_id, counter_id=counter_id, now=now)
    if isinstance(state, NoCard):
        return state
    goals.keep(tx, state.counter, None, now=now)
    return replace(state, goal=None)
