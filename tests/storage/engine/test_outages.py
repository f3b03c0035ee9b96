"""A database that is down is told of once, not once for each message that it refuses."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.engine.errors import StorageError
from storage.engine.outages import Watched

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Switched:
    """A database that an operator can switch off."""

    up = True

    async def write(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not self.up:
            raise StorageError("The disk is full.", "Free some space.")
        return fn(None, *args, **kwargs)

    read = write


class Hours:
    now = NOON

    def read(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def _nothing(_: object) -> None:
    pass


@pytest.fixture
def switched() -> Switched:
    return Switched()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def db(switched: Switched, hours: Hours) -> Watched:
    return Watched(switched, hours.read)


async def _refused(db: Watched, hours: Hours, *, times: int, every_s: float) -> None:
    for _ in range(times):
        with pytest.raises(StorageError):
            await db.write(_nothing)
        hours.pass_by(seconds=every_s)


async def test_an_outage_of_twenty_seconds_is_two_lines_however_many_it_refuses(
    db: Watched, switched: Switched, hours: Hours, caplog: pytest.LogCaptureFixture
) -> None:
    switched.up = False
    await _refused(db, hours, times=2000, every_s=0.01)
    switched.up = True
    hours.pass_by(seconds=1)
    await db.write(_nothing)
    await db.write(_nothing)
    assert caplog.messages == [
        "storage is down: The disk is full. Free some space.",
        "storage is back after 21.0 s, refused meanwhile: 2000",
    ]
    assert not any(record.exc_info for record in caplog.records)


async def test_a_long_outage_is_told_again_each_minute(
    db: Watched, switched: Switched, hours: Hours, caplog: pytest.LogCaptureFixture
) -> None:
    switched.up = False
    await _refused(db, hours, times=300, every_s=0.5)
    assert [message[:30] for message in caplog.messages] == [
        "storage is down: The disk is f",
        "storage is still down after 60",
        "storage is still down after 12",
    ]


async def test_what_comes_and_goes_is_one_outage(
    db: Watched, switched: Switched, hours: Hours, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(50):
        switched.up = False
        await _refused(db, hours, times=1, every_s=0.1)
        switched.up = True
        await db.write(_nothing)
    assert len(caplog.messages) == 1


async def test_reading_on_while_nothing_can_be_stored_ends_no_outage(
    db: Watched, switched: Switched, hours: Hours, caplog: pytest.LogCaptureFixture
) -> None:
    switched.up = False
    await _refused(db, hours, times=1, every_s=5)
    switched.up = True
    await db.read(_nothing)
    assert len(caplog.messages) == 1
    with caplog.at_level(logging.WARNING):
        await db.write(_nothing)
    assert caplog.messages[-1] == "storage is back after 5.0 s, refused meanwhile: 1"
