"""A goal in words: what is saved for, how far it is, and how many days are left."""

from actions.cards.card_state import CardState
from loyalty.cards.goals import Goal, distance
from words.language import Words


def goal_lines(say: Words, state: CardState) -> list[str]:
    """Say how far a card's goal is, and how many days are left when it has a date."""
    goal = state.goal
    if goal is None:
        return []
    left, name = distance(goal, state.standing), goal_name(say, state, goal)
    if left == 0:
        return [f"{state.shop.name}: " + say.t("🎯 Goal reached: {goal}!", goal=name)]
    far = say.counted(state.standing.terms.programme.kind, left)
    lines = [f"{state.shop.name}: " + say.t("🎯 {left} to your goal: {goal}", left=far, goal=name)]
    if goal.by:
        day, days = say.date(goal.by, today=state.today), (goal.by - state.today).days
        if days == 0:
            lines.append(say.t("Today is the last day."))
        elif days > 0:
            lines.append(say.tn("{n} day left, until {day}.", "{n} days left, until {day}.", days, day=day))
        else:
            lines.append(say.t("{day} has passed. Take your time, or choose another date.", day=day))
    return lines


def goal_name(say: Words, state: CardState, goal: Goal) -> str:
    """Name what is saved for: a reward, or a number."""
    programme = state.standing.terms.programme
    reward = programme.reward(goal.reward_key) if goal.reward_key else None
    return reward.text if reward else say.number(goal.target)
