"""A challenge: so many visits in so many days, things or weekdays that are new to somebody, or weeks in a row.

Who likes takes it on. How far it is follows from visits, so that an undo goes back on the way too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import ClassVar, Literal, NamedTuple

from loyalty.cards.part import BadPart, GivesAMonth, HowOften, Part
from loyalty.cards.parts.bonus_item import BonusItem

Aim = Literal["visits", "items", "weekdays", "weeks"]

MOST_DAYS = 366
MOST_GIVES = 1_000
MOST_TIMES: dict[Aim, int] = {"visits": 200, "items": 10, "weekdays": 6, "weeks": 52}
_LEAST_WEEKS = 2
_WEEK, _MONTH = 7, 30
_A_DAY = 24 * 60  # minutes


class TriedItem(NamedTuple):
    """Something that a shop gives more for, when it was tapped, and when its visit was, if that was before."""

    at: datetime
    label: str
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """What a card tells of its holder by the shop's clock: when they came, and what was tapped; no more than still counts."""

    came: Sequence[datetime]
    taps: Sequence[TriedItem] = ()


class ChallengeDays(NamedTuple):
    """From when until when somebody is at it, by the shop's clock; visits up to `paid` counted for another one of its kind."""

    begun: datetime
    ends: datetime
    paid: datetime | None = None

    def has(self, at: datetime, came: datetime | None = None) -> bool:
        """Say whether what happened at a moment, with a visit that was then or before, counts for it."""
        return self.begun <= at < self.ends and (self.paid is None or (came or at) > self.paid)


