"""What every part of a programme can be asked: one that has nothing to say to a question leaves it as it is here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import ClassVar, NamedTuple, Self
from zoneinfo import ZoneInfo

from loyalty import values


class EarlierVisit(NamedTuple):
    """When a customer came, by the clock that kept it, and what was spent as far as it was typed."""

    at: datetime
    spent_minor: int | None = None


@values.dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a part may know of a visit; an extra stamp is told apart by what the visit `already` earned before it."""

    at: datetime  # in the shop's own time
    earned: int  # by the programme alone, without any part
    spent_minor: int | None = None
    already: int = 0
    usual_minor: int | None = None  # what this customer usually spends, where a part asks for it
    past: tuple[EarlierVisit, ...] | None = (
        None  # this customer's visits, where a part asks for them; None: nobody knows
    )


@dataclass(frozen=True, slots=True)
class BadPart:
    """Why a part can't be like that; `most` where a number is too large, `word` where one gave it away.

    Its words are those of the part.
    """

    part: str
    why: str
    most: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a programme has beside what visits earn; each kind is a subclass in a file of its own."""

    name: ClassVar[str]  # as it is stored and as buttons call it: it stays as it is for ever
    counted: ClassVar[tuple[str, ...]] = ()  # which of its figures are stamps or points
    apart: ClassVar[bool] = False  # it comes beside the other bonuses, however many meet
    single: ClassVar[bool] = False  # a programme has one at most, and a begun card goes by today's

    def larger(self, factor: Fraction) -> Self:
        """Return it where a sale earns so many times as much: what it gives is worth the same."""
        given = {name: getattr(self, name) for name in self.counted}
        return replace(self, **{name: max(1, round(n * factor)) for name, n in given.items() if n})

    def in_money(self, currency: str) -> Self:  # noqa: ARG002 - most cost no money
        """Return a ready one, told in euros, at about as much of another money."""
        return self

    def bonus(self, visit: VisitFacts) -> int:  # noqa: ARG002 - a part that adds to visits says how many
        """Say how many a visit brings on top."""
        return 0

    def looks_back(self) -> int:
        """Say how many days of visits, before today, it must know of to answer."""
        return 0

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:  # noqa: ARG002 - a part that adds says how many
        """Say how many it can bring at most on top of an average visit that earns so many, `first` of a new customer."""
        return Fraction()

    def level_names(self) -> tuple[str, ...]:
        """Name the levels that a reward may be kept for, the lowest first."""
        return ()

    def levels_of(self, past: Sequence[EarlierVisit], at: datetime) -> frozenset[str]:  # noqa: ARG002 - most have no levels
        """Name the levels of a customer who came like that, those beneath the highest too."""
        return frozenset()

    def longer_days(self, past: Sequence[EarlierVisit], at: datetime) -> int:  # noqa: ARG002 - most leave rewards alone
        """Say how many days longer a reward waits that comes at a moment to a customer who came like that before."""
        return 0

    def has_amounts(self) -> bool:
        """Say whether amounts of the shop's money stand in it, which would mean another sum in another money."""
        return False

    def gives_a_month(self, *, newcomers: int | None) -> "GivesAMonth | None":  # noqa: ARG002 - most give with visits alone
        """Say what it gives at most in a month beside visits, where so many join; None: nobody knows yet how many."""
        return None

    def gives_for_visits(self, visits: Sequence[Fraction] | None) -> "GivesAMonth | None":  # noqa: ARG002 - most are bonuses
        """Say what it gives at most in a month with visits, but not on top of each, where customers come so often; None: unknown."""
        return None

    def money_a_visit(self, sale_minor: int) -> Fraction:  # noqa: ARG002 - most give of what is counted alone
        """Say what it costs the shop in money, in minor units, where a visit brings so much."""
        return Fraction()

    def worth_of_one(self) -> Fraction:
        """Say what it pays out in money for one stamp or point that a customer gives back; 0 for none."""
        return Fraction()

    def most_at_once(self) -> int:
        """Say how many one customer can get by it at once without a purchase."""
        return 0

    def sold(self) -> "ForSale | None":
        """Say what it is sold for, and what buyers get for it at most; None: it is not sold."""
        return None

    def lost_to_the_clock(self, zone: ZoneInfo) -> BadPart | None:  # noqa: ARG002 - most parts have no hours
        """Say that all of it lies where the clocks of a zone are put forward, so that it never comes; or nothing."""
        return None

    def misfit(self, others: Sequence["Part"], often: "HowOften") -> BadPart | None:  # noqa: ARG002 - most stand alone
        """Say what is wrong with it beside the other parts, and where customers may come so often at most; or nothing."""
        return None

    def kept_by(self, other: "Part") -> bool:
        """Say whether nobody who counts on it loses where the other stands in its place."""
        return self == other

    def lost_by(self, today: Sequence["Part"]) -> bool:
        """Say whether a card that was begun with it loses something once these parts stand in its place."""
        return not any(self.kept_by(part) for part in today)

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - most parts need none
        """Say what is wrong with it where a till is told what is spent, or is not; or nothing."""
        return None


class HowOften(NamedTuple):
    """How often a customer's visits count at most: after a pause, and so many times a day; None: as often as they come."""

    pause_minutes: int = 0
    a_day: int | None = None


class GivesAMonth(NamedTuple):
    """What a part gives beside visits: so many `units`, so many `times` a month at most; None: that is not known yet."""

    units: int
    times: int | None


class ForSale(NamedTuple):
    """Something that customers buy: at most so many `times` a thing that costs the shop so much, or `percent` off each bill."""

    label: str
    price_minor: int
    times: int
    cost_minor: int | None
    percent: int


class Bonus(NamedTuple):
    """What one part adds to a visit."""

    part: str
    amount: int


def in_force(begun: Sequence[Part], today: Sequence[Part]) -> tuple[Part, ...]:
    """List the parts that a card goes by, the single ones first: those it was begun with, and today's."""
    replaced = {part.name for part in today if part.single}
    parts = (*(part for part in begun if part.name not in replaced), *today)
    return tuple(sorted(parts, key=lambda part: not part.single))
