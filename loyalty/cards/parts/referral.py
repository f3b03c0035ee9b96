"""A friend brought along: both get something, once the friend has been there."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from loyalty.cards.part import BadPart, GivesAMonth, Part

MOST_EACH = 1_000
MOST_A_MONTH = 100


@dataclass(frozen=True, slots=True)
class Referral(Part):
    """Who joins by a customer's link gets `for_friend`, the customer `for_inviter`: both with the friend's first visit.

    Where the friend has said yes to news by then, the customer gets `for_news` more. So many friends `a_month` bring something
    to one customer; the friends get theirs all the same.
    """

    name: ClassVar[str] = "referral"
    counted: ClassVar[tuple[str, ...]] = ("for_friend", "for_inviter", "for_news")
    apart: ClassVar[bool] = True

    for_friend: int = 1
    for_inviter: int = 1
    most_a_month: int = 3
    for_news: int = 0

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:  # noqa: ARG002 - it is the same for any visit
        """Say what a friend gets, with the first visit alone."""
        return Fraction(self.for_friend if first else 0)

    def gives_a_month(self, *, newcomers: int | None) -> GivesAMonth:
        """Say what a friend brings to both, had everybody who joins been brought by somebody."""
        return GivesAMonth(self.for_friend + self.to_inviter(wants_news=True), newcomers)

    def most_at_once(self) -> int:
        """Say what one friend brings to who brought them."""
        return self.to_inviter(wants_news=True)

    def to_inviter(self, *, wants_news: bool) -> int:
        """Say what a friend brings to who brought them."""
        return self.for_inviter + (self.for_news if wants_news else 0)

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse what leaves one of the two with nothing, and what pays for crowds."""
        if not 1 <= self.for_friend <= MOST_EACH:
            return BadPart(self.name, "friend", MOST_EACH)
        if not 1 <= self.for_inviter <= MOST_EACH:
            return BadPart(self.name, "inviter", MOST_EACH)
        if not 0 <= self.for_news <= MOST_EACH:
            return BadPart(self.name, "news", MOST_EACH)
        return None if 1 <= self.most_a_month <= MOST_A_MONTH else BadPart(self.name, "month", MOST_A_MONTH)


PART = Referral
