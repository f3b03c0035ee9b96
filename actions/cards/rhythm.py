"""A customer's rhythm: the days of their visits, and what it means for a goal."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from loyalty.cards.counter_state import CounterState, left
from loyalty.cards.goals import Goal, distance
from loyalty.cards.pace import DayVisited, Outlook, outlook, pace_of
from loyalty.dates import day_of
from loyalty.records import Account, Counter
from storage.cards import visit_patterns
from storage.engine.statements import Tx

NEWEST_VISITS = 400  # a rhythm of years


def days_visited(tx: Tx, account: Account, zone: ZoneInfo) -> list[DayVisited]:
    """Return a customer's newest visits by the shop's calendar, oldest first."""
    return _by_day(visit_patterns.visits_of(tx, account, most=NEWEST_VISITS), zone)


def counted_on(tx: Tx, counter: Counter, zone: ZoneInfo) -> list[DayVisited]:
    """Return the newest of them that counted towards one sum, and what each gave."""
    return _by_day(visit_patterns.counted_on(tx, counter, most=NEWEST_VISITS), zone)


def _by_day(found: list[tuple[datetime, int]], zone: ZoneInfo) -> list[DayVisited]:
    return [DayVisited(day_of(at, zone), amount) for at, amount in found]


def goal_outlook(goal: Goal, standing: CounterState, visited: list[DayVisited], *, today: date) -> Outlook:
    """Say how a goal stands."""
    return outlook(
        pace_of(visited, today=today),
        distance(goal, standing),
        balance=standing.balance,
        by=goal.by,
        rewards=left(standing),
        today=today,
    )
