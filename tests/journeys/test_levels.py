"""A customer rises to a level, reads what keeps it, and loses it after its grace: on every channel."""

from dataclasses import replace

import pytest

from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Reward
from tests.journeys.campaigns import comes, either, opened, reminded, round_for
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage
from tests.kinds import LEVEL_FALLING, LEVEL_NEAR
from tests.programmes import points_card, stamp_card

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


@pytest.mark.slow
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


@everywhere
async def test_a_level_that_ends_is_told_a_week_before_and_on_the_day_before_its_last(stage: Stage) -> None:
    rules = stamp_card((Reward("r1", "Free coffee", 30),), parts=(replace(CLUB, grace=20),))
    await opened(stage, rules, LEVEL_FALLING)
    await comes(stage, 2, every_days=1)
    stage.later(days=21)
    said = await reminded(stage, ANA)
    assert (
        "your level Silver ends soon.\nUntil 10 April: 7 days left.\n2 more visits by then, and you keep it."
        in said
    )
    stage.later(days=6)
    expected = either(stage, "Tomorrow, 10 April, is the last day.", "Its last day: 10 April")
    assert expected in await round_for(stage, ANA)


@everywhere
async def test_a_level_that_is_near_is_told_once_in_a_silence(stage: Stage) -> None:
    rules = stamp_card((Reward("r1", "Free coffee", 30),), parts=(replace(CLUB, days=60),))
    await opened(stage, rules, LEVEL_NEAR)
    await comes(stage)
    stage.later(days=22)
    assert ": 1 more visit, and you are at Silver." in await reminded(stage, ANA)
    stage.later(days=5)
    assert "Silver" not in await round_for(stage, ANA)


MENU = points_card((Reward("tea", "Tea", 30), Reward("cake", "Cake", 20)), parts=(CLUB,))


@everywhere
async def test_an_owner_keeps_a_reward_for_a_level_and_customers_read_how_they_get_there(
    stage: Stage,
) -> None:
    cafe = await stage.cafe(programme=MENU)
    await cafe.joins(ANA)
    await stage.says(CLEO, "/rewards")
    for label in ("✏ Cake", "Kind of reward", "For a level"):
        await stage.taps(CLEO, label)
    assert "20 points: Cake (from Silver on)" in await stage.taps(CLEO, "from Silver on")
    await stage.taps(CLEO, "✔ Confirm")
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "25.00")
    assert "Cake: 20 points (from Silver on)" in await stage.says(ANA, "/rewards")
    assert "Get: Cake" not in stage.last(ANA).labels
    stage.later(days=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "5.00")
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Get: Cake")
    assert "🏅 Silver 1 · Gold 0" in await stage.says(CLEO, "/stats")
    await stage.taps(EVA, "↩ Undo")  # with the visit goes the level that it reached
    refused = await stage.taps(ANA, "Yes, get it")
    assert "“Cake” is there from Silver on. Nothing was spent;" in refused
    way = await stage.taps(ANA, "🏅 My level")
    assert "1 more visit to Silver" in way
    assert "🎁 Cake: 20 points (from Silver on)" in way
    assert "🏅 Silver 0 · Gold 0" in await stage.says(CLEO, "/stats")


@everywhere
async def test_levels_by_what_is_spent_in_a_year_are_set_up_in_chat_and_stand_on_the_card(
    stage: Stage,
) -> None:
    cafe = await stage.cafe(programme=points_card((Reward("tea", "Tea", 300),)))
    await cafe.joins(ANA)
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    await stage.taps(CLEO, "➕ Levels")
    await stage.taps(CLEO, next(one for one in stage.last(CLEO).labels if one.startswith("Silver €100")))
    await stage.taps(CLEO, "Levels")
    assert "Let all levels go by visits" in await stage.says(CLEO, "Silver €20 +10 %, Gold 12 +2")
    await stage.says(CLEO, "Silver €20 +10 %, Gold €90 +25 % +30 days")
    await stage.taps(CLEO, "Within days")
    said = await stage.says(CLEO, "year")
    assert "Gold €90.00: +25 %, rewards wait 30 days longer; what is spent within a calendar year" in said
    await stage.taps(CLEO, "✔ Use it")
    await stage.taps(CLEO, "✔ Confirm")
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "15.00")
    assert "€5.00 more to Silver" in await stage.says(ANA, "/level")
    stage.later(days=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    assert "🏅 Silver" in await stage.says(EVA, "5.00")
    read = await stage.says(ANA, "/level")
    assert "Silver until 1 March 2027 · €70.00 to Gold\n€20.00 from 1 January 2027 on keeps it" in read
