"""A platform that heard no answer brings an update again: whatever it asked for, it is done once."""

import pytest

from storage.engine.database import Database
from tests.talk import ANA, CLEO, Talk


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    """Open Café Luna: Cleo owns it, Ana has a card."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    return talk


async def counted(talk: Talk, table: str) -> int:
    """Count the rows of a table."""
    query = f"SELECT COUNT(*) FROM {table}"  # noqa: S608 - a name of this file
    return await talk.db.read(lambda tx: int(tx.exec_driver_sql(query).scalar_one()))


async def test_a_tap_that_makes_something_new_each_time_makes_it_once(talk: Talk) -> None:
    await talk.says(CLEO, "/invite")
    before = await counted(talk, "invites")
    await talk.taps(CLEO, "Cashier")
    await talk.again()
    assert await counted(talk, "invites") == before + 1


async def test_a_text_that_takes_something_away_each_time_takes_it_once(talk: Talk) -> None:
    await talk.says(CLEO, "/export")
    before = await counted(talk, "audit")
    await talk.again()
    assert await counted(talk, "audit") == before
