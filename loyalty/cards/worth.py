"""What a reward is worth where it is handed out: a thing, something off the bill, points, or an experience.

Rooms above ask for what follows (is the bill needed, what is taken off it) and never which kind it is, so that another
kind is added here, in its words and on its owner's screen alone.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, assert_never

from loyalty.amounts import most_minor, most_points
from loyalty.units import Unit

HUNDRED = 100  # percent


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is handed over the counter."""

    kind: Literal["item"] = "item"


@dataclass(frozen=True, slots=True)
class Experience:
    """Something to be there for: a tasting, a look behind the counter, a table at the window."""

    kind: Literal["experience"] = "experience"


@dataclass(frozen=True, slots=True)
class AmountOff:
    """An amount off one bill; what the bill falls short of it is not kept."""

    minor: int
    kind: Literal["amount_off"] = "amount_off"


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A share of one bill, `most_minor` at most; None is no end."""

    percent: int
    most_minor: int | None = None
    kind: Literal["percent_off"] = "percent_off"


@dataclass(frozen=True, slots=True)
class Counted:
    """Stamps or points, booked as it is handed out on the card of its shop that counts them."""

    amount: int
    unit: Unit
    kind: Literal["counted"] = "counted"


Worth = Item | Experience | AmountOff | PercentOff | Counted
ITEM = Item()


@dataclass(frozen=True, slots=True)
class BadWorth:
    """A figure that can't be: which one, and how far it may go."""

    why: Literal["percent_off", "amount_off", "counted"]
    most: int


def deducted(worth: Worth, bill_minor: int) -> int | None:
    """Return what is taken off a bill, halves rounded up and never more than the bill; None where nothing is."""
    match worth:
        case AmountOff(minor):
            return min(minor, bill_minor)
        case PercentOff(percent, most):
            share = (bill_minor * percent * 2 + HUNDRED) // (2 * HUNDRED)
            return min(share, bill_minor if most is None else most)
        case Item() | Experience() | Counted():
            return None
        case _:
            assert_never(worth)


def needs_bill(worth: Worth) -> bool:
    """Say whether the till must know the bill to say what comes off it."""
    return deducted(worth, 0) is not None


def cost_ahead(worth: Worth, typed_minor: int | None) -> int | None:
    """Return what a reward costs its shop before it is used; None where that is known only then, or by nobody."""
    match worth:
        case AmountOff(minor):
            return minor
        case PercentOff() | Counted():
            return None
        case Item() | Experience():
            return typed_minor
        case _:
            assert_never(worth)


def cost_between(worth: Worth, sale_minor: int) -> tuple[Fraction, Fraction] | None:
    """Return between what its cost lies where a bill is as an average sale, or higher; None where the kind doesn't say."""
    match worth:
        case AmountOff(minor):
            return Fraction(minor), Fraction(minor)
        case PercentOff(percent, most):
            share = Fraction(sale_minor * percent, HUNDRED)
            low = share if most is None else min(share, Fraction(most))
            return low, low if most is None else Fraction(most)
        case Item() | Experience() | Counted():
            return None
        case _:
            assert_never(worth)


def problem(worth: Worth, currency: str) -> BadWorth | None:
    """Say which figure can't be where this money is spent, or nothing."""
    dearest = most_minor(currency)
    match worth:
        case AmountOff(minor):
            return None if 0 < minor <= dearest else BadWorth("amount_off", dearest)
        case PercentOff(percent, most):
            if not 0 < percent <= HUNDRED:
                return BadWorth("percent_off", HUNDRED)
            return None if most is None or 0 < most <= dearest else BadWorth("amount_off", dearest)
        case Counted(amount):
            most = most_points(currency)
            return None if 0 < amount <= most else BadWorth("counted", most)
        case Item() | Experience():
            return None
        case _:
            assert_never(worth)


@dataclass(frozen=True, slots=True)
class Terms:
    """The figures of a kind, to be said: what it has none of is None."""

    percent: int | None = None
    amount_minor: int | None = None  # that comes off
    most_minor: int | None = None
    counted: Counted | None = None


def terms(worth: Worth) -> Terms:
    """Return the figures that stand in a kind."""
    match worth:
        case AmountOff(minor):
            return Terms(amount_minor=minor)
        case PercentOff(percent, most):
            return Terms(percent=percent, most_minor=most)
        case Counted():
            return Terms(counted=worth)
        case Item() | Experience():
            return Terms()
        case _:
            assert_never(worth)


def is_money(worth: Worth) -> bool:
    """Say whether an amount of the shop's money stands in it, which would mean another sum in another money."""
    match worth:
        case AmountOff():
            return True
        case PercentOff(_, most):
            return most is not None
        case Item() | Experience() | Counted():
            return False
        case _:
            assert_never(worth)


def gives(worth: Worth, unit: Unit) -> int:
    """Say how many of a unit it books; 0 where it books something else, or nothing."""
    counted = terms(worth).counted
    return counted.amount if counted and counted.unit is unit else 0


def cost_is_typed(worth: Worth) -> bool:
    """Say whether only its owner can say what it costs."""
    return isinstance(worth, Item | Experience)
