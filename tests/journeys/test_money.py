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
