"""What members bring a shop in a part of a month, who of them comes, stays and goes, and what rewards take of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil
from statistics import median_low
from zoneinfo import ZoneInfo

from loyalty.dates import day_starts, months_later
from loyalty.shop.basis import ENOUGH_AMOUNTS, PERMILLE, Basis, permille_of
from loyalty.shop.chances import Chance, wilson
from loyalty.shop.sums import Range, cost_of_thing

LOST_AFTER = timedelta(days=90)  # who was not there for so long counts as gone
USUAL_LOSS_PERMILLE = (200, 400)  # of the customers a year, as the texts on loyalty say of shops at large
YEAR = timedelta(days=365)
_MONTHS = 12
_ENOUGH_OF_ONE = 5  # amounts say what one of the staff usually types
_ODD_TIMES = 20  # so many times the usual amount, or so small a part of it, is odd; cents for euros are a hundred times


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another, the latter not in it."""

    begins: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Takings:
    """The visits of members in a period, and what was spent in those in which the till was told."""

    visits: int = 0
    told: int = 0
    spent_minor: int = 0

    @property
    def average_minor(self) -> Fraction | None:
        """Return what a visit brought, of those that were told; None where none was."""
        return Fraction(self.spent_minor, self.told) if self.told else None

    def in_all(self, basis: Basis | None) -> Fraction | None:
        """Return what all visits brought: those without an amount at the average of the others, else at the usual one.

        None: nobody can tell.
        """
        average = self.average_minor
        if average is None and basis:
            average = Fraction(basis.average_sale_minor)
        if self.visits == self.told or average is None:
            return None if self.visits > self.told else Fraction(self.spent_minor)
        return self.spent_minor + average * (self.visits - self.told)


@dataclass(frozen=True, slots=True)
class Visitors:
    """How many customers came in a period; how many of them had come before it, and how many after being gone."""

    all: int = 0
    before: int = 0
    back: int = 0

    @property
    def new(self) -> int:
        """Count those whose first visit lies in it."""
        return self.all - self.before

    @property
    def repeat_permille(self) -> int | None:
        """Return which share of them had come before."""
        return permille_of(self.before, self.all) if self.all else None


@dataclass(frozen=True, slots=True)
class Flow:
    """A shop's customers when a period began, and what became of them: `end` is what is left in the end."""

    start: int
    new: int
    back: int
    lost: int

    @property
    def kept(self) -> int:
        """Count those of the beginning who were not lost."""
        return self.start - self.lost

    @property
    def net(self) -> int:
        """Say by how many they became more."""
        return self.new + self.back - self.lost

    @property
    def end(self) -> int:
        """Count the customers in the end."""
        return self.start + self.net


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of the customers that a shop had some days ago, how many it still has."""

    days: int
    customers: int
    still: int

    @property
    def yearly_loss(self) -> Chance:
        """Return which share of them a year takes at this pace."""
        kept = wilson(self.still / self.customers if self.customers else 0.0, self.customers)
        return kept.raised(YEAR.days / self.days).opposite

    def new_a_month(self, customers: int) -> int:
        """Say how many new ones a month it takes for as many customers to stay as many."""
        return ceil(self.yearly_loss.about * customers / _MONTHS)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Rewards that were handed out; `unpriced` counts those whose cost nobody told us."""

    count: int = 0
    cost_minor: int = 0
    unpriced: int = 0

    def cost(self, basis: Basis | None) -> Range | None:
        """Return what they cost, a cost that is not known as a range; None where that can't be said of any."""
        known = Range(Fraction(self.cost_minor), Fraction(self.cost_minor))
        if not self.unpriced:
            return known
        return known.plus(cost_of_thing(None, basis).times(self.unpriced)) if basis else None


@dataclass(frozen=True, slots=True)
class TypedBy:
    """Amounts that were typed by one of the staff and are odd beside what is usual."""

    name: str
    count: int
    spent_minor: int
    largest_minor: int
    smallest_minor: int


@dataclass(frozen=True, slots=True)
class Typist:
    """One of the staff who usually types amounts that are far from those of all others."""

    name: str
    usual_minor: int
    others_minor: int


def same_part(now: datetime, zone: ZoneInfo, months_ago: int) -> Period:
    """Return the month so far, or as much of an earlier one: up to the same day and hour of the shop's clock.

    Where that month has no such day, all of it.
    """
    local = now.astimezone(zone)
    first = months_later(local.date().replace(day=1), -months_ago)
    day = months_later(local.date(), -months_ago)
    if day.day < local.day:
        until = day_starts(months_later(first, 1), zone)
    else:
        until = datetime.combine(day, local.time(), zone).astimezone(UTC)
    return Period(day_starts(first, zone), until)


def look_back(now: datetime, first_visit_at: datetime | None) -> timedelta | None:
    """Say how far to look back for who stayed: a year, or as far as a shop's visits tell; None: not far enough yet."""
    if first_visit_at is None:
        return None
    known = now - first_visit_at - LOST_AFTER
    return min(YEAR, timedelta(days=known.days)) if known >= LOST_AFTER else None


def share_of_margin(cost: Range, sales: Fraction, basis: Basis) -> Range | None:
    """Return which share of what sales leave goes into rewards; None where they leave nothing."""
    left = sales * basis.margin_permille / PERMILLE
    return cost.times(1 / left) if left > 0 else None


def odd_bounds(amounts: Sequence[int]) -> tuple[int, int] | None:
    """Say below and above which an amount is odd beside these; None where there are too few to tell."""
    if len(amounts) < ENOUGH_AMOUNTS:
        return None
    usual = median_low(amounts)
    return -(-usual // _ODD_TIMES), usual * _ODD_TIMES


def odd_typists(amounts: Sequence[tuple[str, int]]) -> list[Typist]:
    """Find who usually types cents for euros, or euros for cents, by who typed which amount; too few of somebody say nothing."""
    names = sorted({name for name, _ in amounts})
    found = []
    for name in names:
        own = [amount for one, amount in amounts if one == name]
        others = [amount for one, amount in amounts if one != name]
        if len(own) < _ENOUGH_OF_ONE or len(others) < ENOUGH_AMOUNTS:
            continue
        typist = Typist(name, median_low(own), median_low(others))
        less, more = sorted((typist.usual_minor, typist.others_minor))
        if more >= _ODD_TIMES * less:
            found.append(typist)
    return found


def without(takings: Takings, odd: Sequence[TypedBy]) -> Takings:
    """Return a period's takings as though these amounts had not been typed."""
    count, spent = sum(one.count for one in odd), sum(one.spent_minor for one in odd)
    return Takings(takings.visits, takings.told - count, takings.spent_minor - spent)
