"""`/readyz` on databases that store nothing any more, each for another reason."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count

import httpx
import pytest
from sqlalchemy import make_url, text

from app.house import House, build
from app.serve import make_web
from storage.engine.database import open_database
from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from storage.people import chat_state
from tests.conftest import new_server

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[House]:
    async with open_database(url) as db:
        yield build(db, [], secret=b"a secret of sixteen", clock=lambda: NOW)


async def asked(house: House, path: str = "/readyz") -> httpx.Response:
    """Ask a house as a balancer does that has not asked for a while."""
    transport = httpx.ASGITransport(make_web(house, []))
    async with httpx.AsyncClient(transport=transport, base_url="http://stempel") as balancer:
        return await balancer.get(path)


async def change(house: House, statement: str) -> None:
    def do(tx: Tx) -> None:
        tx.execute(text(statement))

    await house.db.write(do)


async def fill(house: House) -> None:
    """Keep update after update."""
    for number in count():
        await house.db.write(chat_state.record, f"update {number}", now=NOW)


async def test_a_database_that_stores_is_ready_and_keeps_nothing_of_the_question(db_url: str) -> None:
    async with opened(db_url) as house:
        answer = await asked(house)
        assert (answer.status_code, answer.text) == (200, "ready")
        assert await house.db.read(lambda tx: tx.scalar(text("SELECT count(*) FROM updates"))) == 0


async def test_a_full_database_is_not_ready_until_there_is_room(sqlite_url: str) -> None:
    async with opened(sqlite_url) as house:
        await change(house, "PRAGMA max_page_count = 1")  # as few as it has now
        with pytest.raises(StorageError, match="The disk is full"):
            await fill(house)
        answer = await asked(house)
        assert answer.status_code == 503
        assert answer.text.startswith("The disk is full: nothing more can be stored. Free some space")
        assert (await asked(house, "/healthz")).status_code == 200
        await change(house, "PRAGMA max_page_count = 1000000")
        assert (await asked(house)).text == "ready"


async def test_a_database_that_another_program_holds_is_not_ready(sqlite_url: str) -> None:
    async with opened(sqlite_url) as house:
        await change(house, "PRAGMA busy_timeout = 0")
        viewer = sqlite3.connect(make_url(sqlite_url).database or "", isolation_level=None)
        viewer.execute("BEGIN IMMEDIATE")
        answer = await asked(house)
        viewer.close()
        assert answer.status_code == 503
        assert "locked by another program" in answer.text
        assert (await asked(house)).text == "ready"


async def test_a_process_that_is_up_says_which_version_it_is(sqlite_url: str) -> None:
    async with opened(sqlite_url) as house:
        assert (await asked(house, "/healthz")).text == f"ok {version('stempel')}"


@pytest.mark.slow
async def test_a_stopped_server_is_not_ready_until_it_is_back() -> None:
    with new_server() as server:
        async with opened(server.get_uri()) as house:
            assert (await asked(house)).text == "ready"
            server.stop()
            answer = await asked(house)
            assert answer.status_code == 503
            assert "PostgreSQL" in answer.text
            server.start()
            assert (await asked(house)).text == "ready"
