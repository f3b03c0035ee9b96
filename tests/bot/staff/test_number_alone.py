"""A number or a day that answers no question is met with what fits it: what to scan, or to open again."""

import pytest

from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import points_card
from tests.talk import ANA, CLEO, EVA, Talk

NO_NUMBER = (
    "Nothing waits for a number now. If that was spent, scan the customer's card first; if it was an answer"
)
NO_DAY = "Nothing waits for a day now. If it was an answer, tap again what asked for it."


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=points_card((Reward("r1", "Coffee", 90),)))
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.stamped(ANA, opened, 0)
    return talk


async def test_an_answer_after_its_question_was_left_is_told_that_nothing_waits(talk: Talk) -> None:
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "Rewards wait")
    await talk.says(CLEO, "cancel")
    assert (await talk.says(CLEO, "30")).startswith(NO_NUMBER)


@pytest.mark.parametrize("number", ["12", "12,50", "12.05", "€ 3", "+1", "1 250", "1.250"])
async def test_a_number_without_a_card_is_an_amount_or_a_late_answer(talk: Talk, number: str) -> None:
    assert (await talk.says(EVA, number)).startswith(NO_NUMBER)


@pytest.mark.parametrize(
    "day",
    [
        "20 March",
        "14-05-2026",
        "14/5",
        "2026-05-14",
        "15 may",
        "the 15th",
        "20 June",
        "next friday",
        "in two weeks",
        "tomorrow",
        "Holnap",
    ],
)
async def test_a_day_is_no_amount_and_nothing_is_to_be_scanned(talk: Talk, day: str) -> None:
    said = await talk.says(CLEO, day)
    assert said.startswith(NO_DAY)
    assert "I don't understand" not in said


@pytest.mark.parametrize("typed", ["K7M2QX", "k7m2qx", "K7 M2 QX"])
async def test_a_code_that_was_read_wrong_is_no_day(talk: Talk, typed: str) -> None:
    assert (await talk.says(EVA, typed)).startswith(f"I don't know this code: {typed}.")


async def test_an_amount_that_was_typed_early_is_still_offered(talk: Talk) -> None:
    assert NO_NUMBER in await talk.says(EVA, "12,50")
    await talk.says(ANA, "/card")
    assert "Book the €12.50 that you typed before?" in await talk.photographs(EVA, talk.code(ANA))


@pytest.mark.parametrize("name", ["Mo", "April", "Friday"])
async def test_what_may_be_a_name_is_looked_for(talk: Talk, name: str) -> None:
    assert "Nothing waits" not in await talk.says(EVA, name)
    assert f"🔎 Find “{name}”" in talk.labels(EVA)


async def test_one_amount_that_can_be_meant_is_asked_about_truly(talk: Talk) -> None:
    await talk.says(ANA, "/card")
    await talk.photographs(EVA, talk.code(ANA))
    assert await talk.says(EVA, "12,505") == "€12,505.00 — really? If not, type it again."
    assert talk.labels(EVA) == ["Yes, book it", "✖ Cancel"]
    assert "Is that thousands or cents?" in await talk.says(EVA, "12,500")
    await talk.says(EVA, "12,505")
    said = await talk.says(EVA, "soup")
    assert said.startswith("I can't read that as an amount.")
    assert said.endswith("What I showed before is not done yet: it waits for your yes.")
    assert talk.labels(EVA) == ["Yes, book it", "✖ Cancel"]
    assert "Ana: +12,505 points" in await talk.says(EVA, "yes")
