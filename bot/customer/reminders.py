"""Under a goal: whether its owner is reminded of it, and the button for the other."""

from actions.campaigns.consents import consents_of
from actions.campaigns.kinds.goal import GOAL
from bot.customer.messages import unwanted
from bot.turn import Choice, Turn
from loyalty.campaigns.frequency_cap import Frequency, agreed


def reminders(turn: Turn, place: str) -> tuple[list[str], tuple[tuple[Choice, ...], ...]]:
    """Say that reminders of goals are paused, where they are; offer nothing to who never agreed to any."""
    if not agreed(GOAL, consents_of(turn.tx, turn.person_id)):
        return [], ()
    if GOAL not in unwanted(turn):
        return [], ((Choice(turn.t("⏸ Pause reminders"), "goalremind", f"{place}:{Frequency.NEVER}"),),)
    paused = turn.t("Reminders of goals are paused, at every shop; “Go on” brings them back.")
    return [paused], ((Choice(turn.t("▶ Go on"), "goalremind", f"{place}:{Frequency.ALWAYS}"),),)
