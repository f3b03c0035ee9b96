"""What levels give in a month: what they added to the visits of the last one, and how far that may be from the next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from math import floor, isqrt

from loyalty.cards.part import EarlierVisit, VisitFacts
from loyalty.cards.parts.levels import Levels
from loyalty.cards.programme import Programme
from loyalty.shop.sums import Range, earned_per_visit

_ERRORS = 2  # so many standard errors to either side hold nineteen months of twenty


def added_by(
    levels: Levels,
    programme: Programme,
    came: Sequence[EarlierVisit],
    *,
    since: datetime,
    minor_per_unit: int,
) -> int:
    """Count what levels add to one card's visits from a moment of the shop's clock on."""
    zone = since.tzinfo
    return sum(
        levels.bonus(
            VisitFacts(one.at.astimezone(zone), _earned(programme, one, minor_per_unit), past=tuple(came))
        )
        for one in came
        if one.at >= since
    )


def _earned(programme: Programme, visit: EarlierVisit, minor_per_unit: int) -> int:
    return floor(earned_per_visit(programme, visit.spent_minor or 0, minor_per_unit=minor_per_unit))


def in_a_month(added: Iterable[int]) -> Range:
    """Say between which sums another month like this one lies, from what each card got in it.

    Cards come each by themselves, so that their errors don't add up: the error of all is the root of the sum of squares.
    """
    each = tuple(added)
    total, error = sum(each), _ERRORS * isqrt(sum(n * n for n in each))
    return Range(Fraction(max(0, total - error)), Fraction(total + error))
