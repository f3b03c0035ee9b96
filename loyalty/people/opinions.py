"""What answers add up to: a score or shares, between which bounds they lie nineteen times in twenty, and from how many."""

from collections.abc import Mapping
from math import sqrt

from loyalty.people.questions import VisitQuestion
from loyalty.shop.chances import Chance, wilson
from loyalty.values import dataclass

LEAST = 10  # people; a figure of fewer would tell of somebody
# Answers to a question are told in groups of so many: who saw one arrive, after a day with one visit, would know whose it is.
TOLD_TOGETHER = 5
_SURE = 1.96
_PROMOTES, _PASSIVE = 9, 7  # from which answer on


@dataclass(frozen=True, slots=True)
class NetScore:
    """Of a hundred people, how many more recommend the shop than warn of it, from -100 to 100."""

    low: float
    about: float
    high: float
    people: int


def net_score(counts: Mapping[int, int]) -> NetScore | None:
    """Score answers from 0 to 10: who says 9 or 10, less who says 6 or lower; None of fewer than `LEAST` people.

    The bounds are the adjusted Wald interval, with three answers more that are spread like no opinion at all (a quarter,
    a half, a quarter): it holds for small numbers too (Rocks, 2016).
    """
    people = sum(counts.values())
    if people < LEAST:
        return None
    promoting = sum(n for answer, n in counts.items() if answer >= _PROMOTES)
    warning = sum(n for answer, n in counts.items() if answer < _PASSIVE)
    about = (promoting - warning) / people
    cases = people + 3
    more, less = (promoting + 0.75) / cases, (warning + 0.75) / cases
    middle = more - less
    half = _SURE * sqrt((more + less - middle**2) / cases)
    low, high = min(max(middle - half, -1), about), max(min(middle + half, 1), about)
    return NetScore(100 * low, 100 * about, 100 * high, people)


def shares(question: VisitQuestion, counts: Mapping[int, int]) -> Mapping[int, Chance]:
    """Return the share of each answer, the largest first; none of fewer than `LEAST` people."""
    people = sum(counts.values())
    if people < LEAST:
        return {}
    answers = sorted(range(question.lowest, question.highest + 1), key=lambda one: -counts.get(one, 0))
    return {one: wilson(counts.get(one, 0) / people, people) for one in answers}


def content(question: VisitQuestion, counts: Mapping[int, int]) -> Chance | None:
    """Return the share of who is content on a scale; None of fewer than `LEAST` people."""
    people = sum(counts.values())
    if people < LEAST:
        return None
    good = sum(n for answer, n in counts.items() if answer >= question.good_from)
    return wilson(good / people, people)
