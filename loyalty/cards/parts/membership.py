"""A membership: bought for a time, it brings something once a day, a share off each bill, or a pass that counts down."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar, Literal, Self

from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.part import BadPart, ForSale, Part
from loyalty.dates import months_later
from loyalty.names import fits

MOST_LABEL = 24  # of a button
MOST_PRICE = 100_000_000  # minor units
MOST_MONTHS = 24
MOST_DAYS = 731
MOST_CUTS = 500
LONGEST_MONTH = 31  # days
HUNDRED = 100  # percent, and cents of a euro

Benefit = Literal["daily", "percent", "pass"]


@dataclass(frozen=True, slots=True)
class Membership(Part):
    """For `price_minor` it holds so many `months`, or `days`: `item` once a day, or `cuts` times, or `percent` off bills.

    `cost_minor` is what one `item` costs the shop; None where nobody has said.
    """

    name: ClassVar[str] = "membership"

    label: str = ""
    price_minor: int = 0
    months: int = 0
    days: int = 0
    item: str = ""
    percent: int = 0
    cuts: int = 0
    cost_minor: int | None = None

    @property
    def benefit(self) -> Benefit:
        """Say which of the three it brings."""
        return "percent" if self.percent else "pass" if self.cuts else "daily"

    def ends(self, begins: date) -> date:
        """Return the day before which it ends where it begins on a day."""
        return months_later(begins, self.months) if self.months else begins + timedelta(days=self.days)

    def in_money(self, currency: str) -> Self:
        """Return it, told in euros, at about as much of another money."""
        factor = Fraction(unit_size(currency) * minor_per_unit(currency), HUNDRED)
        cost = None if self.cost_minor is None else round(self.cost_minor * factor)
        return replace(self, price_minor=round(self.price_minor * factor), cost_minor=cost)

    def has_amounts(self) -> bool:
        """Say that its price is one."""
        return True

    def sold(self) -> ForSale:
        """Say what it costs, and what it gives where each day of it, or each cut, is used."""
        times = 0 if self.percent else self.cuts or self.days or self.months * LONGEST_MONTH
        return ForSale(self.label, self.price_minor, times, self.cost_minor, self.percent)

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse one without a name, for nothing, for no time, and what brings nothing or two things at once."""
        why = self._bad_offer() or self._bad_benefit()
        return BadPart(self.name, *why) if why else None

    def _bad_offer(self) -> tuple[str, int] | None:
        if not fits(self.label, MOST_LABEL):
            return "label", MOST_LABEL
        if not 1 <= self.price_minor <= MOST_PRICE:
            return "price", MOST_PRICE
        months, days = self.months, self.days
        lasts = (0 < months <= MOST_MONTHS and not days) or (0 < days <= MOST_DAYS and not months)
        return None if lasts else ("period", MOST_DAYS)

    def _bad_benefit(self) -> tuple[str, int] | None:
        if not 0 <= self.percent <= HUNDRED:
            return "percent", HUNDRED
        if not 0 <= self.cuts <= MOST_CUTS:
            return "cuts", MOST_CUTS
        if self.percent and self.cuts:
            return "both", 0
        if not self.percent and not fits(self.item, MOST_LABEL):
            return "item", MOST_LABEL
        return None if self.cost_minor is None or 0 <= self.cost_minor <= MOST_PRICE else ("cost", MOST_PRICE)


PART = Membership
