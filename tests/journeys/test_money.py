"""An owner asks what the month brings, and what the coming fortnight will cost; on every channel."""

import pytest

from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@everywhere
async def test_an_owner_sees_the_weather_of_her_rewards_once_four_weeks_are_known(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "/money")
    assert "I can say after 4 weeks of visits" in await stage.taps(CLEO, "🌦 The coming fortnight")
    for _ in range(6):
        await stage.says(ANA, "/card")
        await stage.scans(EVA, ANA)
        stage.later(days=7)
    await stage.says(CLEO, "/money")
    told = await stage.taps(CLEO, "🌦 The coming fortnight")
    assert "About 0 rewards will be fetched (0 to" in told
    assert "🎁 1 reward waits" in told
    assert "A fortnight ago I would have said 0" in told
    assert "so far" in await stage.taps(CLEO, "← The month")


@everywhere
async def test_an_owner_says_what_the_till_took_and_reads_what_a_customer_is_worth(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(CLEO, "/calculator")
    await stage.taps(CLEO, "Average sale")
    await stage.says(CLEO, "8.00")
    await stage.taps(CLEO, "Margin")
    await stage.says(CLEO, "50")
    stage.later(days=31)
    await stage.says(CLEO, "/money")
    assert "What did the shop take in" in await stage.taps(CLEO, "🧾 What the till took")
    assert "members spent 2% of the €400.00" in await stage.says(CLEO, "400")
    await stage.house.refit()
    worth = await stage.taps(CLEO, "💎 What one is worth")
    assert "How long customers stay I can tell after half a year of visits." in worth
    assert "Of 1 new customer of a year 0% came again within four weeks" in worth
    assert "Nobody was won back yet" in worth
    assert "said what the shop took in" in await stage.says(CLEO, "/audit")
    assert "🧭 Birthday known of 0%; reminders agreed by 0%, offers by 0%." in await stage.says(
        CLEO, "/stats"
    )


@pytest.mark.slow
@everywhere
async def test_an_owner_says_what_each_branch_took_and_reads_the_share_of_members_there(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.says(CLEO, "/calculator")
    await stage.taps(CLEO, "Average sale")
    await stage.says(CLEO, "8.00")
    await stage.taps(CLEO, "Margin")
    await stage.says(CLEO, "50")
    for name in ("Centre", "Station"):
        await stage.says(CLEO, "/staff")
        await stage.taps(CLEO, "📍 Branches")
        await stage.taps(CLEO, "➕ Add a branch")
        await stage.says(CLEO, name)
    await stage.says(CLEO, "/money")
    await stage.taps(CLEO, "📍 Station")
    assert "Station was not open yet last month." in await stage.taps(CLEO, "🧾 What the till took")
    assert "Station" in await stage.taps(CLEO, "← The month")
    await stage.says(EVA, "/branch station")
    await stage.scans(EVA, ANA)
    stage.later(days=31)
    await stage.says(CLEO, "/money")
    assert "📍 Station: not told yet" in await stage.taps(CLEO, "🧾 What the till took")
    assert "What did Station take in" in await stage.taps(CLEO, "📍 Station")
    assert "members spent 4% of the €200.00 that Station took" in await stage.says(CLEO, "200")
    await stage.house.refit()
    assert "told of 1 of 2 branches" in await stage.taps(CLEO, "💶 The whole shop")
    await stage.taps(CLEO, "🧾 What the till took")
    await stage.taps(CLEO, "📍 Centre")
    assert "members spent 0% of the €200.00 that Centre took" in await stage.says(CLEO, "200")
    whole = await stage.taps(CLEO, "💶 The whole shop")
    assert "members spent 2% of the €400.00 that the branches took together" in whole
    await stage.taps(CLEO, "📍 Station")
    assert "So far: €200.00" in await stage.taps(CLEO, "🧾 What the till took")
    assert "members spent" not in await stage.taps(CLEO, "🗑 Not known")
    assert "said what a branch took: " in await stage.says(CLEO, "/audit")
