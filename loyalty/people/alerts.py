"""What is worth a word about customers: one of the best stays away, somebody comes only with an offer in hand, many come out of habit.

Who comes often and answers lukewarm is counted and never named: each was told that the shop reads figures alone (decision 72).
"""

from dataclasses import dataclass
from typing import Literal

from loyalty.people.opinions import LEAST
from loyalty.people.questions import QUESTIONS

AlertKind = Literal["overdue", "discounts"]
EVERY_DAYS = 7  # an owner hears of one customer at most so often
AGAIN_DAYS = 180  # and of the same one for the same reason not before
FEWEST_VISITS = 4  # of fewer nobody can say that they come only with an offer
_ENOUGH = 5  # of so many visits all but one
OPINION_COUNTS_DAYS = 180  # what somebody thought longer ago they may not think now
# On which questions an answer can be lukewarm, and below which one it is.
CONTENT_FROM = {name: one.good_from for name, one in QUESTIONS.items() if one.good_from}


@dataclass(frozen=True, slots=True)
class Alert:
    """A customer of whom the owner should hear, and why."""

    what: AlertKind
    account_id: int


@dataclass(frozen=True, slots=True)
class LazilyLoyal:
    """How many of those who come month after month said what they think, and how many of them did so without warmth."""

    answered: int
    lukewarm: int

    @property
    def permille(self) -> int:
        """Return which part of them is lukewarm."""
        return round(1000 * self.lukewarm / self.answered)

    @property
    def alarming(self) -> bool:
        """Say whether it is half of them, or more: they would leave easily."""
        return 2 * self.lukewarm >= self.answered


def lazily_loyal(answered: int, lukewarm: int) -> LazilyLoyal | None:
    """Count the lazily loyal; None where so few answered that a figure would tell of somebody."""
    return LazilyLoyal(answered, lukewarm) if answered >= LEAST else None


def only_with_offers(visits: int, with_offer: int) -> bool:
    """Say whether somebody comes nearly only when an offer is in hand: on four of five days, of four at least."""
    return visits >= FEWEST_VISITS and _ENOUGH * with_offer >= (_ENOUGH - 1) * visits
