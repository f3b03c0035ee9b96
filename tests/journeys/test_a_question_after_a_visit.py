"""A customer is asked one thing after a visit, and answers with a tap or a number, on every messenger."""

import pytest

from tests.journeys.campaigns import TEN_STAMPS, agrees, comes, opened, round_for
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.stage import Stage
from tests.kinds import QUESTION


@pytest.mark.slow
async def test_a_question_is_answered_by_its_number(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, QUESTION)
    await stage.says(CLEO, "/voice")
    await stage.taps(CLEO, "☐ Would they recommend you, 0 to 10")
    await comes(stage)
    stage.later(hours=22)
    assert "Would you recommend Café Luna to a friend" in await round_for(stage, ANA)
    assert "1. 0" not in stage.newest(ANA).text, "a number is not numbered"
    assert "Thank you! Café Luna counts it: 10." in await stage.says(ANA, "10")
    assert "0 of 10 people" in await stage.says(CLEO, "/voice")


@pytest.mark.slow
async def test_after_days_of_silence_it_is_asked_in_approved_words(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, QUESTION)
    await stage.says(CLEO, "/voice")
    await stage.taps(CLEO, "☐ What they value most")
    await comes(stage)
    stage.later(hours=46)
    assert "What do you value most at Café Luna?" in await round_for(stage, ANA)
    if stage.channel.window:
        await stage.taps(ANA, "Answer")
    assert "counts it: The people." in await stage.taps(ANA, "The people")


async def test_a_question_of_the_shops_own_is_asked_of_each_in_their_language(stage: Stage) -> None:
    cafe = await opened(stage, TEN_STAMPS, QUESTION)
    await agrees(stage, cafe, BEN)
    await stage.says(BEN, "/language")
    await stage.taps(BEN, "Nederlands")
    await stage.says(CLEO, "/voice")
    await stage.taps(CLEO, "✏ A question of my own")
    asked = await stage.says(CLEO, "Do you like our new bread?")
    assert "✔ Asked after visits" in asked
    assert "🌍 Customers of yours read Nederlands." in asked
    put = await stage.says(CLEO, "Vind je ons nieuwe brood lekker?")
    assert "✔ You ask: Do you like our new bread?\n· Nederlands: Vind je ons nieuwe brood lekker?" in put
    await comes(stage)
    await stage.says(BEN, "/card")
    await stage.says(EVA, stage.short_code(BEN))
    stage.later(hours=22)
    read = await round_for(stage, BEN)
    assert "Vind je ons nieuwe brood lekker? (1 helemaal niet, 5 heel erg)" in read
    assert "Do you like our new bread? (1 not at all" in stage.newest(ANA).text
    await stage.says(CLEO, "/voice")
    again = await stage.taps(CLEO, "🌍 My question in other languages")
    assert "🌍 In Nederlands you ask: Vind je ons nieuwe brood lekker?" in again
    assert "· Nederlands: Vind je" in await stage.taps(CLEO, "Skip")
