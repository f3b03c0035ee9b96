"""The clock: APScheduler in memory, nothing but a pulse. All truth is in tables, so a missed beat loses nothing."""

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

_PULSE_S = 2
_ROUND_S = 60
_TIDY_HOUR = 3
_REFIT_HOUR = 4


def make_clock(
    *,
    pulse: Callable[[], None],
    campaigns: Callable[[], Awaitable[object]],
    tidy: Callable[[], Awaitable[None]],
    refit: Callable[[], Awaitable[None]],
) -> AsyncIOScheduler:
    """Return a clock that calls `pulse` every two seconds, `campaigns` every minute, `tidy` and `refit` every night."""
    # A beat that comes late still comes, and late beats come as one.
    clock = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    clock.add_job(pulse, IntervalTrigger(seconds=_PULSE_S))
    clock.add_job(campaigns, IntervalTrigger(seconds=_ROUND_S))
    clock.add_job(tidy, CronTrigger(hour=_TIDY_HOUR, timezone=UTC))
    # A job of its own: what fails is logged by the clock, and stops nothing else.
    clock.add_job(refit, CronTrigger(hour=_REFIT_HOUR, timezone=UTC))
    return clock
