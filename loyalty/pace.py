"""How fast a card fills at its customer's own rhythm, and when it will be where they want it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor
from statistics import median

from loyalty.programme import Reward

ENOUGH_VISITS = 3  # two gaps between visits are the least that can be called a rhythm
NEWEST_VISITS = 12  # a rhythm is what somebody does now, not what they did last year
FARTHEST_DAYS = 730  # nobody saves with a date farther away in mind, and no guess reaches so far
DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class DayVisited:
    """A day on which a customer came, by the shop's calendar, and the stamps or points it gave."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Pace:
    """A customer's rhythm: the days from visit to visit, and what one gives."""

    days_between: float
    amount: float
    last_on: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can be said about a goal: the exact way to go, the day it will be reached, and what would help.

    `sooner_on` is the day with one visit more a month. `nearer` is a reward, or else a balance, that can be had
    in time when the goal cannot; both are None when there is nothing true to say.
    """

    to_go: int
    reached_on: date | None
    sooner_on: date | None = None
    hopeless: bool = False
    nearer: Reward | int | None = None


def pace_of(visits: Sequence[DayVisited], *, today: date) -> Pace | None:
    """Measure a rhythm from visits, oldest first; None when there are too few days to speak of one."""
    visits = _one_a_day(visits)[-NEWEST_VISITS:]
    if len(visits) < ENOUGH_VISITS:
        return None
    first, last = visits[0].day, visits[-1].day
    # The silence since the last visit counts once it is longer than the gaps before it.
    days_between = max((last - first).days / (len(visits) - 1), (today - first).days / len(visits))
    amount = sum(visit.amount for visit in visits) / len(visits)
    return Pace(days_between, amount, last) if amount > 0 else None


def _one_a_day(visits: Sequence[DayVisited]) -> list[DayVisited]:
    days: dict[date, int] = {}
    for visit in visits:
        days[visit.day] = days.get(visit.day, 0) + visit.amount
    return [DayVisited(day, amount) for day, amount in sorted(days.items())]


def usual_gap_days(visits: Sequence[DayVisited]) -> float | None:
    """Return the days that usually lie between two visits, or None when too few are known."""
    days = sorted({visit.day for visit in visits})[-NEWEST_VISITS:]
    if len(days) < ENOUGH_VISITS:
        return None
    return median((later - day).days for day, later in pairwise(days))


def reached_on(pace: Pace, to_go: int, *, today: date) -> date | None:
    """Say on which day so much more is reached; None beyond two years."""
    if to_go <= 0:
        return today
    days = _days_to_next(pace, today) + (ceil(to_go / pace.amount) - 1) * pace.days_between
    return today + timedelta(days=ceil(days)) if days <= FARTHEST_DAYS else None


def gained_by(pace: Pace, by: date, *, today: date) -> int:
    """Say how much more will have been given by the end of a day, the day included."""
    days = min((by - today).days, FARTHEST_DAYS) - _days_to_next(pace, today)
    return floor((floor(days / pace.days_between) + 1) * pace.amount) if days >= 0 else 0


def _days_to_next(pace: Pace, today: date) -> float:
    # Somebody overdue doesn't come today for that: half a gap is what a passer-by would guess.
    return max(pace.days_between - (today - pace.last_on).days, pace.days_between / 2)


def faster(pace: Pace, *, visits_a_month: int = 1) -> Pace:
    """Return the rhythm of somebody who comes more often by so many visits a month."""
    visits_a_day = 1 / pace.days_between + visits_a_month / DAYS_A_MONTH
    return replace(pace, days_between=1 / visits_a_day)


def outlook(
    pace: Pace | None,
    to_go: int,
    *,
    balance: int,
    by: date | None,
    rewards: Sequence[Reward] = (),
    today: date,
) -> Outlook:
    """Say how a goal stands; it is hopeless when even twice the visits would not reach it in time."""
    if pace is None or to_go <= 0:
        return Outlook(to_go, None if to_go > 0 else today)
    on = reached_on(pace, to_go, today=today)
    sooner = reached_on(faster(pace), to_go, today=today)
    ends = by or today + timedelta(days=FARTHEST_DAYS)
    best = reached_on(replace(pace, days_between=pace.days_between / 2), to_go, today=today)
    if best is not None and best <= ends:
        return Outlook(to_go, on, sooner if sooner != on else None)
    nearer = _nearer(balance, gained_by(pace, ends, today=today), to_go, rewards)
    return Outlook(to_go, on, hopeless=True, nearer=nearer)


def _nearer(balance: int, gained: int, to_go: int, rewards: Sequence[Reward]) -> Reward | int | None:
    within = [one for one in rewards if balance < one.at <= balance + gained and one.at < balance + to_go]
    if within:
        return max(within, key=lambda one: one.at)
    return balance + min(gained, to_go - 1) if gained and to_go > 1 else None
