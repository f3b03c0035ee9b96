"""Two processes at work on one database, by mistake or on purpose: no marketing comes twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from app.house import House, build
from channels.telegram.channel import Telegram
from storage.engine.database import open_database
from tests.journeys.campaigns import TEN_STAMPS, comes, crowd_agrees, opened, writes
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import SECRET, Where
from tests.journeys.stage import Stage
from tests.kinds import BROADCAST

pytestmark = pytest.mark.parametrize("where", [Where("telegram", "postgres")], ids=str)


@pytest.fixture
async def other(stage: Stage, journey_url: str) -> AsyncIterator[House]:
    """Build a second house over the same database and bot."""
    bot = Telegram(stage.telegram.token, api_url=stage.telegram.url)
    await bot.start()
    async with open_database(journey_url, migrate=False) as db:
        hours = stage.hours
        yield build(db, [bot], secret=SECRET, clock=hours.read, wait=hours.wait)
    await bot.stop()


@pytest.mark.slow
async def test_two_houses_choose_and_send_everything_once(stage: Stage, other: House) -> None:
    cafe = await opened(stage, TEN_STAMPS, BROADCAST)
    people = await crowd_agrees(stage, cafe, 20)
    await comes(stage)
    await writes(stage, "Soup on Friday!")
    stage.later(minutes=11)
    await stage.telegram.says(EVA, stage.short_code(ANA))
    async with asyncio.TaskGroup() as group:
        for house in (stage.house, other):
            group.create_task(house.campaign(afresh=True))
    async with asyncio.TaskGroup() as group:
        for house in (stage.house, other):
            group.create_task(house.drain())
    for _ in range(3):
        stage.later(minutes=1)
        for house in (stage.house, other):
            await house.campaign(afresh=True)
            await house.drain()
    read = Counter(sum("Soup" in seen.text for seen in stage.telegram.sent_to(one)) for one in people)
    assert read == {1: 20}
    assert await stage.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
