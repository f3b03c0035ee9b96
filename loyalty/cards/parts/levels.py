"""Levels: who comes more often, or spends more, gets more. A level is a function of the visits, and falls only after days of grace."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import ClassVar, NamedTuple, Self

from loyalty.amounts import minor_per_unit, unit_size
from loyalty.cards.level import Level
from loyalty.cards.part import BadPart, EarlierVisit, Part, VisitFacts, in_force
from loyalty.cards.periods import HALF_YEAR, YEAR, CalendarMonths, Period, RollingDays

__all__ = ["FEWEST", "MOST_DAYS", "MOST_LEVELS", "HeldLevel", "Level", "Levels", "NextLevel", "levels_in"]

FEWEST, MOST_LEVELS = 2, 5
MOST_DAYS = 366
_NEAR = 5  # a fifth


class HeldLevel(NamedTuple):
    """The level that somebody has: until which day without another visit, since when that is so, and how much more keeps it.

    What keeps it are visits, or money, from tomorrow on, or from the day `since` where that is later, to the day `by`.
    """

    level: Level
    until: date
    reached: date
    to_keep: int
    since: date
    by: date


class NextLevel(NamedTuple):
    """The level above, and how many more visits, or how much more money, now reach it."""

    level: Level
    to_go: int

    def is_near(self, visits: int) -> bool:
        """Say whether something is there and no more than these visits are missing, or a fifth of the money that it takes."""
        if self.to_go >= self.level.least:
            return False
        return self.to_go <= visits if self.level.visits else self.to_go * _NEAR <= self.level.least


@dataclass(frozen=True, slots=True)
class Levels(Part):
    """So much within `days` reaches a level; it is held `grace` days longer than those days hold it.

    Where `months` are 6 or 12, what is counted is of a half or a whole year of the calendar in place of the days.
    """

    name: ClassVar[str] = "levels"
    single: ClassVar[bool] = True

    levels: tuple[Level, ...] = ()
    days: int = 90
    grace: int = 30
    months: int = 0

    @property
    def period(self) -> Period:
        """Return the days in which visits are counted."""
        return CalendarMonths(self.months) if self.months else RollingDays(self.days)

    def larger(self, factor: Fraction) -> Self:
        """Let what is added on top be worth the same."""
        return replace(self, levels=tuple(level.larger(factor) for level in self.levels))

    def in_money(self, currency: str) -> Self:
        """Return it with what is spent for a level as it is in this money, rather than in euros."""
        factor = unit_size(currency) * minor_per_unit(currency)
        levels = (replace(level, spent_minor=level.spent_minor * factor) for level in self.levels)
        return replace(self, levels=tuple(levels))

    def has_amounts(self) -> bool:
        """Say whether what is spent reaches a level."""
        return any(level.spent_minor for level in self.levels)

    def bonus(self, visit: VisitFacts) -> int:
        """Give what the level adds that was held as the visit began: one that it reaches counts from the next on.

        Where nobody knows how somebody came, as in the sums, it is the one that gives most: the dear side.
        """
        if visit.past is None:
            return max(level.on_top(visit.earned, visit.already) for level in self.levels)
        level = self._before(visit.past, visit.at)
        return level.on_top(visit.earned, visit.already) if level else 0

    def _before(self, past: Sequence[EarlierVisit], at: datetime) -> Level | None:
        held = self.held([one for one in past if one.at < at], at)
        return held.level if held else None

    def looks_back(self) -> int:
        """Return the days in which a level is reached, and those for which it is held longer."""
        return self.period.longest + self.grace

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:
        """Say what the level gives that gives most, and that nobody begins with one."""
        return Fraction() if first else max(earned * one.percent / 100 + one.plus for one in self.levels)

    def level_names(self) -> tuple[str, ...]:
        """Name them."""
        return tuple(level.name for level in self.levels)

    def levels_of(self, past: Sequence[EarlierVisit], at: datetime) -> frozenset[str]:
        """Name the level that these visits hold, and those beneath."""
        held = self.held(past, at)
        return frozenset(self.level_names()[: self.levels.index(held.level) + 1]) if held else frozenset()

    def longer_days(self, past: Sequence[EarlierVisit], at: datetime) -> int:
        """Let a reward wait as much longer as the level says that was held when its visit began."""
        level = self._before(past, at)
        return level.longer if level else 0

    def kept_by(self, other: Part) -> bool:
        """Say whether each level is reached as easily, held as long, and gives as much."""
        return (
            isinstance(other, Levels)
            and other.period.holds(self.period)
            and other.grace >= self.grace
            and all(any(one.is_no_less(level) for one in other.levels) for level in self.levels)
        )

    def held(self, past: Sequence[EarlierVisit], at: datetime) -> HeldLevel | None:
        """Return the highest level that these visits hold at a moment of the shop's clock."""
        came, today = _by_day(past, at), at.date()
        for level in reversed(self.levels):
            reached, last = self._newest(level, came) or (date.min, date.min)
            until = last + timedelta(days=self.grace)
            if until >= today:
                since, by = self.period.renewed(last, until, today)
                left = level.least - self._count(level, came, by)
                return HeldLevel(level, until, reached, left, since, by)
        return None

    def ahead(self, past: Sequence[EarlierVisit], at: datetime) -> NextLevel | None:
        """Return the level above the one that is held; none above the highest."""
        held = self.held(past, at)
        above = self.levels.index(held.level) + 1 if held else 0
        if above == len(self.levels):
            return None
        level = self.levels[above]
        return NextLevel(level, level.least - self._count(level, _by_day(past, at), at.date()))

    def _newest(self, level: Level, came: Sequence[tuple[date, EarlierVisit]]) -> tuple[date, date] | None:
        """Return when a level was reached, and the last day of its period: of the newest first visit with enough in it."""
        days = [day for day, _ in came]
        counted = list(accumulate((level.counts(one) for _, one in came), initial=0))
        for place in reversed(range(len(days))):
            last = self.period.ends(days[place])
            enough = counted[place] + level.least
            if counted[bisect_right(days, last)] >= enough:
                return days[bisect_left(counted, enough) - 1], last
        return None

    def _count(self, level: Level, came: Sequence[tuple[date, EarlierVisit]], day: date) -> int:
        begins = self.period.begins(day)
        return sum(level.counts(one) for when, one in came if begins <= when <= day)

    def problem(self, *, takes_amounts: bool) -> BadPart | None:
        """Refuse levels that are too few, out of order, of one name or for nothing, and days that are none.

        A share is of points for money: of a single stamp it would be nothing. What is spent is known where it is typed.
        """
        why = self._bad_figure() or self._bad_order()
        if not why and not takes_amounts:
            why = self._needs_amounts()
        return BadPart(self.name, *why) if why else None

    def _needs_amounts(self) -> tuple[str, int] | None:
        if self.has_amounts():
            return "amounts", 0
        return ("share", 0) if any(level.percent for level in self.levels) else None

    def _bad_figure(self) -> tuple[str, int] | None:
        if not FEWEST <= len(self.levels) <= MOST_LEVELS:
            return "levels", MOST_LEVELS
        if self.months not in {0, HALF_YEAR, YEAR} or not 1 <= self.days <= MOST_DAYS:
            return "days", MOST_DAYS
        if not 1 <= self.grace <= MOST_DAYS:
            return "grace", MOST_DAYS
        return next(filter(None, (level.problem() for level in self.levels)), None)

    def _bad_order(self) -> tuple[str, int] | None:
        if len({level.name.casefold() for level in self.levels}) < len(self.levels):
            return "twice", 0
        if len({bool(level.visits) for level in self.levels}) > 1:
            return "mixed", 0
        rising = all(
            low.least < high.least and not low.gives_more(high) for low, high in pairwise(self.levels)
        )
        return None if rising else ("order", 0)


def _by_day(past: Sequence[EarlierVisit], at: datetime) -> list[tuple[date, EarlierVisit]]:
    """Return the days of visits by the clock of `at`, oldest first."""
    return [(one.at.astimezone(at.tzinfo).date(), one) for one in sorted(past, key=lambda one: one.at)]


def levels_in(begun: Sequence[Part], today: Sequence[Part]) -> Levels | None:
    """Return the levels of a card: today's, else those it was begun with."""
    return next((part for part in in_force(begun, today) if isinstance(part, Levels)), None)


PART = Levels
