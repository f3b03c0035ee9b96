"""Programmes side by side, in words: why one can't be called or added so."""

from typing import assert_never

from actions.shop.side_by_side import BadProgrammeName, TooManyProgrammes
from loyalty.names import MAX_NAME
from words.language import Words


def bad_programme_name(why: BadProgrammeName, words: Words) -> str:
    """Say why a programme can't be called so, and what would do."""
    match why.why:
        case "empty":
            return words.t("A name needs at least one letter.")
        case "long":
            return words.tn("A name has {n} letter at most.", "A name has {n} letters at most.", MAX_NAME)
        case "taken" if why.name:
            return words.t("Another card is called “{name}” already. Type another name.", name=why.name)
        case "taken":
            return words.t("It needs a name of its own, to tell it from the other card. Type one.")
        case _:
            assert_never(why.why)


def too_many_programmes(why: TooManyProgrammes, words: Words) -> str:
    """Say how many cards a shop can have."""
    return words.tn("A shop can have {n} card.", "A shop can have {n} cards side by side at most.", why.most)
