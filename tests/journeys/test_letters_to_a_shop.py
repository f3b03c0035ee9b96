"""A complaint finds its way to the owner and an answer back, on every messenger, also a day later."""

from tests.journeys.campaigns import either
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.stage import Stage

COLD = "My coffee was cold this morning and nobody cared"


async def test_a_complaint_is_passed_on_and_answered(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "Shall I pass this on?" in await stage.says(ANA, COLD)
    cleo, eva = stage.platform.mark(CLEO), stage.platform.mark(EVA)
    assert "Passed on to Café Luna" in await stage.taps(ANA, "✉ Tell Café Luna")
    assert [seen.text for seen in stage.platform.since(CLEO, cleo)] == [
        f"💬 Café Luna: Ana writes to you:\n“{COLD}”"
    ]
    assert stage.platform.since(EVA, eva) == []
    await stage.taps(CLEO, "↩ Answer")
    ana = stage.platform.mark(ANA)
    assert "on its way" in await stage.says(CLEO, "Sorry, Ana! Your next one is on us.")
    assert "Café Luna answers you:\n“Sorry, Ana!" in stage.platform.since(ANA, ana)[-1].text


async def test_after_a_day_of_silence_it_gets_through_all_the_same(stage: Stage) -> None:
    cafe = await stage.cafe()
    stage.later(days=2)
    await cafe.joins(ANA)
    await stage.says(ANA, COLD)
    cleo = stage.platform.mark(CLEO)
    await stage.taps(ANA, "✉ Tell Café Luna")
    assert COLD in stage.platform.since(CLEO, cleo)[-1].text
    await stage.taps(CLEO, either(stage, "↩ Answer", "Answer"))
    stage.later(days=2)
    await stage.taps(CLEO, either(stage, "↩ Answer", "Answer"))
    ana = stage.platform.mark(ANA)
    await stage.says(CLEO, "Sorry, Ana! Your next one is on us.")
    assert "Sorry, Ana! Your next one is on us." in stage.platform.since(ANA, ana)[-1].text
