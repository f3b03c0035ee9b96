"""Whatever an owner gives a name to goes by one rule: a letter, a figure or a picture is one, a mere sign is none."""

import pytest

from bot.turn import Choice
from tests.talk import CLEO, Talk

NO_NAME = "I see no letter, figure or picture in that. Type it again."
NO_PLACE = "That is no name. Type one that people can read."
NOTED = Choice("What you note", "attributes", "1")  # is offered where the night counted customers
THINGS = {
    "a reward": ("/rewards", "➕ Add a reward"),
    "another text for a reward": ("/rewards", "✏ Cookie", "Text"),
    "what is noted": (NOTED,),
    "a filter": ("/broadcast", "🔎 A filter of my own", "What they are", "❤ True friends"),
    "an event": ("/events", "➕ New event"),
    "a prize": ("/draw", "➕ Open a draw", "🎟 Drawn at the end"),
}
PLACES = {
    "a branch": ("/staff", "📍 Branches", "➕ Add a branch"),
    "the shop": ("/programme", "🏪 The shop", "Name"),
}


async def asked(talk: Talk, way: tuple[str | Choice, ...]) -> str:
    """Lead Cleo to a question for a name."""
    said = ""
    for step in way:
        is_command = isinstance(step, str) and step.startswith("/")
        said = await (talk.says(CLEO, str(step)) if is_command else talk.taps(CLEO, step))
    return said


@pytest.mark.parametrize("nothing", [",", "…", "–", "?!", '"', "   "])
@pytest.mark.parametrize("thing", THINGS)
async def test_a_sign_alone_names_nothing_and_is_asked_for_again(
    luna: Talk, thing: str, nothing: str
) -> None:
    await asked(luna, THINGS[thing])
    assert (await luna.says(CLEO, nothing)).startswith(NO_NAME)
    assert "no letter, figure or picture" not in await luna.says(CLEO, "Walk")


@pytest.mark.parametrize("name", ["☕", "7", "☕ to go"])
@pytest.mark.parametrize("thing", THINGS)
async def test_a_picture_or_a_figure_names_a_thing(luna: Talk, thing: str, name: str) -> None:
    await asked(luna, THINGS[thing])
    assert "no letter, figure or picture" not in await luna.says(CLEO, name)


@pytest.mark.parametrize("name", [",", "☕", "   "])
@pytest.mark.parametrize("place", PLACES)
async def test_a_place_has_a_name_that_can_be_said(luna: Talk, place: str, name: str) -> None:
    await asked(luna, PLACES[place])
    assert NO_PLACE in await luna.says(CLEO, name)
    assert NO_PLACE not in await luna.says(CLEO, "Nova 2")
