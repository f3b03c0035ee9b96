"""A goal in words: what is saved for, how far it is, and how many days are left."""

from actions.cards.card_state import CardState
from loyalty.cards.goals import Goal, distance
from words.language import Words


def goal_lines(state: CardState, words: Words) -> list[str]:
    """Say how far a card's goal is, and how many days are left when it has a date."""
    goal = state.goal
    if goal is None:
        return []
    left, name = distance(goal, state.standing), goal_name(state, goal, words)
    if left == 0:
        return [f"{state.shop.name}: " + words.t("🎯 Goal reached: {goal}!", goal=name)]
    far = words.counted(state.standing.version.programme.unit, left)
    lines = [f"{state.shop.name}: " + words.t("🎯 {left} to your goal: {goal}", left=far, goal=name)]
    if goal.by:
        day, days = words.date(goal.by, today=state.today), (goal.by - state.today).days
        if days == 0:
            lines.append(words.t("Today is the last day."))
        elif days > 0:
            lines.append(words.tn("{n} day left, until {day}.", "{n} days left, until {day}.", days, day=day))
        else:
            lines.append(words.t("{day} has passed. Take your time, or choose another date.", day=day))
    return lines


def goal_name(state: CardState, goal: Goal, words: Words) -> str:
    """Name what is saved for: a reward, or a number."""
    programme = state.standing.version.programme
    reward = programme.reward(goal.reward_key) if goal.reward_key else None
    return reward.text if reward else words.number(goal.target)
