"""A points shop: what is spent becomes points, and points become rewards."""

import pytest

from loyalty.cards.programme import Reward
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage

CAKE = Reward("cake", "Cake", 20)
everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@everywhere
async def test_scan_and_type_the_amount_and_it_is_done(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    assert "Ana has 0 points. What was spent?" in await stage.scans(EVA, ANA)
    assert "Ana: +12 points ✔ now 12 points\n€12.50" in await stage.says(EVA, "12,50")
    assert "✔ 12 points · 12:00 · Eva" in stage.newest(ANA).text
    assert "Cookie” is yours." in await _buys(stage, "Cookie")
    assert "Show this code to the cashier" in await stage.taps(ANA, "Use: Cookie")
    assert "🎁 Cookie for Ana ✔ redeemed" in await stage.scans(EVA, ANA)
    assert await stage.balance(ANA) == 2


async def test_points_are_taken_back_whole(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "99.99")
    assert "Taken back. Ana: 0 points" in await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 0


async def test_the_cashier_redeems_points_and_the_customer_may_object(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    assert "Which reward?" in await stage.taps(EVA, "🎁 Redeem")
    assert "🎁 Cake for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Cake (50)")
    assert "“Cake” is yours again" in await stage.taps(ANA, "Not me!")
    assert await stage.balance(ANA) == 10
    assert "🎁 Cake" in await stage.says(ANA, "/rewards")


@everywhere
async def test_points_of_a_card_that_was_only_named_stay_until_the_customer_says_yes(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.says(EVA, stage.short_code(ANA))
    await stage.says(EVA, "60")
    await stage.taps(EVA, "🎁 Redeem")
    assert "I asked Ana: “Cake”" in await stage.taps(EVA, "🎁 Cake (50)")
    assert "Bakery Sol: use “Cake” now?" in stage.last(ANA).text
    assert await stage.balance(ANA) == 60
    yes = stage.platform.data_under(ANA, "Yes, hand it out")
    assert "Enjoy: Cake!" in await stage.taps_data(ANA, yes)
    assert "Ana said yes: hand out “Cake”." in stage.last(EVA).text
    assert "This reward is not there any more." in await stage.taps_data(ANA, yes)
    assert await stage.balance(ANA) == 10


async def test_a_typed_yes_to_the_till_is_the_button_below_the_question(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.says(EVA, stage.short_code(ANA))
    await stage.says(EVA, "60")
    await stage.taps(EVA, "🎁 Redeem")
    await stage.taps(EVA, "🎁 Cake (50)")
    assert "Enjoy: Cake!" in await stage.says(ANA, "yes")
    assert "Ana said yes: hand out “Cake”." in stage.last(EVA).text
    assert await stage.balance(ANA) == 10


async def test_a_redeem_button_of_before_asks_the_customer_whichever_reward_is_picked(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    stage.later(hours=1)
    assert "Which reward?" in await stage.taps(EVA, "🎁 Redeem")
    assert "I asked Ana: “Cake”" in await stage.taps(EVA, "🎁 Cake (50)")
    assert await stage.balance(ANA) == 60


async def test_a_cashiers_second_tap_hands_out_nothing_more(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "45")
    redeem = stage.platform.data_under(EVA, "🎁 Redeem")
    assert "🎁 Cookie for Ana ✔ redeemed" in await stage.taps_data(EVA, redeem)
    assert "Which reward?" in await stage.taps_data(EVA, redeem)
    cookie = stage.platform.data_under(EVA, "🎁 Cookie (10)")
    assert await stage.balance(ANA) == 35
    assert "🎁 Cookie for Ana ✔ redeemed" in await stage.taps_data(EVA, cookie)
    assert "Which reward?" in await stage.taps_data(EVA, cookie)
    assert await stage.balance(ANA) == 25


async def test_a_second_tap_on_a_redemptions_undo_says_that_it_is_done(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    await stage.taps(EVA, "🎁 Redeem")
    await stage.taps(EVA, "🎁 Cake (50)")
    undo = stage.platform.data_under(EVA, "↩ Undo")
    assert "Taken back. Ana: 60 points" in await stage.taps_data(EVA, undo)
    assert "“Cake” was taken back: it is not on the card any more." in await stage.taps_data(EVA, undo)


@everywhere
async def test_a_customer_hears_that_their_redemption_was_taken_back(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "60")
    await stage.taps(EVA, "🎁 Redeem")
    await stage.taps(EVA, "🎁 Cake (50)")
    assert "“Cake” was handed out. Enjoy!" in stage.last(ANA).text
    await stage.taps(EVA, "↩ Undo")
    told = "“Cake” was not handed out after all, and what it cost is yours again: 60 points."
    assert told in stage.last(ANA).text
    audit = await stage.says(CLEO, "/audit")
    assert "Eva · took back the handing out of a reward, card " in audit
    assert " · 🎁 Cake" in audit
    assert "because" not in audit


async def test_what_stands_in_the_way_of_a_correction_is_one_tap_away(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "10")
    await stage.taps(EVA, "🎁 Redeem")
    told = await stage.says(EVA, "12")
    assert "For Ana €10.00 is booked. For another customer, scan the card first." in told
    assert "Take that back first." in told
    assert "Which one shall I take back?" in await stage.taps(EVA, "↩ Undo")
    assert any("🎁 Cookie" in label for label in stage.last(EVA).labels)


async def test_a_purchase_beyond_the_balance_says_what_is_missing(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "55")
    await stage.says(ANA, "/rewards")
    cake = stage.platform.data_under(ANA, "Get: Cake")
    assert "Get “Cookie” for 10 points? You have 55 points." in await stage.taps(ANA, "Get: Cookie")
    assert await stage.balance(ANA) == 55
    assert "“Cookie” is yours." in await stage.taps(ANA, "Yes, get it")
    assert "5 points are missing for that." in await stage.taps_data(ANA, cake)
    assert await stage.balance(ANA) == 45


async def test_a_hurried_second_tap_buys_nothing_more_but_one_more_can_be_had(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "40")
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Get: Cookie")
    cookie = stage.platform.data_under(ANA, "Yes, get it")
    assert "“Cookie” is yours." in await stage.taps_data(ANA, cookie)
    assert "“Cookie” is yours." in await stage.taps_data(ANA, cookie)
    assert await stage.balance(ANA) == 30
    await stage.taps(ANA, "Get: Cookie")
    await stage.says(ANA, "yes")
    assert await stage.balance(ANA) == 20


@everywhere
async def test_what_can_be_had_now_is_said_when_it_is_and_taken_back_while_unused(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12,50")
    assert "🎁 Cookie can be had now: " in stage.last(ANA).text
    assert "38 to go: Cake" in stage.last(ANA).text
    await stage.taps(ANA, "Get: Cookie")
    assert "“Cookie” is yours." in await stage.taps(ANA, "Yes, get it")
    use = stage.platform.data_under(ANA, "Use: Cookie")
    assert "“Cookie” is given back, and 10 points are yours again: 12 points." in await stage.taps(
        ANA, "↩ Give it back"
    )
    assert "“Cookie” was taken back" in await stage.taps_data(ANA, use)
    assert "given back: Cookie" in await stage.says(ANA, "/history")
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12")
    assert "can be had now" not in stage.last(ANA).text


async def test_the_next_customers_code_may_come_instead_of_an_amount(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await bakery.joins(BEN)
    await stage.scans(EVA, ANA)
    assert "Ben has 0 points. What was spent?" in await stage.says(EVA, stage.short_code(BEN))
    await stage.says(EVA, "10")
    assert [await stage.balance(person) for person in (ANA, BEN)] == [0, 10]


async def _buys(stage: Stage, reward: str) -> str:
    await stage.taps(ANA, "🎁 Rewards")
    await stage.taps(ANA, f"Get: {reward}")
    return await stage.taps(ANA, "Yes, get it")
