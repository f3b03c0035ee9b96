"""A platform that heard no answer brings an update again: whatever it asked for, it is done once."""

import asyncio

import pytest

from bot.buttons import encode
from bot.conversation import take
from channels.messages import Address, Incoming, Start, Tap
from storage.engine.database import Database
from tests.talk import ANA, CLEO, LINKS, MAX, PLATFORM, Talk


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


@pytest.mark.engines
async def test_what_several_processes_hear_at_the_same_moment_is_done_by_one_of_them(db: Database) -> None:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "/invite")
    button = talk.button(CLEO, "Cashier")
    tap = Tap(encode(LINKS.secret, CLEO.id, button.verb, button.arg, now=talk.now), "1")
    before = await counted(talk, "invites")
    for sender, content in (
        (CLEO, tap),
        (MAX, Start("j" + opened.shop.code)),
    ):  # who is known, and who is new
        where = Address("telegram", "stempel_bot", sender.id)
        incoming = Incoming(f"at once {sender.id}", where, sender.name, sender.language, content)
        async with asyncio.TaskGroup() as processes:
            for _ in range(8):
                processes.create_task(db.write(take, incoming, PLATFORM, None, now=talk.now))
    assert await counted(talk, "invites") == before + 1
    assert await counted(talk, "addresses") == 3
    assert await counted(talk, "accounts") == 2
