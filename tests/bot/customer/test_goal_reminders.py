"""Reminders of a goal can be paused, and go on, under the goal itself."""

from datetime import timedelta

import pytest

from storage.engine.database import Database
from tests.kinds import GOAL
from tests.post import days_until_heard, only_campaign
from tests.talk import ANA, TEN_STAMPS, Talk


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    """Let Ana save for ten stamps within a month, far too slowly."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=TEN_STAMPS)
    await only_campaign(talk, opened.shop.id, GOAL)
    await talk.stamped(ANA, opened, 1)
    await talk.says(ANA, "/goal 10")
    await talk.taps(ANA, "In a month")
    return talk


async def test_a_paused_goal_is_silent_until_it_goes_on(talk: Talk) -> None:
    shop_id = 1
    said = await talk.taps(ANA, "⏸ Pause reminders")
    assert "to your goal" in said
    assert "Reminders of goals are paused, at every shop; “Go on” brings them back." in said
    assert await days_until_heard(talk, shop_id, ANA, most=15) == (15, "")
    assert "are paused" in await talk.says(ANA, "/goal")
    assert "paused" not in await talk.taps(ANA, "▶ Go on")
    assert "goal" in (await days_until_heard(talk, shop_id, ANA, most=15))[1]


async def test_who_agreed_to_no_reminders_has_none_to_pause(talk: Talk) -> None:
    await talk.says(ANA, "STOP")
    talk.now += timedelta(minutes=2)
    await talk.says(ANA, "/goal")
    assert "⏸ Pause reminders" not in talk.labels(ANA)
