"""Hours, weekdays or dates at which a visit counts more."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import ClassVar
from zoneinfo import ZoneInfo

from loyalty.cards.part import BadPart, Part, VisitFacts

MOST_TIMES = 10
MOST_PLUS = 1_000
_WEEK = 7
_DAY, _TICK = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class BonusTime(Part):
    """What visits earn counts `times` as much, and `plus` more, from `start` until `end` by the shop's clock.

    An `end` that is not after `start` is of the next day. No weekdays (Monday is 0) are all of them, no dates always;
    a time that goes past midnight is of the day on which it began.
    """

    name: ClassVar[str] = "bonus_time"
    counted: ClassVar[tuple[str, ...]] = ("plus",)

    weekdays: tuple[int, ...] = ()
    start: time = time()
    end: time = time()
    first: date | None = None
    last: date | None = None
    times: int = 1
    plus: int = 0

    def bonus(self, visit: VisitFacts) -> int:
        """Count what the visit earns so many times, and add the rest once a visit."""
        if not self.covers(visit.at):
            return 0
        return visit.earned * (self.times - 1) + (0 if visit.already else self.plus)

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:  # noqa: ARG002 - it is for any visit
        """Say what a visit in it gets: whoever comes may always come then."""
        return earned * (self.times - 1) + self.plus

    def covers(self, at: datetime) -> bool:
        """Say whether a moment of the shop's clock lies in it."""
        clock, day = at.time(), at.date()
        if self.start < self.end:
            return self.start <= clock < self.end and self.on(day)
        return (clock >= self.start and self.on(day)) or (clock < self.end and self.on(day - _DAY))

    def on(self, day: date) -> bool:
        """Say whether it begins on a day."""
        return (
            (not self.weekdays or day.weekday() in self.weekdays)
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )

    def kept_by(self, other: Part) -> bool:
        """Say whether the same hours give as much."""
        return (
            isinstance(other, BonusTime)
            and replace(other, times=self.times, plus=self.plus) == self
            and other.times >= self.times
            and other.plus >= self.plus
        )

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse what adds nothing, what never comes, and more than a bonus may be."""
        bad = BadPart(self.name, "nothing") if self.times == 1 and not self.plus else None
        if not 1 <= self.times <= MOST_TIMES:
            bad = BadPart(self.name, "times", MOST_TIMES)
        if not 0 <= self.plus <= MOST_PLUS:
            bad = BadPart(self.name, "plus", MOST_PLUS)
        return BadPart(self.name, "never") if not bad and self._never() else bad

    def lost_to_the_clock(self, zone: ZoneInfo) -> BadPart | None:
        """Refuse hours that the clock skips on each day that it has."""
        if self.first is None or self.last is None:
            return None
        days = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        comes = any(self.on(day) and self._is_shown(day, zone) for day in days)
        return None if comes else BadPart(self.name, "skipped")

    def _is_shown(self, day: date, zone: ZoneInfo) -> bool:
        """Say whether the clock shows anything of it that begins on a day: it skips an hour or so, not a piece within."""
        ends = day if self.start < self.end else day + _DAY
        begins, last = datetime.combine(day, self.start), datetime.combine(ends, self.end) - _TICK
        return any(_exists(moment, zone) for moment in (begins, last))

    def _never(self) -> bool:
        if any(not 0 <= day < _WEEK for day in self.weekdays):
            return True
        if self.first is None or self.last is None:
            return False
        days = min((self.last - self.first).days + 1, _WEEK)
        return not any(self.on(self.first + timedelta(days=n)) for n in range(days))


def _exists(moment: datetime, zone: ZoneInfo) -> bool:
    """Say whether a clock of a zone ever shows a moment."""
    there = moment.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) == moment


PART = BonusTime
