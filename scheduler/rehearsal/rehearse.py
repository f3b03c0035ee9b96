"""A rehearsal: a shop's past happens again on a stage, with the real campaigns at work; nothing is sent."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from actions.campaigns import departures, dispatch
from actions.delivery import outbox
from actions.rehearsal.recorded_past import PastEvent
from actions.tx import Tx
from loyalty.campaigns.frequency_cap import QuietHours
from loyalty.dates import day_of, day_starts
from scheduler.campaigns.nightly import refit
from scheduler.campaigns.portraying import portray
from scheduler.campaigns.rounds import tick
from scheduler.rehearsal.stage import CHANNEL, Stage, replay

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_CLAIMED = 50


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a rehearsal in the shop, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Instant:
    """A database with one connection and no commits: whatever is asked of it happens at once."""

    tx: Tx

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(self.tx, *args, **kwargs)

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return fn(self.tx, *args, **kwargs)


def days_of(stage: Stage, span: Span) -> int:
    """Count the days that `walk` will go through."""
    return max(0, (span.last - _begins(stage, span)).days + 1)


def _begins(stage: Stage, span: Span) -> date:
    events = stage.past.events
    return min(span.first, day_of(events[0].at, stage.shop.zone)) if events else span.first


async def walk(stage: Stage, span: Span) -> AsyncIterator[date]:
    """Let day after day pass: visits from the very first on, campaigns from the span's first day on.

    On a waking day rounds are held at midnight, when everybody is looked through, and at each full hour outside the
    shop's quiet hours. On the first of a month the win-back rule is learned anew, as `serve` does each night; who the
    customers are is seen each night here too, as what goes to whom hangs on it.
    """
    db, zone = _Instant(stage.tx), stage.shop.zone
    events = _Ahead(stage)
    day = _begins(stage, span)
    while day <= span.last:
        starts, ends = day_starts(day, zone), day_starts(day + _DAY, zone)
        if day >= span.first:
            if day.day == 1 or day == span.first:
                await refit(db, now=starts)
            else:
                await portray(db, stage.shop.id, now=starts)
            for moment in _rounds(starts, ends, stage):
                events.happen(until=moment)
                await tick(db, now=moment)
                _send(stage.tx, now=moment)
        events.happen(until=ends)
        yield day
        day += _DAY


class _Ahead:
    """What is still to happen."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._left = stage, iter(stage.past.events)
        self._next: PastEvent | None = next(self._left, None)

    def happen(self, *, until: datetime) -> None:
        while self._next and self._next.at < until:
            replay(self._stage, self._next)
            self._next = next(self._left, None)


def _rounds(starts: datetime, ends: datetime, stage: Stage) -> Iterator[datetime]:
    quiet: QuietHours = stage.rules.dose.quiet
    yield starts
    moment = starts + _HOUR
    while moment < ends:
        if not quiet.hold(moment, stage.shop.zone):
            yield moment
        moment += _HOUR


def _send(tx: Tx, *, now: datetime) -> None:
    """Do what the sender does, on a channel where everything arrives at once."""
    while messages := outbox.claim(tx, CHANNEL, CHANNEL, most=_CLAIMED, now=now):
        for message in messages:
            this = message.data.get("occurrence_id") if message.kind == dispatch.CAMPAIGN else None
            if this is None or departures.still_wanted(tx, this, now=now):
                outbox.sent(tx, message, "rehearsed", now=now)
            else:
                outbox.drop(tx, message, "stale", now=now)
