"""Answers that are only read: asked beside the writer, after the commit of what their turn wrote.

A handler that looks at much of a shop, or may do so one day, holds up no till: it writes what must be written (who
looked, which question waits) and returns `Beside`, or is marked `@beside` where it writes nothing. The router has that
read on an unchanging picture of the database, and a second short transaction remembers what was shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps

from actions.tx import Tx
from bot.turn import Handler, Platform, Reply, Turn


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer that is still to be read; `read` is given the turn with a transaction that can't write."""

    read: Callable[[Turn], Reply | list[Reply]]


AnyHandler = Callable[[Turn, str], Reply | list[Reply] | Beside]


def beside(handler: Handler) -> Callable[[Turn, str], Beside]:
    """Mark a handler that only reads."""

    @wraps(handler)
    def later(turn: Turn, arg: str) -> Beside:  # noqa: ARG001 - what it answers, another transaction tells
        return Beside(partial(_answered, handler, arg))

    return later


def _answered(handler: Handler, arg: str, turn: Turn) -> Reply | list[Reply]:
    return handler(turn, arg)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A turn that is committed, and what it is still to be answered."""

    turn: Turn
    platform: Platform
    beside: Beside


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The same turn with its answer, which nothing remembers yet."""

    turn: Turn
    platform: Platform
    replies: list[Reply]


def read(tx: Tx, unanswered: Unanswered) -> Unfinished:
    """Unfinished what a turn is to be answered."""
    turn = replace(unanswered.turn, tx=tx)
    answer = unanswered.beside.read(turn)
    return Unfinished(turn, unanswered.platform, answer if isinstance(answer, list) else [answer])
