"""What kind of reward one is, told by an owner who types as people type, and changes their mind."""

import pytest

from tests.talk import CLEO, Talk


async def _percent(luna: Talk) -> None:
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, luna.labels(CLEO)[0])
    await luna.taps(CLEO, "Kind of reward")
    await luna.taps(CLEO, "Percent off the bill")


@pytest.mark.parametrize(
    "typed", ["20", "20%", " 20 % ", "20 percent", "20 procent", "20 százalék", "２０％"]
)
async def test_percents_are_read_with_their_sign_or_word(luna: Talk, typed: str) -> None:
    await _percent(luna)
    assert "(20% off)" in await luna.says(CLEO, typed)


@pytest.mark.parametrize("typed", ["half", "12,5", "20 30", "%"])
async def test_what_is_no_whole_percent_is_asked_again(luna: Talk, typed: str) -> None:
    await _percent(luna)
    assert "I did not understand that." in await luna.says(CLEO, typed)
    assert "(20% off)" in await luna.says(CLEO, "20")


async def test_another_figure_may_be_typed_in_place_of_the_one_that_is_shown(luna: Talk) -> None:
    await _percent(luna)
    await luna.says(CLEO, "20")
    assert "(30% off)" in await luna.says(CLEO, "30")
    assert "(30% off)" in await luna.says(CLEO, "yes")
    await luna.says(CLEO, "/rewards")
    await luna.taps(CLEO, luna.labels(CLEO)[0])
    await luna.taps(CLEO, "Stamps")
    assert "→ 8 stamps" in await luna.says(CLEO, "8")
    assert "→ 9 stamps" in await luna.says(CLEO, "9")
    assert "9 stamps" in await luna.taps(CLEO, "✔ Confirm")
