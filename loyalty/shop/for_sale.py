"""What a shop sells beside its goods, as memberships: the price against what it costs where all of it is used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from loyalty.cards.part import ForSale
from loyalty.cards.programme import Programme
from loyalty.cards.worth import PercentOff, cost_between
from loyalty.shop.basis import Basis
from loyalty.shop.sums import Range, SaleLoses, cost_of_thing


@dataclass(frozen=True, slots=True)
class SaleSums:
    """What something brings, and what `each` time that it is used costs: at most so many `times`; 0: as often as somebody comes."""

    label: str
    price_minor: int
    each: Range
    times: int

    @property
    def most(self) -> Range:
        """Return what it costs where all of it is used."""
        return self.each.times(self.times)

    @property
    def leaves(self) -> Range:
        """Return what is left of its price then; below zero where it costs more."""
        return Range(self.price_minor - self.most.high, self.price_minor - self.most.low)

    @property
    def used_up_after(self) -> int:
        """Return with which time it has cost its price, at the dear end."""
        return ceil(self.price_minor / self.each.high)


def sales_of(programme: Programme, basis: Basis) -> tuple[SaleSums, ...]:
    """Do the sums of all that a programme sells."""
    return tuple(_sums(one, basis) for part in programme.parts if (one := part.sold()))


def _sums(one: ForSale, basis: Basis) -> SaleSums:
    off = cost_between(PercentOff(one.percent), basis.average_sale_minor) if one.percent else None
    each = Range(*off) if off else cost_of_thing(one.cost_minor, basis)
    return SaleSums(one.label, one.price_minor, each, one.times)


def losing(sales: Iterable[SaleSums]) -> Iterator[SaleLoses]:
    """Give those that cost their price or more where all of it is used."""
    for one in sales:
        if one.times and one.most.high >= one.price_minor:
            yield SaleLoses(one.label, one.price_minor, one.most, surely=one.most.low >= one.price_minor)
