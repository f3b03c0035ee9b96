"""The clock: APScheduler in memory, nothing but a pulse. All truth is in tables, so a missed beat loses nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import wraps

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from actions.delivery.outbox import StorageError

_PULSE = timedelta(seconds=2)
_ROUND = timedelta(seconds=60)
_LOOK_FOR_BACKUPS = timedelta(hours=1)
_TIDY_HOUR = 3
_REFIT_HOUR = 4


class _Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """A beat at even distances, counted from now: days by which the clock was set forward are not made up for.

    The first comes soon: a server that is restarted every minute still does its rounds.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + (self._interval if previous else _PULSE)


class Scheduler(AsyncIOScheduler):  # type: ignore[misc]
    """A scheduler that plans anew when the computer's clock was set back, or its beats would be that much late."""

    def _process_jobs(self) -> float | None:
        # Nothing public tells how long it is going to sleep; with a pulse that is never longer than one.
        wait_s: float | None = super()._process_jobs()
        if wait_s is None or wait_s <= _PULSE.total_seconds():
            return wait_s
        for job in self.get_jobs():
            job.reschedule(job.trigger)
        return _PULSE.total_seconds()


def make_clock(
    *,
    pulse: Callable[[], Awaitable[object]],
    campaigns: Callable[[], Awaitable[object]],
    tidy: Callable[[], Awaitable[None]],
    refit: Callable[[], Awaitable[None]],
    backup: Callable[[], Awaitable[None]],
) -> Scheduler:
    """Return a clock that calls `pulse` every two seconds, `campaigns` every minute, `tidy` and `refit` every night.

    `backup` is called every hour and looks whether one is due, since a shop's computer may be off at night.
    """
    # A beat that comes late still comes, and late beats come as one.
    clock = Scheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    clock.add_job(_patient(pulse), _Every(_PULSE))
    clock.add_job(_patient(campaigns), _Every(_ROUND))
    clock.add_job(_patient(tidy), CronTrigger(hour=_TIDY_HOUR, timezone=UTC))
    # A job of its own: what fails is logged by the clock, and stops nothing else.
    clock.add_job(_patient(refit), CronTrigger(hour=_REFIT_HOUR, timezone=UTC))
    clock.add_job(_patient(backup), _Every(_LOOK_FOR_BACKUPS))
    return clock


def _patient(job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """Leave to the next beat what storage refuses: the database tells of its outage, once for all that it stops."""

    @wraps(job)
    async def beat() -> None:
        with suppress(StorageError, asyncio.CancelledError):  # whoever stops us stops this too
            await job()

    return beat
