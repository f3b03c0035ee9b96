"""Answers that are only read: asked beside the writer, after the commit of what their turn wrote.

A handler that looks at much of a shop, or may do so one day, holds up no till: it writes what must be written first and
returns `Beside`, or is marked `@beside` where it writes nothing. The router has that read on an unchanging picture of the
database; a second short transaction does what follows from it (`then`), and remembers what was shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Generic, TypeVar

from actions.tx import Tx
from bot.platform import Platform
from bot.turn import Handler, Reply, Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Beside(Generic[T]):
    """An answer that is still to be read.

    `read` is given the turn with a transaction that can't write; `then` what it found, and one that can.
    """

    read: Callable[[Turn], T]
    then: Callable[[Turn, T], Reply | list[Reply]]


AnyHandler = Callable[[Turn, str], Reply | list[Reply] | Beside[Any]]


def reading(read: Callable[[Turn], Reply | list[Reply]]) -> Beside[Reply | list[Reply]]:
    """Answer with what is read, and no more."""
    return Beside(read, _as_it_is)


def beside(handler: Handler) -> Callable[[Turn, str], Beside[Reply | list[Reply]]]:
    """Mark a handler that only reads."""

    @wraps(handler)
    def later(turn: Turn, arg: str) -> Beside[Reply | list[Reply]]:  # noqa: ARG001 - it is read in another transaction
        return reading(lambda turn: handler(turn, arg))

    return later


def _as_it_is(_turn: Turn, answer: Reply | list[Reply]) -> Reply | list[Reply]:
    return answer


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A turn that is committed, and what is still to be read for its answer."""

    turn: Turn
    platform: Platform
    beside: Beside[Any]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The same turn with what was found, of which nothing follows yet."""

    turn: Turn
    platform: Platform
    answer: Callable[[Turn], Reply | list[Reply]]


def read(tx: Tx, unanswered: Unanswered) -> Unfinished:
    """Read what a turn is answered by."""
    turn, beside = replace(unanswered.turn, tx=tx), unanswered.beside
    found = beside.read(turn)
    return Unfinished(turn, unanswered.platform, lambda turn: beside.then(turn, found))
