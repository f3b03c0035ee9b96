"""An owner answers how many with what is counted, as people do: the unit that was asked for is part of the number."""

import pytest

from storage.engine.database import Database
from tests.talk import ANA, CLEO, Talk


@pytest.fixture
async def luna(sqlite_db: Database) -> Talk:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    await talk.opens(CLEO, "i" + opened.owner_token)
    return talk


@pytest.mark.parametrize(
    ("taps", "typed", "reads"),
    [
        (["Rewards wait"], "30 dagen", "→ 30 days"),
        (["Pause between visits"], "20 perc", "→ 20 minutes"),
        (["Most per visit"], "3 stamps", "→ 3 stamps"),
    ],
)
async def test_a_rule_is_typed_with_its_unit(luna: Talk, taps: list[str], typed: str, reads: str) -> None:
    await luna.says(CLEO, "/programme")
    for tap in taps:
        await luna.taps(CLEO, tap)
    assert reads in await luna.says(CLEO, typed)


async def test_another_unit_than_was_asked_for_is_asked_again_and_not_misread(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "Pause between visits")
    assert "→" not in await luna.says(CLEO, "2 days")
    assert "none → 120 minutes" in await luna.says(CLEO, "2 hours")


async def test_a_target_is_typed_with_its_thousands_parted_and_what_it_counts(luna: Talk) -> None:
    await luna.says(CLEO, "/target")
    await luna.taps(CLEO, "Visits")
    assert "By which day?" in await luna.says(CLEO, "1.000 bezoeken")
    assert "0 of 1,000" in await luna.says(CLEO, "30 June")


async def test_the_days_of_a_draw_are_typed_as_days(luna: Talk) -> None:
    await luna.says(CLEO, "/draw")
    await luna.taps(CLEO, "➕ Open a draw")
    await luna.taps(CLEO, "🎟 Drawn at the end")
    for answer in ("Dinner for two", "25", "1 prize"):
        await luna.says(CLEO, answer)
    assert "without a purchase" in await luna.says(CLEO, "7 nap")
