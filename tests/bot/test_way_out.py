"""Every question that waits for words has a way out: a button, and the word for it in any language."""

import pytest

from storage.engine.database import Database
from tests.talk import ANA, CLEO, Talk

QUESTIONS = {
    "a birthday": ("ana", ("/birthday",)),
    "a goal's date": ("ana", ("/goal", ">Free coffee", ">Another date")),
    "a name to find": ("cleo", ("/find",)),
    "a new reward's name": ("cleo", ("/programme", ">🎁", ">➕")),
    "a message to everybody": ("cleo", ("/broadcast", ">Everybody")),
    "how many cards to print": ("cleo", ("/cards",)),
    "the shop's name": ("cleo", ("/programme", ">🏪 The shop", ">Name")),
}


async def _asked(talk: Talk, question: str) -> None:
    """Lead somebody to a question; `>` taps a button."""
    name, way = QUESTIONS[question]
    person = ANA if name == "ana" else CLEO
    for step in way:
        await (talk.taps(person, step[1:]) if step.startswith(">") else talk.says(person, step))


@pytest.fixture
async def talk(db: Database) -> Talk:
    talk = Talk(db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, f"i{opened.owner_token}")
    return talk


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_that_waits_for_words_can_be_left(talk: Talk, question: str) -> None:
    await _asked(talk, question)
    person = ANA if QUESTIONS[question][0] == "ana" else CLEO
    assert len([label for label in talk.labels(person) if label.startswith(("✖", "←"))]) == 1


@pytest.mark.parametrize("word", ["cancel", "/cancel", "Never mind.", "annuleer", "Laat maar", "mégse"])
async def test_the_word_for_it_is_no_answer(talk: Talk, word: str) -> None:
    await _asked(talk, "a new reward's name")
    assert "nothing was changed" in await talk.says(CLEO, word)
    assert "You work at" in await talk.says(CLEO, "Cookie")


async def test_a_question_that_was_left_does_not_take_the_next_words(talk: Talk) -> None:
    await _asked(talk, "a birthday")
    assert "nothing was changed" in await talk.taps(ANA, "✖ Cancel")
    assert "Noted" not in await talk.says(ANA, "20 March")


async def test_no_is_the_answer_to_a_question_for_a_yes(talk: Talk) -> None:
    await talk.says(ANA, "/forget")
    assert "nothing was changed" in await talk.says(ANA, "No, thanks")
    assert "stamps" in await talk.says(ANA, "/card")


async def test_a_figure_that_was_typed_twice_is_confirmed_or_left_by_one_button_each(talk: Talk) -> None:
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "Rewards wait")
    await talk.says(CLEO, "a month")
    await talk.says(CLEO, "30")
    assert talk.labels(CLEO) == ["✔ Confirm", "Cancel"]


async def test_a_word_that_leaves_is_no_code_that_was_guessed(talk: Talk) -> None:
    for _ in range(12):
        await talk.says(CLEO, "cancel")
    assert "many wrong codes" not in await talk.says(CLEO, "K7M2QX")


@pytest.mark.parametrize("question", ["a birthday", "a goal's date"])
async def test_a_complaint_reaches_the_shop_whatever_was_asked(talk: Talk, question: str) -> None:
    await _asked(talk, question)
    assert "Shall I pass this on?" in await talk.says(ANA, "the coffee was cold and nobody cared")
    assert "Passed on to Café Luna" in await talk.says(ANA, "yes")


@pytest.mark.parametrize("question", ["a birthday", "a goal's date"])
async def test_a_wish_for_something_else_is_followed_whatever_was_asked(talk: Talk, question: str) -> None:
    await _asked(talk, question)
    assert "can't read that" in await talk.says(ANA, "in summer")
    assert "Code: " in await talk.says(ANA, "show my card please")
