"""Levels: who comes more often gets more on each visit. A level is a function of the visits, and falls only after days of grace."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, NamedTuple, Self

from loyalty.cards.part import BadPart, Part, VisitFacts, in_force

FEWEST, MOST_LEVELS = 2, 5
MOST_NAME = 24
MOST_VISITS = 500
MOST_DAYS = 366
MOST_PERCENT = 400
MOST_PLUS = 10_000


@dataclass(frozen=True, slots=True)
class Level:
    """From `visits` in the window on a visit brings so many percent of what it earns, rounded down, and `plus` on top."""

    name: str
    visits: int
    percent: int = 0
    plus: int = 0

    def on_top(self, earned: int, already: int) -> int:
        """Say what it adds to a visit; what is booked bit by bit comes to the same as at once."""
        share = (already + earned) * self.percent // 100 - already * self.percent // 100
        return share + (0 if already else self.plus)

    def gives_more(self, other: "Level") -> bool:
        """Say that it is above the other whatever is spent: which of a share and a number is more, hangs on that."""
        perk, others = (self.percent, self.plus), (other.percent, other.plus)
        return perk != others and all(one >= another for one, another in zip(perk, others, strict=True))

    def is_no_less(self, other: "Level") -> bool:
        """Say that it takes no more visits than the other and gives no less."""
        return self.visits <= other.visits and self.percent >= other.percent and self.plus >= other.plus


class HeldLevel(NamedTuple):
    """The level that somebody has: until which day without another visit, and how many more by then, from tomorrow on, keep it."""

    level: Level
    until: date
    to_keep: int


class NextLevel(NamedTuple):
    """The level above, and how many more visits now reach it."""

    level: Level
    to_go: int


@dataclass(frozen=True, slots=True)
class Levels(Part):
    """So many visits within `days` reach a level; it is held `grace` days longer than those days hold it."""

    name: ClassVar[str] = "levels"
    single: ClassVar[bool] = True

    levels: tuple[Level, ...] = ()
    days: int = 90
    grace: int = 30

    def larger(self, factor: Fraction) -> Self:
        """Let what is added on top be worth the same; a share is already."""
        return replace(
            self,
            levels=tuple(
                replace(level, plus=max(1, round(level.plus * factor))) if level.plus else level
                for level in self.levels
            ),
        )

    def bonus(self, visit: VisitFacts) -> int:
        """Give what the level adds that was held as the visit began: one that it reaches counts from the next on.

        Where nobody knows how somebody came, as in the sums, it is the one that gives most: the dear side.
        """
        if visit.past is None:
            return max(level.on_top(visit.earned, visit.already) for level in self.levels)
        level = self._before(visit.past, visit.at)
        return level.on_top(visit.earned, visit.already) if level else 0

    def _before(self, past: Sequence[datetime], at: datetime) -> Level | None:
        held = self.held([came for came in past if came < at], at)
        return held.level if held else None

    def looks_back(self) -> int:
        """Return the days in which a level is reached, and those for which it is held longer."""
        return self.days + self.grace

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:
        """Say what the level gives that gives most, and that nobody begins with one."""
        return Fraction() if first else max(earned * one.percent / 100 + one.plus for one in self.levels)

    def kept_by(self, other: Part) -> bool:
        """Say whether each level is reached as easily, held as long, and gives as much."""
        return (
            isinstance(other, Levels)
            and other.days >= self.days
            and other.grace >= self.grace
            and all(any(one.is_no_less(level) for one in other.levels) for level in self.levels)
        )

    def held(self, past: Sequence[datetime], at: datetime) -> HeldLevel | None:
        """Return the highest level that these visits hold at a moment of the shop's clock."""
        days, today = _days(past, at), at.date()
        for level in reversed(self.levels):
            until = self._until(level, days)
            if until and until >= today:
                return HeldLevel(level, until, level.visits - self._count(days, until))
        return None

    def ahead(self, past: Sequence[datetime], at: datetime) -> NextLevel | None:
        """Return the level above the one that is held; none above the highest."""
        held = self.held(past, at)
        above = self.levels.index(held.level) + 1 if held else 0
        if above == len(self.levels):
            return None
        level = self.levels[above]
        return NextLevel(level, level.visits - self._count(_days(past, at), at.date()))

    def _until(self, level: Level, days: Sequence[date]) -> date | None:
        """Return the last day of a level: of the newest so many visits that lie in one window, and the days of grace."""
        for first, last in reversed(tuple(zip(days, days[level.visits - 1 :], strict=False))):
            if last - first < timedelta(days=self.days):
                return first + timedelta(days=self.days - 1 + self.grace)
        return None

    def _count(self, days: Sequence[date], day: date) -> int:
        begins = day - timedelta(days=self.days)
        return sum(begins < one <= day for one in days)

    def problem(self, *, takes_amounts: bool) -> BadPart | None:
        """Refuse levels that are too few, out of order, of one name or for nothing, and days that are none.

        A share is of points for money: of a single stamp it would be nothing.
        """
        why = self._bad_figure() or self._bad_order()
        if not why and not takes_amounts and any(level.percent for level in self.levels):
            why = "share", 0
        return BadPart(self.name, *why) if why else None

    def _bad_figure(self) -> tuple[str, int] | None:
        if not FEWEST <= len(self.levels) <= MOST_LEVELS:
            return "levels", MOST_LEVELS
        if not 1 <= self.days <= MOST_DAYS:
            return "days", MOST_DAYS
        if not 1 <= self.grace <= MOST_DAYS:
            return "grace", MOST_DAYS
        return next(filter(None, map(_bad_level, self.levels)), None)

    def _bad_order(self) -> tuple[str, int] | None:
        if len({level.name.casefold() for level in self.levels}) < len(self.levels):
            return "twice", 0
        rising = all(
            low.visits < high.visits and not low.gives_more(high) for low, high in pairwise(self.levels)
        )
        return None if rising else ("order", 0)


def _bad_level(level: Level) -> tuple[str, int] | None:
    if not 0 < len(level.name) <= MOST_NAME:
        return "name", MOST_NAME
    if not 1 <= level.visits <= MOST_VISITS:
        return "visits", MOST_VISITS
    if not 0 <= level.percent <= MOST_PERCENT:
        return "percent", MOST_PERCENT
    return None if 0 <= level.plus <= MOST_PLUS and level.percent + level.plus else ("plus", MOST_PLUS)


def _days(past: Sequence[datetime], at: datetime) -> list[date]:
    """Return the days of visits by the clock of `at`, oldest first."""
    return sorted(came.astimezone(at.tzinfo).date() for came in past)


def levels_in(begun: Sequence[Part], today: Sequence[Part]) -> Levels | None:
    """Return the levels of a card: today's, else those it was begun with."""
    return next((part for part in in_force(begun, today) if isinstance(part, Levels)), None)


PART = Levels
