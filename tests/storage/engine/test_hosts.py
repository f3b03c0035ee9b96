"""A server that says nothing any more, and another one that took its place: Stempel finds it by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, make_url, select

from storage.engine.database import Database, open_database
from storage.engine.errors import StorageError
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
