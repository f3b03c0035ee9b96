"""A lease: one process at a time, another when that one is gone, and nothing from whoever slept over its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from actions.leases import LEASE, LeaseLostError
from scheduler.lease import Lease
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx
from tests.journeys.hours import Hours

pytestmark = pytest.mark.engines


def note(tx: Tx, what: str) -> None:
    """Leave a trace."""
    tx.execute(text("INSERT INTO updates (key, at) VALUES (:key, 0)"), {"key": what})


async def traces(db: Database) -> list[str]:
    return [row[0] for row in await db.read(lambda tx: tx.execute(text("SELECT key FROM updates")).all())]


@asynccontextmanager
async def pair(url: str, hours: Hours) -> AsyncIterator[tuple[Lease, Lease]]:
    """Let two processes want one lease."""
    async with open_database(url, migrate=False) as one, open_database(url, migrate=False) as two:
        yield Lease(one, "rounds", "one", hours.read), Lease(two, "rounds", "two", hours.read)


async def test_one_of_two_has_it_for_as_long_as_it_keeps_it(postgres_url: str) -> None:
    hours = Hours()
    async with pair(postgres_url, hours) as (first, second):
        assert await first.keep()
        for _ in range(10):
            assert not await second.keep()
            hours.now += LEASE / 2
            assert await first.keep()


async def test_another_has_it_when_the_first_is_gone_and_at_once_when_it_said_so(postgres_url: str) -> None:
    hours = Hours()
    async with pair(postgres_url, hours) as (first, second):
        assert await first.keep()
        hours.now += LEASE
        assert await second.keep()
        hours.now += LEASE / 2
        assert not await first.keep()
        await second.leave()
        hours.now += LEASE / 2
        assert await first.keep()


async def test_who_slept_over_its_end_writes_nothing_more_under_it(postgres_url: str) -> None:
    hours = Hours()
    async with pair(postgres_url, hours) as (first, second):
        assert await first.keep()
        await first.write(note, "before")
        hours.now += timedelta(minutes=5)  # asleep in the middle of a round
        assert await second.keep()
        with pytest.raises(LeaseLostError):
            await first.write(note, "after")
        await second.write(note, "by the second")
        assert set(await traces(second.db)) == {"before", "by the second"}


async def test_who_slept_over_its_end_goes_on_where_nobody_took_it(postgres_url: str) -> None:
    hours = Hours()
    async with pair(postgres_url, hours) as (first, _):
        assert await first.keep()
        hours.now += timedelta(minutes=5)
        await first.write(note, "after")
        assert await first.keep()


async def test_on_a_file_of_its_own_a_process_has_it_for_ever_and_writes_no_row(sqlite_db: Database) -> None:
    hours = Hours()
    lease = Lease(sqlite_db, "rounds", "one", hours.read)
    assert await lease.keep()
    hours.now += timedelta(days=9)
    await lease.write(note, "here")
    assert await lease.keep()
    assert lease.alone
    assert not await sqlite_db.read(lambda tx: tx.execute(text("SELECT * FROM leases")).all())


async def test_what_is_done_while_it_is_ours_is_left_when_it_is_lost(postgres_url: str) -> None:
    hours = Hours()
    async with pair(postgres_url, hours) as (first, second):
        begun, left = asyncio.Event(), asyncio.Event()

        async def ask() -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                left.set()

        first.looks_every_s = 0
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            doing = group.create_task(first.while_ours(ask))
            await begun.wait()
            await asyncio.sleep(0)
            assert not doing.done()
            await second.db.write(lambda tx: tx.execute(text("UPDATE leases SET until = 0")))
            assert await second.keep()
            hours.now += LEASE / 2
        assert left.is_set()
