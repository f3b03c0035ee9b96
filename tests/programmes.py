"""The two usual programmes, made with as little as a test has to say."""

from collections.abc import Iterable
from typing import Any

from loyalty.cards.programme import (
    Limits,
    PerMoney,
    Programme,
    ProgrammeKind,
    Reward,
    composed,
)
from loyalty.cards.rates import Rate

_NO_LIMITS = Limits()


def stamp_card(rewards: Iterable[Reward], limits: Limits = _NO_LIMITS, **rules: Any) -> Programme:
    """Make a stamp card that its last reward fills."""
    return Programme(*composed(ProgrammeKind.STAMPS), tuple(rewards), limits, **rules)


def points_card(
    rewards: Iterable[Reward],
    limits: Limits = _NO_LIMITS,
    *,
    points_per_unit: Rate = 1,
    min_spend_minor: int = 0,
    **rules: Any,
) -> Programme:
    """Make points for money, and a menu."""
    money = PerMoney(points_per_unit, min_spend_minor)
    return Programme(*composed(ProgrammeKind.POINTS, money), tuple(rewards), limits, **rules)
