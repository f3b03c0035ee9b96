"""What an owner opens a draw by: a yes opens what stands above it, and nothing else."""

from tests.talk import CLEO, Talk


async def test_an_older_yes_opens_nothing_that_it_did_not_sum_up(luna: Talk) -> None:
    await luna.says(CLEO, "/draw")
    await luna.taps(CLEO, "➕ Open a draw")
    await luna.taps(CLEO, "🎟 Drawn at the end")
    for answer in ("Breakfast", "12", "3", "7"):
        await luna.says(CLEO, answer)
    assert "One ticket is free" in await luna.taps(CLEO, "Yes, one is free")
    older = luna.button(CLEO, "✔ Open it")
    await luna.taps(CLEO, "← Back")
    assert "One ticket is free" not in await luna.taps(CLEO, "No, only visits")
    again = await luna.taps(CLEO, older)
    assert "The draw runs" not in again
    assert "Shall I open it like this?" in again
    assert "The draw runs" in await luna.taps(CLEO, "✔ Open it")
