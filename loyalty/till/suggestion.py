"""Which one sentence a cashier may say at a scan: with something in it for the customer, and nothing that is not for other ears.

Never what a customer would not hear said aloud in a shop: no birthday, no goal, no no that they gave, nothing of how often or
how seldom they come, and nothing of what they spend.
"""

from typing import Literal

from loyalty.campaigns.asking import MOST_TIMES
from loyalty.values import dataclass

Suggestion = Literal["near", "birthday", "offers"]
EVERY = (
    3  # of a customer's days at which what the shop would like to know is suggested: more would be nagging
)


@dataclass(frozen=True, slots=True)
class AtTheTill:
    """What a suggestion is chosen by: all of it is of the card, or of what its holder was asked."""

    to_go: int  # until the next reward; 0 where none is ahead
    brings: int  # as much as one more visit like this one
    joined_today: bool  # the welcome has asked already
    birthday_known: bool
    birthday_gives: bool  # whether the shop gives something on it
    asked_for_offers: int  # how often; as often as anybody is, where they answered
    day: int  # counted from anywhere
    account_id: int


def suggested(at: AtTheTill) -> Suggestion | None:
    """Choose one sentence, or none: a reward that one more visit brings before all else, then questions by turns."""
    if 0 < at.to_go <= at.brings:
        return "near"
    if at.joined_today:
        return None
    questions: list[Suggestion] = []
    if at.birthday_gives and not at.birthday_known:
        questions.append("birthday")
    if at.asked_for_offers < MOST_TIMES:
        questions.append("offers")
    turn, not_now = divmod(at.day + at.account_id, EVERY)
    return None if not_now or not questions else questions[turn % len(questions)]
