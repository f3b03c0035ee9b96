"""A yes that is typed does what the button does, and no other text is taken for one."""

import pytest

from bot.short_answers import YES, means_yes
from storage.engine.database import Database
from tests.talk import ANA, CLEO, Talk

GONE = "I don't know you any more"


@pytest.fixture
async def talk(sqlite_db: Database) -> Talk:
    """Let Ana have a card of Cleo's shop, where Eva works."""
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.stamped(ANA, opened, 1)
    await talk.opens(CLEO, "i" + opened.owner_token)
    return talk


@pytest.mark.parametrize("word", ["yes", "Yes!", "ja", "IGEN", "ok", "Ja, graag", "oke"])
async def test_a_typed_yes_is_the_button(talk: Talk, word: str) -> None:
    await talk.says(ANA, "/forget")
    assert GONE in await talk.says(ANA, word)


@pytest.mark.parametrize("word", ["no", "yes but later", "yesterday", "", "6"])
async def test_anything_else_is_no_yes_and_ends_the_question(talk: Talk, word: str) -> None:
    await talk.says(ANA, "/forget")
    assert GONE not in await talk.says(ANA, word)
    assert GONE not in await talk.says(ANA, "yes")


async def test_a_command_and_a_late_yes_are_not_taken_for_the_answer(talk: Talk) -> None:
    await talk.says(ANA, "/forget")
    assert "Café Luna" in await talk.says(ANA, "history")
    assert GONE not in await talk.says(ANA, "yes")
    await talk.says(ANA, "/forget")
    talk.wait(hours=2)
    assert GONE not in await talk.says(ANA, "yes")


async def test_a_yes_nobody_asked_for_does_nothing(talk: Talk) -> None:
    assert "1 of 10 stamps" in await talk.says(ANA, "yes")


async def test_an_owner_confirms_new_rules_by_typing(talk: Talk) -> None:
    await talk.says(CLEO, "/programme")
    await talk.taps(CLEO, "Most per day")
    await talk.says(CLEO, "3")
    assert "✔ Done." in await talk.says(CLEO, "ok")
    assert "✔ Done." not in await talk.says(CLEO, "ok")


async def test_an_owner_lets_somebody_go_by_typing(talk: Talk) -> None:
    await talk.says(CLEO, "/staff")
    await talk.taps(CLEO, "Eva")
    await talk.taps(CLEO, "Remove")
    assert "Eva is not on the staff any more." in await talk.says(CLEO, "yes")


def test_every_language_has_its_yes() -> None:
    assert all(means_yes(word.upper()) for words in YES.values() for word in words)
    assert not any(means_yes(text) for text in ("", "no", "nee", "nem", "yes no", "vandaag"))
