"""A customer rises to a level, reads what keeps it, and loses it after its grace: on every channel."""

import pytest

from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Reward
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage
from tests.programmes import stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
CLUB = Levels((Level("Silver", 2, plus=1), Level("Gold", 4, plus=2)), days=10, grace=5)


@everywhere
async def test_a_level_rises_is_told_kept_and_falls(stage: Stage) -> None:
    cafe = await stage.cafe(programme=stamp_card((Reward("r1", "Free coffee", 30),), parts=(CLUB,)))
    await cafe.joins(ANA)
    assert "2 more visits to Silver" in await stage.says(ANA, "/level")
    await stage.scans(EVA, ANA)
    stage.later(days=1)
    await stage.says(ANA, "/card")
    assert "🏅 Silver" in await stage.scans(EVA, ANA)
    assert await stage.balance(ANA) == 2
    read = await stage.says(ANA, "/level")
    assert "2 more visits keep it · 2 to Gold" in read
    assert "Each visit brings you +1 stamp." in read
    assert "Silver until" in await stage.says(ANA, "/card")
    stage.later(days=1)
    await stage.says(ANA, "/card")
    assert "✨ +1 · Levels" in await stage.scans(EVA, ANA)
    assert await stage.balance(ANA) == 4
    await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 2
    stage.later(days=20)
    assert "2 more visits to Silver" in await stage.says(ANA, "/level")


@everywhere
async def test_an_owner_sets_levels_up_by_the_screen_of_bonuses(stage: Stage) -> None:
    cafe = await stage.cafe(programme=stamp_card((Reward("r1", "Free coffee", 10),)))
    await cafe.joins(ANA)
    assert "No shop of yours has levels" in await stage.says(ANA, "/level")
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    assert "Who comes more often" in await stage.taps(CLEO, "➕ Levels")
    await stage.taps(
        CLEO, next(label for label in stage.last(CLEO).labels if label.startswith("Silver 6: +1"))
    )
    await stage.taps(CLEO, "Levels")
    assert "Begin with the lowest level" in await stage.says(CLEO, "Gold 4 +2, Silver 2 +1")
    assert "A share of one stamp is none" in await stage.says(CLEO, "Silver 2 +1, Gold 4 +50 %")
    assert "I did not understand that." in await stage.says(CLEO, "Gold, please")
    assert "Silver 1: +1 stamp, Gold 4: +2 stamps" in await stage.says(CLEO, "Silver 1 +1, Gold 4 +2")
    await stage.taps(CLEO, "Within days")
    assert "within 1 to 366 days" in await stage.says(CLEO, "0")
    await stage.says(CLEO, "30")
    assert "Gold 4: +2 stamps; visits within 30 days" in await stage.taps(CLEO, "✔ Use it")
    await stage.taps(CLEO, "✔ Confirm")
    await stage.scans(EVA, ANA)
    assert "Silver until" in await stage.says(ANA, "/level")
