"""How fast a card fills at its customer's own rhythm, and when it will be where they want it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile
from math import ceil, floor, log
from statistics import median
from typing import Literal

from loyalty.cards.forecast import Trend, Wait, is_broken, trend_of, waits
from loyalty.cards.programme import Reward

ENOUGH_VISITS = 3  # two gaps between visits are the least that can be called a rhythm
ENOUGH_TO_FORETELL = 4  # with fewer gaps than three their spread is a guess
NEWEST_VISITS = 12  # a rhythm is what somebody does now, not what they did last year
ABSENCE = 4  # times any other gap: who came back after so long begins a rhythm anew
FARTHEST_DAYS = 730  # nobody saves with a date farther away in mind, and no guess reaches so far
DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class DayVisited:
    """A day on which a customer came, by the shop's calendar, and the stamps or points it gave."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class VisitPace:
    """A customer's rhythm: the days from visit to visit and where they tend, what a visit gives, and if it is over."""

    trend: Trend
    amount: float
    last_on: date
    over: bool = False


Unsure = Literal["few", "silent", "irregular"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can be said about a goal: the exact way to go, the day it will be reached, and what would help.

    `between` are the first and last day, where no one day can be named; `unsure` says why not even they can. `sooner_on`
    is the day with one visit more a month. `nearer` is a reward, or else a balance, that can be had in time when the
    goal cannot; both are None when there is nothing true to say.
    """

    to_go: int
    reached_on: date | None
    sooner_on: date | None = None
    hopeless: bool = False
    nearer: Reward | int | None = None
    between: tuple[date, date] | None = None
    unsure: Unsure | None = None


def pace_of(visits: Sequence[DayVisited], *, today: date) -> VisitPace | None:
    """Measure a rhythm from visits, oldest first; None when there are too few days to speak of one."""
    visits = _since_absence(_one_a_day(visits)[-NEWEST_VISITS:])
    amount = sum(visit.amount for visit in visits) / max(1, len(visits))
    if len(visits) < ENOUGH_TO_FORETELL or amount <= 0:
        return None
    gaps, silent = _gaps(visits), (today - visits[-1].day).days
    trend = trend_of(gaps)
    # A silence that outlasts the usual gap is a gap already, of this length or more.
    slowed = trend_of([*gaps, silent]) if silent > median(gaps) else trend
    return VisitPace(slowed, amount, visits[-1].day, over=is_broken(trend, silent))


def _one_a_day(visits: Sequence[DayVisited]) -> list[DayVisited]:
    days: dict[date, int] = {}
    for visit in visits:
        days[visit.day] = days.get(visit.day, 0) + visit.amount
    return [DayVisited(day, amount) for day, amount in sorted(days.items())]


def _since_absence(visits: list[DayVisited]) -> list[DayVisited]:
    gaps = _gaps(visits)
    *_, second, longest = (0, 0, *sorted(gaps))
    return visits[gaps.index(longest) + 1 :] if longest > ABSENCE * second > 0 else visits


def _gaps(visits: Sequence[DayVisited]) -> list[int]:
    return [(later.day - one.day).days for one, later in pairwise(visits)]


def usual_gap_days(visits: Sequence[DayVisited]) -> float | None:
    """Return the days that usually lie between two visits, or None when too few are known."""
    days = sorted({visit.day for visit in visits})[-NEWEST_VISITS:]
    if len(days) < ENOUGH_VISITS:
        return None
    return median((later - day).days for day, later in pairwise(days))


def reached(pace: VisitPace, to_go: int, *, today: date) -> Wait | None:
    """Say in how many days so much more is reached; None beyond two years."""
    return next(islice(_coming(pace, today), ceil(to_go / pace.amount) - 1, None), None)


def gained_by(pace: VisitPace, by: date, *, today: date) -> int:
    """Say how much more will have been given by the end of a day, the day included."""
    in_time = takewhile(lambda wait: wait.day <= (by - today).days, _coming(pace, today))
    return floor(sum(1 for _ in in_time) * pace.amount)


def _coming(pace: VisitPace, today: date) -> Iterator[Wait]:
    coming = waits(pace.trend, max(0, (today - pace.last_on).days))
    return takewhile(lambda wait: wait.about <= FARTHEST_DAYS, coming)


def faster(pace: VisitPace, *, visits_a_month: float) -> VisitPace:
    """Return the rhythm of somebody who comes more often by so many visits a month."""
    usual = pace.trend.days_before(1)
    sooner = 1 / (1 / usual + visits_a_month / DAYS_A_MONTH)
    return replace(pace, trend=replace(pace.trend, level=pace.trend.level + log(sooner / usual)))


def outlook(
    pace: VisitPace | None,
    to_go: int,
    *,
    balance: int,
    by: date | None,
    rewards: Sequence[Reward] = (),
    today: date,
) -> Outlook:
    """Say how a goal stands; it is hopeless when even twice the visits would not reach it in time."""
    if to_go <= 0:
        return Outlook(to_go, today)
    if pace is None:
        return Outlook(to_go, None, unsure="few")
    if pace.over:
        return Outlook(to_go, None, unsure="silent")
    ends = by or today + timedelta(days=FARTHEST_DAYS)
    twice = faster(pace, visits_a_month=DAYS_A_MONTH / pace.trend.days_before(1))
    best = _day(reached(twice, to_go, today=today), today)
    if best is None or best > ends:
        nearer = _nearer(balance, gained_by(pace, ends, today=today), to_go, rewards)
        on = _day(reached(pace, to_go, today=today), today)
        return Outlook(to_go, on, hopeless=True, nearer=nearer)
    return _told(pace, to_go, today)


def _told(pace: VisitPace, to_go: int, today: date) -> Outlook:
    """Name a day where a rhythm is regular, a range where it is not, and nothing where a range would say nothing."""
    wait = reached(pace, to_go, today=today)
    if wait is None or wait.latest > min(FARTHEST_DAYS, 4 * wait.soonest + 14):
        return Outlook(to_go, None, unsure="irregular")
    on, sooner = (
        _day(reached(each, to_go, today=today), today) for each in (pace, faster(pace, visits_a_month=1))
    )
    regular = wait.latest - wait.soonest <= max(7, 0.4 * wait.about)
    between = tuple(today + timedelta(days=ceil(days)) for days in (wait.soonest, wait.latest))
    return Outlook(
        to_go,
        on,
        sooner if on and sooner and sooner < on else None,
        between=None if regular else (between[0], between[1]),
    )


def _day(wait: Wait | None, today: date) -> date | None:
    return None if wait is None else today + timedelta(days=wait.day)


def _nearer(balance: int, gained: int, to_go: int, rewards: Sequence[Reward]) -> Reward | int | None:
    within = [one for one in rewards if balance < one.at <= balance + gained and one.at < balance + to_go]
    if within:
        return max(within, key=lambda one: one.at)
    return balance + min(gained, to_go - 1) if gained and to_go > 1 else None
