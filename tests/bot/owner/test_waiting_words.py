"""Whatever brings a message, it names what waits for whoever reads it."""

import pytest

from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.bot.owner.cafe import comes, luna
from tests.kinds import ALMOST_THERE, GOAL, WIN_BACK
from tests.post import days_until_heard
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk

TWO_STAMPS = stamp_card((Reward("r1", "Free coffee", 2),))
POINTS = points_card((Reward("coffee", "Coffee", 50), Reward("cake", "Cake", 200)))


@pytest.fixture
def talk(sqlite_db: Database) -> Talk:
    """Let people talk to the bot."""
    return Talk(sqlite_db)


@pytest.mark.slow
async def test_a_win_back_names_the_coffee_that_waits_not_the_stamps_that_are_missing(talk: Talk) -> None:
    opened = await luna(talk, TWO_STAMPS, WIN_BACK)
    await comes(talk, opened, 2)
    _, said = await days_until_heard(talk, opened.shop.id, ANA, most=70)
    assert said == "Ana, your card at Café Luna is still here.\n🎁 Waiting for you: Free coffee."
    assert "Show this code to the cashier" in await talk.taps(ANA, "Use: Free coffee")
    talk.wait(days=1)
    _, said = await days_until_heard(talk, opened.shop.id, ANA, most=40)
    assert said.endswith("What keeps you away?\n🎁 Waiting for you: Free coffee.")


async def test_whatever_brings_a_message_it_names_what_waits_besides(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, ALMOST_THERE)
    await comes(talk, opened, 9)
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said == "Café Luna: only 1 stamp to go: Free coffee!\n🎁 Waiting for you: Cookie."


async def test_a_goal_names_what_waits_too(talk: Talk) -> None:
    opened = await luna(talk, TEN_STAMPS, GOAL)
    await comes(talk, opened, 6)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    _, said = await days_until_heard(talk, opened.shop.id, ANA)
    assert said.endswith("🎁 Waiting for you: Cookie.")


@pytest.mark.slow
async def test_the_owners_words_are_followed_by_what_waits(talk: Talk) -> None:
    opened = await luna(talk, TWO_STAMPS, WIN_BACK)
    await talk.says(CLEO, "/campaigns")
    await talk.taps(CLEO, "✔ We miss you")
    await talk.taps(CLEO, "✍ English")
    await talk.taps(CLEO, "✍ The reminder")
    await talk.says(CLEO, "Only {to_go} to go, {name}!")
    await talk.taps(CLEO, "✔ Use these words")
    await comes(talk, opened, 2)
    _, said = await days_until_heard(talk, opened.shop.id, ANA, most=70)
    assert said.endswith("🎁 Waiting for you: Free coffee.")


@pytest.mark.slow
async def test_points_that_are_enough_are_named_as_well(talk: Talk) -> None:
    opened = await luna(talk, POINTS, WIN_BACK)
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "60")
    _, said = await days_until_heard(talk, opened.shop.id, ANA, most=70)
    assert "🎁 Waiting for you: Coffee." in said
