"""The kinds that a shop's customers are of: how far they have come with it, and what they are to it."""

from enum import StrEnum


class Phase(StrEnum):
    """How far a customer has come with a shop; back only where a visit is taken back."""

    PROSPECT = "prospect"  # joined, and never came
    FIRST = "first"
    REPEAT = "repeat"
    REGULAR = "regular"
    AMBASSADOR = "ambassador"  # brought a friend, who came


class Quadrant(StrEnum):
    """Where a customer stands by loyalty and by what they leave; the last two where only loyalty can be told."""

    FRIEND = "friend"
    BUTTERFLY = "butterfly"
    BARNACLE = "barnacle"
    STRANGER = "stranger"
    LOYAL = "loyal"
    PASSING = "passing"
