"""From the poster to the free coffee: what a café buys Stempel for."""

import pytest

from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@pytest.mark.drawn
@everywhere
async def test_the_poster_leads_to_the_free_coffee(stage: Stage) -> None:
    cafe = await stage.cafe()
    assert "Welcome to Café Luna, Ana!" in await cafe.joins(ANA)
    for number in (1, 2, 3):
        assert f"Ana, {number} of 4 stamps ✔ stamped" in await stage.scans(EVA, ANA)
        stage.later(minutes=30)
        await stage.says(ANA, "/card")
    assert "🎉 Earned: Free coffee" in await stage.scans(EVA, ANA)
    code = await stage.taps(ANA, "Use: Free coffee")
    assert "Show this code to the cashier" in code
    assert "🎁 Free coffee for Ana ✔ redeemed" in await stage.scans(EVA, ANA)
    assert "“Free coffee” was handed out. Enjoy!" in stage.last(ANA).text
    assert await stage.balance(ANA) == 0


@pytest.mark.slow
async def test_a_full_card_is_what_the_customer_sees_until_the_coffee_is_had(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for _ in range(4):
        await stage.scans(EVA, ANA)
        stage.later(minutes=30)
        await stage.says(ANA, "/card")
    assert "Café Luna · Free coffee: yours!" in stage.newest(ANA).text
    assert not [message.text for message in stage.chat(ANA) if "4 to go" in message.text][1:]  # as she joined


async def test_a_stamp_is_given_whichever_way_the_code_comes(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "1 of 4" in await stage.scans(EVA, ANA)
    stage.later(minutes=2)
    await stage.says(ANA, "/card")
    assert "2 of 4" in await stage.sends_photo(EVA, stage.picture(ANA))
    stage.later(minutes=2)
    assert "3 of 4" in await stage.says(EVA, stage.short_code(ANA).lower())
    stage.later(minutes=2)
    await stage.says(EVA, "/find an")
    assert "Earned: Free coffee" in await stage.taps(EVA, "Ana · 3 of 4 stamps")
    assert await stage.balance(ANA) == 0


async def test_the_customer_sees_the_stamp_at_once_in_place_where_that_can_be(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    [before] = stage.chat(ANA)
    await stage.scans(EVA, ANA)
    after = stage.newest(ANA)
    if stage.channel.can_replace:
        assert len(stage.chat(ANA)) == 1
        assert after.id == before.id
        assert after.picture != before.picture
    assert "✔ 1 stamp · 12:00 · Eva" in after.text
    assert "1 of 4 stamps" in after.text


async def test_a_customer_who_shows_a_picture_of_long_ago_gets_a_receipt_of_its_own(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    stage.later(hours=3)
    await stage.says(EVA, stage.short_code(ANA))
    assert "Café Luna: ✔ 1 stamp · 15:00 · Eva" in stage.last(ANA).text
    assert "1 of 4 stamps" in stage.newest(ANA).text


async def test_one_more_stamp_takes_one_tap_and_a_double_tap_gives_one(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    plus_one = stage.platform.data_under(EVA, "+1")
    before = stage.last(EVA)
    assert "2 of 4" in await stage.taps(EVA, "+1")
    await stage.taps_data(EVA, plus_one)
    assert await stage.balance(ANA) == 2
    assert before.id in [seen.id for seen in stage.chat(EVA)]
    await stage.taps(EVA, "+1")
    assert "One visit gives at most 3 here." not in stage.last(EVA).text
    assert "+1" not in stage.last(EVA).labels  # three a visit is the shop's limit
    assert await stage.balance(ANA) == 3


async def test_the_same_code_scanned_twice_is_one_visit(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    code = stage.code_of(ANA)
    await stage.opens(EVA, code)
    assert "Already stamped at 12:00 by Eva." in await stage.opens(EVA, code)
    assert "2 of 4" in await stage.taps(EVA, "Stamp again")


async def test_rewards_of_a_card_wait_until_they_are_wanted(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for _ in range(4):
        await stage.scans(EVA, ANA)
        stage.later(minutes=2)
    stage.later(days=40)
    assert "🎁 Free coffee" in await stage.says(ANA, "/rewards")
    await stage.says(ANA, "/card")
    assert "Waiting: Free coffee" in await stage.scans(EVA, ANA)


async def test_two_shops_live_in_one_bot(stage: Stage) -> None:
    luna = await stage.cafe()
    sol = await stage.cafe("Bar Sol", cashiers=[BEN])
    await luna.joins(ANA)
    await sol.joins(ANA)
    assert "Bar Sol, " not in await stage.scans(BEN, ANA)
    await stage.says(ANA, "/card")
    assert "Bar Sol · 1 of 4 stamps" in stage.last(ANA).text
    await stage.taps(ANA, "Café Luna")
    assert "Café Luna · 0 of 4 stamps" in stage.last(ANA).text
    assert "Ana, 1 of 4 stamps" in await stage.scans(EVA, ANA)
    assert await stage.balance(ANA) == 2


async def test_the_menu_offers_each_what_they_may_do(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    ana, eva, cleo = [await stage.offered(person) for person in (ANA, EVA, CLEO)]
    assert "Take a stamp back" not in ana
    assert {"Show my card", "Take a stamp back", "Find a customer by name"} <= eva & cleo
