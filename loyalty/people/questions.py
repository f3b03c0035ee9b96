"""What a shop may want to know of those who came: a closed list, and one question of its own."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Literal

from loyalty.people.firewall import Delicate, delicate_in
from loyalty.values import dataclass

COUNTS_FOR = timedelta(days=60)  # an answer that comes later tells of no visit that anybody remembers
MOST_LETTERS = 120
_LEAST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class VisitQuestion:
    """One question: its answers are numbers in a row, what each stands for is named where there is no scale."""

    name: str
    lowest: int
    highest: int
    choices: tuple[str, ...] = ()
    good_from: int = 0  # on a scale: who answers so, or higher, is content

    def takes(self, answer: int) -> bool:
        """Say whether a number is an answer."""
        return self.lowest <= answer <= self.highest


def _choice(name: str, *choices: str) -> VisitQuestion:
    return VisitQuestion(name, 0, len(choices) - 1, choices)


RECOMMEND = VisitQuestion("recommend", 0, 10, good_from=9)
# The order stays: an answer is stored by its place.
VALUE = _choice("value", "quality", "people", "price", "place", "speed")
MOTIVE = _choice("motive", "way", "treat", "company", "quiet", "card")
OWN = VisitQuestion("own", 1, 5, good_from=4)
QUESTIONS = {one.name: one for one in (RECOMMEND, VALUE, MOTIVE, OWN)}


@dataclass(frozen=True, slots=True)
class BadQuestion:
    """A question of the shop's own is too short, or longer than `MOST_LETTERS`."""

    why: Literal["short", "long"]


def check_question(text: str) -> BadQuestion | Delicate | None:
    """Say what is wrong with a question of a shop's own: nobody is asked about what is no shop's business."""
    if len(text) < _LEAST_LETTERS:
        return BadQuestion("short")
    return BadQuestion("long") if len(text) > MOST_LETTERS else delicate_in(text)


def next_question(active: Sequence[str], asked: Sequence[str]) -> str | None:
    """Return which of the questions that a shop asks comes next to who was asked these, the oldest first."""

    def asked_last(name: str) -> int:
        return max((place for place, one in enumerate(asked) if one == name), default=-1)

    return min(active, key=asked_last, default=None)


def counts(visited_at: datetime, *, now: datetime) -> bool:
    """Say whether an answer still counts to a visit."""
    return now < visited_at + COUNTS_FOR


def in_order(names: Collection[str]) -> list[str]:
    """Return questions in the order in which they stand."""
    return [name for name in QUESTIONS if name in names]
