"""A process whose clock is far off the database server's stores nothing, and goes on once it is right."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from app.clock import read_clock
from storage.engine.database import open_database
from storage.engine.errors import StorageError
from storage.engine.leases import take
from storage.engine.on_time import ASKED_EVERY_S, BEARS, OnTime

DAY = timedelta(days=1)


class Machine:
    """A clock that can be set, and what passes whatever it shows."""

    def __init__(self) -> None:
        self.off, self.passed = timedelta(), 0.0

    def clock(self) -> datetime:
        return read_clock() + self.off + timedelta(seconds=self.passed)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
async def on_time(postgres_url: str, machine: Machine) -> AsyncIterator[OnTime]:
    async with open_database(postgres_url, migrate=False) as db:
        yield OnTime(db, machine.clock, passed=lambda: machine.passed)


async def lead(db: OnTime, machine: Machine) -> int | None:
    now = machine.clock()
    return await db.write(take, "rounds", "us", until=now + timedelta(seconds=30), now=now)


async def test_who_is_on_time_writes(on_time: OnTime, machine: Machine) -> None:
    for off in (timedelta(), BEARS * 0.9, -BEARS * 0.9):
        machine.off = off
        assert await lead(on_time, machine)


@pytest.mark.parametrize(("off", "says"), [(DAY, "1 day, 0:00:00 ahead of"), (-DAY, "1 day, 0:00:00 behind")])
async def test_who_is_a_day_off_takes_no_lease_and_is_told_what_to_do(
    on_time: OnTime, machine: Machine, off: timedelta, says: str
) -> None:
    machine.off = off
    with pytest.raises(StorageError, match=says) as refused:
        await lead(on_time, machine)
    assert "Set the one that is wrong" in refused.value.what_to_do
    assert await on_time.read(lambda tx: tx.dialect.name) == "postgresql"


async def test_a_clock_that_is_set_in_between_is_noticed_at_once_and_so_is_its_mending(
    on_time: OnTime, machine: Machine
) -> None:
    assert await lead(on_time, machine)
    machine.off = DAY
    with pytest.raises(StorageError):
        await lead(on_time, machine)
    machine.off = timedelta()
    assert await lead(on_time, machine)


async def test_a_clock_that_drifts_is_found_by_and_by(on_time: OnTime, machine: Machine) -> None:
    assert await lead(on_time, machine)
    machine.passed, machine.off = ASKED_EVERY_S, 2 * BEARS - timedelta(seconds=ASKED_EVERY_S)
    with pytest.raises(StorageError):
        await lead(on_time, machine)
