"""Nothing comes without a yes: given with a tap, kept as proof, and taken back with a tap or a word."""

import pytest
from sqlalchemy import select

from actions.campaigns.consents import consents_of
from actions.people.identify import Caller, recognise
from loyalty.campaigns.frequency_cap import Purpose
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import consents
from tests.talk import ANA, NOON, Talk

BOTH = {Purpose.REMINDERS, Purpose.OFFERS}


@pytest.fixture
def talk(sqlite_db: Database) -> Talk:
    """Let Ana talk to the bot."""
    return Talk(sqlite_db)


async def ana(talk: Talk) -> int:
    found = await talk.db.write(
        recognise, Caller("telegram", "stempel_bot", ANA.id, name=ANA.name, language="en"), now=talk.now
    )
    return found.person.id


async def agreed(talk: Talk) -> set[Purpose]:
    return set(await talk.db.write(consents_of, await ana(talk))) - {Purpose.SERVICE}


async def test_nobody_has_agreed_to_anything_by_joining(talk: Talk) -> None:
    await talk.joins(ANA)
    assert await agreed(talk) == set()
    assert (await talk.says(ANA, "/messages")).count(": not without your yes") == 2


async def test_choosing_a_rhythm_is_a_yes_and_never_takes_it_back(talk: Talk) -> None:
    await talk.says(ANA, "/messages")
    assert "that is your yes" in await talk.taps(ANA, "Reminders")
    assert "✓ never" in talk.labels(ANA)
    await talk.taps(ANA, "at most once a month")
    assert "✓ at most once a month" in talk.labels(ANA)
    assert talk.replies[ANA.id][0].in_place
    assert await agreed(talk) == {Purpose.REMINDERS}
    assert "): at most once a month" in await talk.taps(ANA, "↩ All messages")
    await talk.taps(ANA, "Reminders")
    await talk.taps(ANA, "never")
    assert await agreed(talk) == set()


async def test_a_yes_is_kept_with_its_day_channel_and_wording(talk: Talk) -> None:
    await talk.says(ANA, "/messages")
    await talk.taps(ANA, "Offers")
    await talk.taps(ANA, "at most once a week")
    await talk.taps(ANA, "never")
    lines = await talk.db.write(kept)
    assert lines == [("offers", 1, NOON, "telegram", "2:en"), ("offers", 0, NOON, "telegram", "2:en")]


def kept(tx: Tx) -> list[tuple[object, ...]]:
    c = consents.c
    return [tuple(row) for row in tx.execute(select(c.purpose, c.given, c.at, c.channel, c.wording))]


async def test_setting_a_goal_says_that_it_brings_reminders_and_how_to_have_none(talk: Talk) -> None:
    await talk.joins(ANA)
    await talk.says(ANA, "/goal")
    said = await talk.taps(ANA, "Free coffee")
    assert "I'll remind you of it (at most once a week); /messages changes that." in said
    assert await agreed(talk) == {Purpose.GOALS}
    assert "rewards that wait for you): of your goal alone, at most once a week" in await talk.says(
        ANA, "/messages"
    )
    await talk.says(ANA, "/goal")
    assert "⏸ Pause reminders" in talk.labels(ANA)
    await talk.says(ANA, "/messages")
    await talk.taps(ANA, "Reminders")
    await talk.taps(ANA, "never")
    assert await agreed(talk) == set()
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Change")
    await talk.taps(ANA, "Free coffee")
    await talk.taps(ANA, "No reminders, please")
    assert await agreed(talk) == set()


async def test_who_agreed_before_is_not_told_again(talk: Talk) -> None:
    await talk.joins(ANA)
    await says_yes_to_both(talk)
    await talk.says(ANA, "/goal")
    assert "remind you" not in await talk.taps(ANA, "Free coffee")
    assert "No reminders, please" not in talk.labels(ANA)


async def says_yes_to_both(talk: Talk) -> None:
    for purpose in ("Reminders", "Offers"):
        await talk.says(ANA, "/messages")
        await talk.taps(ANA, purpose)
        await talk.taps(ANA, "at most once a week")
