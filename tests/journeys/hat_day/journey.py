"""What happens where hat day was added: from due to sent."""

from actions.campaigns.kinds import kind_named
from tests.journeys.campaigns import TEN_STAMPS, opened, round_for
from tests.journeys.people import ANA, CLEO
from tests.journeys.platforms import TELEGRAM
from tests.journeys.stage import Stage


@TELEGRAM
async def test_it_goes_from_due_to_sent_and_is_explained(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, kind_named("hat_day"))
    assert "🎩 Café Luna wears a hat." in await round_for(stage, ANA)
    assert "Because it is hat day." in await stage.taps(ANA, "Why this?")
    assert await round_for(stage, ANA) == ""
    await stage.says(CLEO, "/campaigns")
    assert "wears a hat" in await stage.taps(CLEO, "✔ Hat day")
