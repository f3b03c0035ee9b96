"""A coalition's card at the till of a partner, and in its customer's hand: booked, corrected, taken back, asked about."""

import pytest

from tests.journeys.partners import NIA, ROSA, heard, open_two, spends, together
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@pytest.mark.slow
@everywhere
async def test_a_till_takes_back_what_it_booked(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "40")
    assert "on the card of High Street is taken back below its own message" in await stage.says(EVA, "/undo")
    assert "Taken back." in await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 0


@pytest.mark.slow
@everywhere
async def test_an_amount_typed_after_the_card_of_a_coalition_corrects_that_visit(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "40")
    asked = await stage.says(EVA, "45")
    assert "€40.00 is booked. Shall I take that back and book the new amount?" in asked
    assert "Ana" not in asked
    await stage.taps(EVA, "✔ €45.00")
    assert await stage.balance(ANA) == 45
    assert "took back 40" in await stage.says(CLEO, "/audit")


@everywhere
async def test_what_is_asked_about_a_line_goes_to_the_partner_where_it_was_booked(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "40")
    stage.later(minutes=5)
    await stage.says(ANA, "/card")
    await spends(stage, NIA, "30")
    await stage.says(ANA, "/history")
    await stage.taps(ANA, "❓ Ask about a line")
    await stage.taps(ANA, "12 March, 12:00 · +40 · Eva")
    asked = await stage.taps(ANA, "This wasn't me")
    assert "They read your name with it." in asked
    assert "✉ Tell Bakery Sol" not in stage.last(ANA).labels
    marks = {one: stage.platform.mark(one) for one in (CLEO, ROSA)}
    assert "✔ Passed on to Café Luna." in await stage.taps(ANA, "✉ Tell Café Luna")
    told = heard(stage, CLEO, marks[CLEO])
    assert "Ana writes to you" in told
    assert "High Street: 12 March, 12:00 · +40 · Eva\nThis wasn't me" in told
    assert not heard(stage, ROSA, marks[ROSA])
    await stage.says(ANA, "/history")
    await stage.taps(ANA, "❓ Ask about a line")
    await stage.taps(ANA, "Something is missing")
    await stage.says(ANA, "I came yesterday")
    assert {"✉ Tell Café Luna", "✉ Tell Bakery Sol"} <= set(stage.last(ANA).labels)


@everywhere
async def test_words_of_who_has_a_coalitions_card_alone_reach_its_partners(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await stage.says(ANA, "The girl was very rude to me today!")
    assert {"✉ Tell Café Luna", "✉ Tell Bakery Sol"} <= set(stage.last(ANA).labels)
    mark = stage.platform.mark(ROSA)
    await stage.taps(ANA, "✉ Tell Bakery Sol")
    assert "very rude" in heard(stage, ROSA, mark)
    await stage.says(ROSA, "/inbox")
    await stage.taps(ROSA, "↩ Answer")
    mark = stage.platform.mark(ANA)
    await stage.says(ROSA, "I am sorry!")
    assert "💬 Bakery Sol answers you:\n“I am sorry!”" in heard(stage, ANA, mark)


@everywhere
async def test_who_serves_a_shared_card_reads_what_of_it_they_can_take_back(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "120")
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Thank you" in label))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if label.startswith("Yes")))
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Use" in label))
    code = stage.code_of(ANA)
    await stage.opens(NIA, code)
    back = stage.platform.data_under(NIA, "↩ Undo")
    assert "Taken back" in await stage.taps_data(NIA, back)
    assert "That was taken back already." in await stage.taps_data(NIA, back)
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, next(label for label in stage.last(ANA).labels if "Use" in label))
    await stage.opens(EVA, stage.code_of(ANA))
    assert "Somebody else did this at the till" in await stage.taps_data(NIA, back)
    stage.later(minutes=11)
    assert "on a card of several shops it stays" in await stage.taps(EVA, "↩ Undo")


@everywhere
async def test_what_a_colleague_booked_on_a_shared_card_is_left_to_them(stage: Stage) -> None:
    luna, _ = await open_two(stage)
    await luna.hires(TOM)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "12")
    assert "This code was used" in await stage.says(TOM, stage.short_code(ANA))
    assert "Somebody else did this at the till" in await stage.taps(TOM, "↩ Undo")
    stage.later(days=2)
    assert "on a card of several shops it stays" in await stage.taps(EVA, "↩ Undo")


@everywhere
async def test_what_is_taken_back_on_a_card_of_several_shops_is_found_by_its_code(stage: Stage) -> None:
    luna, _ = await open_two(stage)
    await luna.hires(TOM)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "120")
    code = stage.short_code(ANA)
    assert "There is nothing on this card that you could take back" in await stage.says(TOM, f"/undo {code}")
    assert f"{code}: which one shall I take back?" in await stage.says(EVA, f"/undo {code}")
    assert "Ana" not in " ".join(stage.last(EVA).labels)
    assert "Taken back." in await stage.taps(EVA, stage.last(EVA).labels[0])
    assert await stage.balance(ANA) == 0


@everywhere
async def test_a_card_says_which_shops_take_it_until_the_last_has_left(stage: Stage) -> None:
    await open_two(stage)
    link = await together(stage)
    await stage.opens(ANA, link)
    assert "🤝 Good at Café Luna and Bakery Sol." in await stage.says(ANA, "/card")
    await stage.says(ROSA, "/coalition")
    assert "for the others" in await stage.taps(ROSA, "Leave")
    await stage.taps(ROSA, "Yes, leave")
    assert "🤝 Good at Café Luna and Bakery Sol (leaves on 11 April)." in await stage.says(ANA, "/card")
    await stage.says(CLEO, "/coalition")
    assert "customers can't spend what is on their cards any more" in await stage.taps(CLEO, "Leave")
    await stage.taps(CLEO, "Yes, leave")
    stage.later(days=31)
    await stage.house.campaign()
    shown = await stage.says(ANA, "/card")
    assert "No shop takes this card any more: all of High Street have left." in shown
    assert "Shops see that this card is good" not in shown
    assert "leads nowhere any more" in await stage.opens(BEN, link)


async def test_a_card_without_a_name_is_called_a_card_once_in_hungarian(stage: Stage) -> None:
    await open_two(stage)
    await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "40")
    await stage.says(EVA, "/language")
    await stage.taps(EVA, "Magyar")
    asked = await stage.says(EVA, "45")
    assert f"{stage.short_code(ANA)} kártya: 40,00" in asked
    assert "kártya kártyájára" not in asked


async def test_what_a_shop_booked_on_a_shared_card_stands_in_its_day_and_its_week(stage: Stage) -> None:
    await open_two(stage)
    assert "Good at Café Luna and Bakery Sol." in await stage.opens(ANA, await together(stage))
    await spends(stage, EVA, "120")
    stage.later(minutes=5)
    await spends(stage, NIA, "30")
    booked = "🤝 High Street: 1 visit · 120 points · €120.00 · 0 rewards handed out"
    day = await stage.says(EVA, "/today")
    assert booked in day
    assert "Nothing was booked" not in day
    assert "Ana" not in day
    assert booked in await stage.says(CLEO, "/stats")
    assert "30 points · €30.00" in await stage.says(ROSA, "/today")
    assert "Good at Café Luna and Bakery Sol." in await stage.says(ANA, "/rewards")
