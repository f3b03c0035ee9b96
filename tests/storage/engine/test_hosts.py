"""A server that says nothing any more, and another one that took its place: Stempel finds it by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, make_url, select

from storage.engine.database import Database, open_database
from storage.engine.errors import StorageError
from storage.engine.hosts import Hosts
from storage.engine.postgres import CONNECTIONS
from storage.engine.statements import Statement, Tx, insert
from storage.tables import updates

_NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_ADD = Statement(insert(updates))
_COUNT = Statement(select(func.count()).select_from(updates))


@dataclass
class Wire:
    """A loopback port before a server; once it is cut, what comes is swallowed and nobody is told."""

    target: str
    port: int = 0
    cut: bool = False
    ends: list[asyncio.StreamWriter] = field(default_factory=list)
    carriers: list[asyncio.Task[None] | None] = field(default_factory=list)

    async def carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self.carriers.append(asyncio.current_task())
        far, forth = await asyncio.open_unix_connection(self.target)
        self.ends += [back, forth]
        await asyncio.gather(self._pass_on(near, forth), self._pass_on(far, back))

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while some := await source.read(65536):
                if not self.cut:
                    target.write(some)
        if not self.cut:
            target.close()


@asynccontextmanager
async def wire(url: str, port: int = 0) -> AsyncIterator[Wire]:
    """Lead from a port to the server of an address."""
    found = Wire(f"{make_url(url).query['host']}/.s.PGSQL.5432")
    server = await asyncio.start_server(found.carry, "127.0.0.1", port)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        for end in found.ends:
            end.close()
        await asyncio.gather(*filter(None, found.carriers))


def over(url: str, *ports: int) -> str:
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    return f"postgresql://postgres@{hosts}/{make_url(url).database}"


def add(tx: Tx, key: str) -> None:
    _ADD.run(tx, key=key, at=_NOW)


async def added(db: Database, keys: range) -> None:
    """Add them at once; what is refused comes again, as from a messenger."""
    async with asyncio.TaskGroup() as group:
        for key in keys:
            group.create_task(brought(db, str(key)))


async def brought(db: Database, key: str) -> None:
    while True:
        with suppress(StorageError):
            return await db.write(add, key)


async def test_a_host_that_says_nothing_holds_nobody_up(postgres_url: str) -> None:
    async with wire(postgres_url) as dead, wire(postgres_url) as alive:
        dead.cut = True
        async with (
            asyncio.timeout(8),
            open_database(over(postgres_url, dead.port, alive.port), migrate=False) as db,
        ):
            assert await db.read(_COUNT.value) == 0


async def connected(hosts: Hosts, url: str, *wires: Wire) -> None:
    """Connect to the primary of several servers, and give that back."""
    connection = await hosts.connect(
        host=["127.0.0.1"] * len(wires),
        port=[one.port for one in wires],
        user="postgres",
        database=make_url(url).database,
        target_session_attrs="primary",
    )
    await connection.close()


def looks() -> list[asyncio.Task[Any]]:
    return [one for one in asyncio.all_tasks() if "_let_go" in repr(one.get_coro())]


async def test_no_look_for_the_server_that_writes_outlives_its_pool(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.hosts.PATIENCE_S", 0)
    hosts = Hosts()
    async with wire(postgres_url) as first, wire(postgres_url) as second, asyncio.timeout(8):
        await connected(hosts, postgres_url, first, second)
        first.cut = second.cut = True
        with hosts.watched():
            while not looks():  # noqa: ASYNC110 - a task that begins has no event
                await asyncio.sleep(0)
        await hosts.close()
        assert not looks()


async def test_a_look_that_fails_is_told_of_and_fails_alone(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hosts = Hosts()
    async with wire(postgres_url) as first, wire(postgres_url) as second, asyncio.timeout(8):
        await connected(hosts, postgres_url, first, second)
        monkeypatch.setattr("storage.engine.hosts.PATIENCE_S", 0)
        monkeypatch.delattr("asyncpg.connect")
        with hosts.watched():
            while not caplog.records:  # noqa: ASYNC110 - a log has no event
                await asyncio.sleep(0)
        await hosts.close()
    assert {one.message for one in caplog.records} == {"which server writes was not found out"}


async def test_what_waits_for_a_server_that_fell_silent_is_done_by_the_one_that_took_its_place(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.hosts.PATIENCE_S", 0.2)
    async with wire(postgres_url) as first, wire(postgres_url) as second:
        second.cut = True
        async with open_database(over(postgres_url, first.port, second.port), migrate=False) as db:
            await added(db, range(CONNECTIONS))
            first.cut, second.cut = True, False
            async with asyncio.timeout(60):
                await added(
                    db, range(CONNECTIONS, 2 * CONNECTIONS + 1)
                )  # one more than there are connections
            assert await db.read(_COUNT.value) == 2 * CONNECTIONS + 1
