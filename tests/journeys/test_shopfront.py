"""What an owner makes of the shop's looks in chat, and what cards and posters then show."""

from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.people import ANA, CLEO
from tests.journeys.stage import Stage


def shown(picture: bytes) -> str:
    """Return what a picture shows, as the sketch of it noted."""
    return str(Image.open(BytesIO(picture)).info["shows"])


async def test_a_colour_and_an_icon_are_seen_on_the_next_card_and_poster(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Colour")
    assert "→ #224466" in await stage.says(CLEO, "#246")
    assert "colour='#224466'" in shown(stage.picture(CLEO)), "a card as it would look"
    await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Stamp")
    await stage.taps(CLEO, "🥐")
    answer = await stage.taps(CLEO, "✔ Confirm")
    assert "· Stamp: 🥐" in answer
    await stage.says(ANA, "/card")
    await stage.says(CLEO, "/poster")
    for person in (ANA, CLEO):
        assert "colour='#224466'" in shown(stage.picture(person))
        assert "icon='🥐'" in shown(stage.picture(person))
    audit = await stage.says(CLEO, "/audit")
    assert "Colour: " in audit
    assert "Stamp: none → 🥐" in audit


async def test_any_emoji_that_can_be_drawn_is_a_stamp(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Stamp")
    await stage.taps(CLEO, "More icons")
    assert "🍕" in stage.newest(CLEO).labels or "🍕" in stage.newest(CLEO).text
    assert "→ 👩‍🍳" in await stage.says(CLEO, "👩‍🍳")
    assert "· Stamp: 👩‍🍳" in await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Stamp")
    assert "→ a check mark" in await stage.taps(CLEO, "✓ a check mark")
    assert "· Stamp: a check mark" in await stage.taps(CLEO, "✔ Confirm")


@pytest.mark.parametrize("typed", ["A", "7️⃣", "🍕🍕", "Pizza", "\U0001fae9", "⠀"])
async def test_what_is_not_one_emoji_that_can_be_drawn_is_refused_in_words(stage: Stage, typed: str) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Stamp")
    assert "not one emoji that I can draw" in await stage.says(CLEO, typed)


async def test_a_colour_on_which_nothing_can_be_read_is_answered_with_the_nearest_that_works(
    stage: Stage,
) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Colour")
    answer = await stage.says(CLEO, "#ff3b30")
    assert "Letters on #ff3b30 can't be read well" in answer
    nearest = answer.partition("on which they can is ")[2][:7]
    assert f"→ {nearest}" in answer
    assert f"· Colour: {nearest}" in await stage.taps(CLEO, "✔ Confirm")
    await stage.taps(CLEO, "Colour")
    assert "→ #ffff00" in (light := await stage.says(CLEO, "yellow"))
    assert "can't be read" not in light, "dark letters can"
    await stage.taps(CLEO, "✖ Cancel")
    await stage.taps(CLEO, "Colour")
    assert "I know no such colour." in await stage.says(CLEO, "sunshine")


async def test_a_time_zone_that_does_not_exist_is_refused_in_words(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "shop name")
    await stage.taps(CLEO, "Time zone")
    assert "I know no such time zone." in await stage.says(CLEO, "Mars/Olympus")
