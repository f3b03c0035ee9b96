"""A mailroom for each test, over both databases."""

from collections.abc import AsyncIterator

import pytest

from storage.engine.database import Database
from tests.scheduler.mailroom import Mailroom, mailroom


@pytest.fixture
async def room(db: Database) -> AsyncIterator[Mailroom]:
    """Open a mailroom."""
    async with mailroom(db) as opened:
        yield opened


@pytest.fixture
async def hasty_room(sqlite_db: Database) -> AsyncIterator[Mailroom]:
    """Open a mailroom that soon gives up on an answer."""
    async with mailroom(sqlite_db, answer_timeout_s=0.2) as opened:
        yield opened