class Way(NamedTuple):
    """How far it is: `joker_on` is the Monday after the one week that may be missed, `lost` says that another one was."""

    done: int
    joker_on: date | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Challenge(Part):
    """Who takes it on, and does so many `times` what is aimed at within so many whole `days` after that one, gets `gives`, once.

    Visits; things to tap that were never tapped for them before; weekdays on which they never came. Of weeks in a row one
    may be missed, and so may the one in which it begins: `days` are then the weeks' own.
    """

    name: ClassVar[str] = "challenge"
    counted: ClassVar[tuple[str, ...]] = ("gives",)
    apart: ClassVar[bool] = True

    aim: Aim = "visits"
    times: int = 3
    days: int = 14
    gives: int = 2

    def last_day(self, first: date) -> date:
        """Return the last day of who begins on a day: of a Sunday where weeks are counted."""
        if self.aim == "weeks":
            return _monday(first) + timedelta(weeks=self.times + 2, days=-1)
        return first + timedelta(days=self.days)

    def way(self, span: ChallengeDays, seen: ChallengeFacts, at: datetime) -> Way:
        """Say how far somebody is at a moment."""
        came = [moment for moment in seen.came if span.has(moment)]
        if self.aim == "weeks":
            return self._weeks(span, came, at)
        if self.aim == "visits":
            return Way(min(len(came), self.times))
        return Way(min(len(_new(self.aim, span, seen)), self.times))

    def _weeks(self, span: ChallengeDays, came: Sequence[datetime], at: datetime) -> Way:
        """Go week by week: the first costs nothing, and the one that it is now is not missed yet."""
        first = _monday(max(span.begun, span.paid or span.begun).date())
        kept, this = {_week(first, moment.date()) for moment in came}, _week(first, at.date())
        done, missed = 0, list[int]()
        for week in range(this + 1):
            if week in kept:
                done += 1
            elif 0 < week < this:
                missed.append(week)
            if done == self.times or len(missed) > 1:
                break
        joker_on = first + timedelta(weeks=missed[0] + 1) if missed else None
        return Way(done, joker_on, lost=len(missed) > 1)

    def in_reach(self, span: ChallengeDays, seen: ChallengeFacts, at: datetime) -> bool:
        """Say whether it is not done, and can be by who comes once a day from a moment on."""
        way, today, last = self.way(span, seen, at), at.date(), self.last_day(span.begun.date())
        left = [today + timedelta(days=n) for n in range((last - today).days + 1)]
        if self.aim == "weeks":
            kept = {_monday(came.date()) for came in seen.came}
            fresh = len({_monday(day) for day in left} - kept)
        elif self.aim == "weekdays":
            fresh = len({day.weekday() for day in left} - {came.weekday() for came in seen.came})
        else:
            fresh = self.times if self.aim == "items" and left else len(left)
        return not way.lost and 0 < self.times - way.done <= fresh

    def could_begin(self, seen: ChallengeFacts, labels: Sequence[str]) -> bool:
        """Say whether so much is new to somebody that it can be done; one who never came has no day that is new."""
        if self.aim == "items":
            return len(set(labels) - {tap.label for tap in seen.taps}) >= self.times
        if self.aim == "weekdays":
            known = {moment.weekday() for moment in seen.came}
            return bool(known) and _WEEK - len(known) >= self.times
        return True

    def gives_for_visits(self, visits: Sequence[Fraction] | None) -> GivesAMonth:
        """Say how often it is won at most: had everybody taken it on all along, and never fallen short."""
        return GivesAMonth(self.gives, None if visits is None else ceil(sum(map(self._most_won, visits))))

    def _most_won(self, visits: Fraction) -> Fraction:
        """Say how often somebody wins it at most who comes so often in a month; the end of one month counts for the next."""
        if self.aim == "items":  # all of them may be tapped at one visit, once in its days
            return min(visits, 1 + Fraction(_MONTH, self.days))
        most = {"visits": visits, "weekdays": Fraction(_WEEK - 1), "weeks": 1 + Fraction(_MONTH, _WEEK)}[
            self.aim
        ]
        return min(visits, most) / self.times

    def most_a_visit(self, earned: Fraction, *, first: bool) -> Fraction:  # noqa: ARG002 - it is the same for any visit
        """Say what a visit brings of it at most: the whole where one can be enough."""
        alone = self.aim == "items" or (self.aim == "visits" and self.times == 1)
        return Fraction(self.gives, 1 if alone else self.times) if alone or not first else Fraction()

    def lost_by(self, today: Sequence[Part]) -> bool:  # noqa: ARG002 - whatever they are
        """Say that nobody loses by other rules: who took it on keeps it, and nobody else was promised anything."""
        return False

    def problem(self, *, takes_amounts: bool) -> BadPart | None:  # noqa: ARG002 - it needs none
        """Refuse days that are none, and what is done too often or for nothing."""
        most = MOST_TIMES[self.aim]
        if not (_LEAST_WEEKS if self.aim == "weeks" else 1) <= self.times <= most:
            return BadPart(self.name, self.aim, most)
        if not 1 <= self.days <= MOST_DAYS:
            return BadPart(self.name, "days", MOST_DAYS)
        return None if 1 <= self.gives <= MOST_GIVES else BadPart(self.name, "gives", MOST_GIVES)

    def misfit(self, others: Sequence[Part], often: HowOften) -> BadPart | None:
        """Refuse more visits than the shop's pause and limits let into the days, and more new things than there are."""
        pause, dates = often.pause_minutes, self.days + 1  # that of the beginning too
        if self.aim == "visits" and (self.times - 1) * pause > self.days * _A_DAY:
            return BadPart(self.name, "pause")
        if self.aim in {"weeks", "weekdays"} and pause > _WEEK * _A_DAY:
            return BadPart(self.name, "pause")
        if self.aim == "visits" and often.a_day is not None and self.times > often.a_day * dates:
            return BadPart(self.name, "a_day", often.a_day)
        if self.aim == "weekdays" and self.times > dates:
            return BadPart(self.name, "few_days")
        if self.aim == "items" and len(labels_of(others)) < self.times:
            return BadPart(self.name, "no_items", self.times)
        return None


def labels_of(parts: Sequence[Part]) -> list[str]:
    """Name the things that can be tapped by these rules."""
    return [part.label for part in parts if isinstance(part, BonusItem)]


def _new(aim: Aim, span: ChallengeDays, seen: ChallengeFacts) -> set[object]:
    """Return the things, or the weekdays, that were never there before it began."""
    found: list[tuple[datetime, datetime | None, object]] = (
        [(tap.at, tap.came, tap.label) for tap in seen.taps]
        if aim == "items"
        else [(came, None, came.weekday()) for came in seen.came]
    )
    fresh = {what for at, came, what in found if span.has(at, came)}
    return fresh - {what for at, came, what in found if at < span.ends and not span.has(at, came)}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(first: date, day: date) -> int:
    return (_monday(day) - first).days // _WEEK


PART = Challenge
