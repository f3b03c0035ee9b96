"""A complaint finds its way to the owner and an answer back, on every messenger, also a day later."""

from tests.journeys.campaigns import TEN_STAMPS, either, opened, reminded
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.stage import Stage
from tests.kinds import IMPROVEMENT

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


async def test_what_is_not_understood_waits_in_the_inbox_and_is_answered_twice(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "That I don't understand." in await stage.says(ANA, "oatmilk?")
    await stage.taps(ANA, "✉ Tell Café Luna")
    assert "1 letter waits for a word of yours" in await stage.says(CLEO, "/inbox")
    assert "“oatmilk?”" in await stage.taps(CLEO, "Ana: oatmilk?")
    for answer in ("From Monday on.", "Since today, in fact!"):
        await stage.taps(CLEO, "↩ Answer")
        ana = stage.platform.mark(ANA)
        await stage.says(CLEO, answer)
        assert f"“{answer}”" in stage.platform.since(ANA, ana)[-1].text
        await stage.says(CLEO, "/inbox")
        await stage.taps(CLEO, "✔ Answered ones")
        assert f"“{answer}”" in await stage.taps(CLEO, "Ana: oatmilk?")
    assert "no letter waits for you" in await stage.says(CLEO, "/inbox")


async def test_who_wrote_hears_what_came_of_it(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS, IMPROVEMENT)
    await stage.says(ANA, "Cold coffee!")
    await stage.taps(ANA, "✉ Tell Café Luna")
    await stage.says(CLEO, "/inbox")
    await stage.taps(CLEO, "🛠 You said, we did")
    await stage.taps(CLEO, "☐ Ana: Cold coffee!")
    await stage.says(CLEO, "We bought warm cups.")
    assert "1 person hears of it" in await stage.taps(CLEO, "✔ Tell them")
    assert "We bought warm cups." in await reminded(stage, ANA)


async def test_a_customer_asks_what_is_missing_and_reads_the_answer_in_the_history(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(ANA, "/history")
    await stage.taps(ANA, "❓ Ask about a line")
    await stage.taps(ANA, "Something is missing")
    assert "Passed on to Café Luna" in await stage.taps(ANA, "A stamp is missing")
    await stage.taps(CLEO, "↩ Answer")
    await stage.says(CLEO, "You are right, I book it.")
    said = await stage.says(ANA, "/history")
    assert "❓ You: “A stamp is missing”\n   💬 Café Luna: “You are right, I book it.”" in said
