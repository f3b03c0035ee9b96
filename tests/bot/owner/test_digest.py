"""The digest: an owner hears once how a week and a month were, and can have none."""

from datetime import UTC, datetime

import pytest

from actions.shop.digest import last_period
from actions.shop.open_shop import Opened
from storage.engine.database import Database
from tests.kinds import GOAL
from tests.post import hears, only_campaign
from tests.talk import ANA, CLEO, EVA, MAX, Talk

MONDAY_EARLY = datetime(2026, 3, 16, 7, 30, tzinfo=UTC)  # 8:30 at Café Luna
MONDAY = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    """Let people talk to the bot."""
    return Talk(sqlite_db)


@pytest.fixture
async def luna(talk: Talk) -> Opened:
    """Open Café Luna on a Thursday; Ana comes twice that week."""
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, GOAL)
    await talk.stamped(ANA, opened, 2)
    return opened


async def test_a_week_is_told_on_monday_morning_once(talk: Talk, luna: Opened) -> None:
    talk.now = MONDAY_EARLY
    assert await hears(talk, luna.shop.id, CLEO) == ""
    talk.now = MONDAY
    said = await hears(talk, luna.shop.id, CLEO)
    assert said.startswith("Café Luna: your week, 9 March – 15 March\n✔ 2 visits (the week before: 0)")
    assert "👥 1 member, 1 new (the week before: 0)" in said
    assert "Best day: Thursday, 12 March" in said
    assert await hears(talk, luna.shop.id, CLEO) == ""
    assert await hears(talk, luna.shop.id, EVA) == ""


async def test_members_are_counted_at_the_end_of_the_week_as_new_ones_are(talk: Talk, luna: Opened) -> None:
    talk.now = MONDAY_EARLY
    await talk.opens(MAX, "j" + luna.shop.code)
    talk.now = MONDAY
    assert "👥 1 member, 1 new" in await hears(talk, luna.shop.id, CLEO), "Max joined this morning"
    talk.wait(days=7)
    assert "👥 2 members, 1 new (the week before: 1)" in await hears(talk, luna.shop.id, CLEO)


async def test_a_month_is_told_on_its_first_day(talk: Talk, luna: Opened) -> None:
    talk.now = datetime(2026, 4, 1, 8, tzinfo=UTC)
    said = await hears(talk, luna.shop.id, CLEO)
    assert "Café Luna: your month, 1 March – 31 March\n✔ 2 visits (the month before: 0)" in said


async def test_a_server_that_was_off_on_monday_tells_it_on_wednesday_but_not_on_thursday(
    talk: Talk, luna: Opened
) -> None:
    talk.now = datetime(2026, 3, 18, 12, tzinfo=UTC)
    assert "your week" in await hears(talk, luna.shop.id, CLEO)
    talk.now = datetime(2026, 3, 26, 12, tzinfo=UTC)
    assert await hears(talk, luna.shop.id, CLEO) == ""


async def test_an_owner_who_wants_none_gets_none_until_they_do(talk: Talk, luna: Opened) -> None:
    talk.now = MONDAY
    await hears(talk, luna.shop.id, CLEO)
    assert "no more messages of the kind “Digest”" in await talk.taps(CLEO, "No more of these")
    talk.wait(days=7)
    assert await hears(talk, luna.shop.id, CLEO) == ""
    await talk.says(CLEO, "/messages")
    await talk.taps(CLEO, "Again: Digest")
    assert "your week" in await hears(talk, luna.shop.id, CLEO)


def test_a_month_after_new_year_is_december() -> None:
    days = last_period("month", datetime(2026, 1, 2, tzinfo=UTC).date())
    assert [str(day) for day in days] == ["2025-11-01", "2025-12-01", "2026-01-01"]


async def test_what_was_skipped_at_set_up_is_asked_for_in_one_digest_and_never_again(
    talk: Talk, luna: Opened
) -> None:
    talk.now = MONDAY
    assert "Do your rewards pay?" in await hears(talk, luna.shop.id, CLEO)
    talk.now = datetime(2026, 3, 23, 8, 30, tzinfo=UTC)
    said = await hears(talk, luna.shop.id, CLEO)
    assert "your week" in said
    assert "Do your rewards pay?" not in said


async def test_only_what_was_never_said_is_asked_for(talk: Talk, luna: Opened) -> None:
    await talk.says(CLEO, "/calculator")
    await talk.taps(CLEO, "Average sale")
    await talk.says(CLEO, "4.50")
    await talk.says(CLEO, "/rewards")
    for label in ("✏ Cookie", "Kind", "Percent"):
        await talk.taps(CLEO, label)
    await talk.says(CLEO, "20")
    await talk.taps(CLEO, "✔ Confirm")
    talk.now = MONDAY
    said = await hears(talk, luna.shop.id, CLEO)
    assert "I can tell when I know what is left of a sale and what Free coffee costs you." in said


async def test_who_told_all_is_asked_nothing(talk: Talk, luna: Opened) -> None:
    await talk.says(CLEO, "/calculator")
    await talk.taps(CLEO, "Average sale")
    await talk.says(CLEO, "4.50")
    await talk.taps(CLEO, "Margin")
    await talk.says(CLEO, "65")
    for reward in ("Cookie", "Free coffee"):
        await talk.says(CLEO, "/rewards")
        await talk.taps(CLEO, f"✏ {reward}")
        await talk.taps(CLEO, "What it costs us")
        await talk.says(CLEO, "0.80")
        await talk.taps(CLEO, "✔ Confirm")
    talk.now = MONDAY
    said = await hears(talk, luna.shop.id, CLEO)
    assert "your week" in said
    assert "Do your rewards pay?" not in said
