"""The one place where free words end that nothing else took: no command, no code, no answer to a question.

What reads as if a person were to read it is offered to the shop; whatever else people say is met with what they can do.
"""

from actions.letters import addressees
from bot.customer import joining
from bot.customer.letters import offer_to_pass_on
from bot.turn import Reply, Turn

_ENOUGH_WORDS = 3
_ENOUGH_LETTERS = 10  # of two words
_ENOUGH_SIGNS = 5  # of a script that writes no spaces


def unclear(turn: Turn, text: str) -> Reply | list[Reply]:
    """Answer words that were not understood."""
    shops = addressees(turn.tx, turn.person_id) if reads_like_a_message(text) else []
    return offer_to_pass_on(turn, text, shops) if shops else joining.home(turn, "")


def reads_like_a_message(text: str) -> bool:
    """Say whether a text is more than a word or a number: something that a person would say to a person."""
    words = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    letters = [sign for sign in text if sign.isalpha()]
    if len(words) >= _ENOUGH_WORDS:
        return True
    if len(words) > 1 and len(letters) >= _ENOUGH_LETTERS:
        return True
    # Chinese, Japanese, Korean and Thai: a sentence may be one word.
    return (
        sum("\u0e00" <= sign <= "\u0e7f" or "\u3040" <= sign <= "\ud7a3" for sign in letters) >= _ENOUGH_SIGNS
    )
