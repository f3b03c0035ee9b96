"""The clock beats on, whatever is done to the time on the wall."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import ClassVar, Self

import pytest

from scheduler.clock import Scheduler, make_clock


class _Wall(datetime):
    """A wall whose clock is set by hand."""

    shows: ClassVar[datetime] = datetime(2026, 3, 12, 11, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.shows.astimezone(tz)  # type: ignore[return-value]


@asynccontextmanager
async def beating(
    monkeypatch: pytest.MonkeyPatch, counted: Counter[str]
) -> AsyncIterator[Callable[[timedelta], Awaitable[float]]]:
    """Start a clock; what is given moves the wall's, and returns how long the scheduler then means to sleep."""
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", _Wall)
    clock: Scheduler = make_clock(
        pulse=_counting(counted, "pulse"),
        campaigns=_counting(counted, "round"),
        tidy=_counting(counted, "tidy"),
        refit=_counting(counted, "refit"),
        backup=_counting(counted, "backup"),
    )
    clock.start()

    async def passes(time: timedelta) -> float:
        _Wall.shows += time
        sleeps_s = clock._process_jobs()
        for _ in range(10):
            await asyncio.sleep(0)
        assert sleeps_s is not None
        return sleeps_s

    try:
        yield passes
    finally:
        clock.shutdown()
        await asyncio.sleep(0)


def _counting(counted: Counter[str], name: str) -> Callable[[], Awaitable[None]]:
    async def count() -> None:
        counted[name] += 1

    return count


async def test_it_beats_every_two_seconds_and_does_a_round_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[str] = Counter()
    async with beating(monkeypatch, counted) as passes:
        for _ in range(60):
            await passes(timedelta(seconds=2))
    assert counted == {"pulse": 60, "round": 2, "backup": 1}  # in the thread of those whom it wakes


@pytest.mark.slow
@pytest.mark.parametrize("days", [-1, -0.05, 1, 365 * 56])
async def test_a_clock_that_is_set_back_or_forward_beats_on(
    monkeypatch: pytest.MonkeyPatch, days: float
) -> None:
    counted: Counter[str] = Counter()
    async with beating(monkeypatch, counted) as passes:
        await passes(timedelta(seconds=2))
        assert await passes(timedelta(days=days)) <= 2
        counted.clear()
        for _ in range(31):
            assert await passes(timedelta(seconds=2)) <= 2
    assert counted["pulse"] >= 30
    assert counted["round"] in (1, 2)  # planned anew, it does one soon


async def test_a_server_that_is_restarted_every_minute_still_does_its_rounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: Counter[str] = Counter()
    for _ in range(3):
        async with beating(monkeypatch, counted) as passes:
            await passes(timedelta(seconds=3))
    assert counted["round"] == 3


async def test_the_night_comes_once_and_a_week_of_nights_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[str] = Counter()
    async with beating(monkeypatch, counted) as passes:
        await passes(timedelta(days=7))
        await passes(timedelta(days=-1))
    assert counted["tidy"] == counted["refit"] == 1
