"""Cards whose rewards give to each other: stamps for points, points for stamps, round and round."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from loyalty.cards.programme import Automatic, OnRequest, Programme
from loyalty.cards.worth import gives
from loyalty.units import Unit


def gains_in_a_circle(programmes: Sequence[Programme]) -> bool:
    """Say whether a shop's cards give as much to each other as they take, or more: then nobody need come any more.

    A reward gives to the first card that counts its unit, so that one circle is all there can be.
    """
    cards = {one.unit: one for one in reversed(programmes)}
    if len(cards) < len(Unit):
        return False
    there, back = (cards[Unit.STAMPS], Unit.POINTS), (cards[Unit.POINTS], Unit.STAMPS)
    return _for_one(*there) * _for_one(*back) >= 1


def _for_one(card: Programme, unit: Unit) -> Fraction:
    """Return how many of another unit one of a card's own becomes, at most; what it gives back of its own is used again."""
    match card.pays:
        case Automatic():
            given = sum(gives(reward.worth, unit) for reward in card.rewards)
            return Fraction(given, card.places - card.gives_back)
        case OnRequest():
            return max(Fraction(gives(reward.worth, unit), reward.at) for reward in card.rewards)
        case _:
            assert_never(card.pays)
