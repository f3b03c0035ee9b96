"""What is worth a word about one customer: one of the best stays away, or somebody comes only with an offer in hand.

A third kind has its place here, somebody who comes often and answers lukewarm, as soon as opinions are kept.
"""

from dataclasses import dataclass
from typing import Literal

AlertKind = Literal["overdue", "discounts"]
EVERY_DAYS = 7  # an owner hears of one customer at most so often
AGAIN_DAYS = 180  # and of the same one for the same reason not before
FEWEST_VISITS = 4  # of fewer nobody can say that they come only with an offer
_ENOUGH = 5  # of so many visits all but one


@dataclass(frozen=True, slots=True)
class Alert:
    """A customer of whom the owner should hear, and why."""

    what: AlertKind
    account_id: int


def only_with_offers(visits: int, with_offer: int) -> bool:
    """Say whether somebody comes nearly only when an offer is in hand: on four of five days, of four at least."""
    return visits >= FEWEST_VISITS and _ENOUGH * with_offer >= (_ENOUGH - 1) * visits
