"""What a row of the table of commands, and one of the table of steps, says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.beside import AnyHandler
from bot.turn import Reply, Turn
from loyalty.roles import Role


@dataclass(frozen=True, slots=True)
class Command:
    """A word that anybody may type; `role` is for whom the menu shows it, and `several` where there are two messengers.

    A command about a `part` (or a draw, an event, items) is told of to those who have a card, or work, where it is.
    """

    handler: AnyHandler
    about: str
    role: Role | None = None
    several: bool = False
    part: str = ""
    under: str = ""  # the heading below which help names it


@dataclass(frozen=True, slots=True)
class Step:
    """What takes the next text, once a handler has asked, and what an answer may look like."""

    handler: AnyHandler
    free: bool = False  # any words, a command's among them: there only "/card" is the command
    declinable: bool = False  # customers will see it: it is never just "no"
    exact: bool = False  # a figure or a day: a sentence that asks for something else is followed
    day: bool = False  # "today" is an answer there, not the command
    picture: Callable[[Turn, bytes, str], Reply] | None = (
        None  # takes one, made ready for it, or why it could not be
    )
    whatever_is_on_it: bool = False  # a code on the picture is part of it, and not followed
    asks_words: Callable[[dict[str, Any]], bool] | None = (
        None  # of several questions: whether the open one is free
    )

    def now(self, data: dict[str, Any]) -> "Step":
        """Return it as the question has it that is open: beside one that takes words, a command's word is the command."""
        if self.asks_words is None or self.asks_words(data):
            return self
        return replace(self, free=False, declinable=False, exact=True)
