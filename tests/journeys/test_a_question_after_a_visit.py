"""A customer is asked one thing after a visit, and answers with a tap or a number, on every messenger."""

from tests.journeys.campaigns import TEN_STAMPS, comes, opened, round_for
from tests.journeys.people import ANA, CLEO
from tests.journeys.stage import Stage
from tests.kinds import QUESTION


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
