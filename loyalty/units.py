"""What a shop counts: a word for people, which decides no rule."""

from enum import StrEnum


class Unit(StrEnum):
    """A counter's unit."""

    STAMPS = "stamps"
    POINTS = "points"
