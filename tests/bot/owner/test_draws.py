"""What an owner opens a draw by: a yes opens what stands above it, and nothing else."""

import pytest

from tests.talk import CLEO, Talk


async def _asked_whether_one_is_free(luna: Talk) -> None:
    await luna.says(CLEO, "/draw")
    await luna.taps(CLEO, "➕ Open a draw")
    await luna.taps(CLEO, "🎟 Drawn at the end")
    for answer in ("Breakfast", "12", "3", "7"):
        await luna.says(CLEO, answer)


async def test_an_older_yes_opens_nothing_that_it_did_not_sum_up(luna: Talk) -> None:
    await _asked_whether_one_is_free(luna)
    assert "One ticket is free" in await luna.taps(CLEO, "Yes, one is free")
    older = luna.button(CLEO, "✔ Open it")
    await luna.taps(CLEO, "← Back")
    assert "One ticket is free" not in await luna.taps(CLEO, "No, only visits")
    again = await luna.taps(CLEO, older)
    assert "The draw runs" not in again
    assert "Shall I open it like this?" in again
    assert "The draw runs" in await luna.taps(CLEO, "✔ Open it")


@pytest.mark.parametrize(("typed", "free"), [("igen", True), ("ja", True), ("nee", False), ("nem", False)])
async def test_a_typed_yes_or_no_answers_what_is_asked(luna: Talk, typed: str, *, free: bool) -> None:
    await _asked_whether_one_is_free(luna)
    summary = await luna.says(CLEO, typed)
    assert "Shall I open it like this?" in summary
    assert ("One ticket is free" in summary) is free


async def test_a_commands_word_is_the_command_beside_a_choice_and_the_prize_beside_a_question_for_words(
    luna: Talk,
) -> None:
    await luna.says(CLEO, "/draw")
    await luna.taps(CLEO, "➕ Open a draw")
    assert "Café Luna: the rules" in await luna.says(CLEO, "rules")
    await luna.says(CLEO, "/draw")
    await luna.taps(CLEO, "➕ Open a draw")
    await luna.taps(CLEO, "🎟 Drawn at the end")
    assert "What does one such prize cost you?" in await luna.says(CLEO, "rules")
