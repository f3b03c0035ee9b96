"""A points shop: what is spent becomes points, and points become rewards."""

from dataclasses import replace

import pytest

from loyalty.cards.programme import Automatic, Limits, PerMoney, Programme, Reward
from loyalty.units import Unit
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import POINTS, Stage

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


_BAD_AMOUNTS = {
    "-5": "An amount can't be below zero.",
    "1e9": "I can't read that as an amount.",
    "NaN": "I can't read that as an amount.",
    "twelve": "I can't read that as an amount.",
    "1.000": "Is that thousands or cents?",
    "12,505": "€12,505.00 — really?",
    "0,1234": "That has too many decimals.",
    "9" * 30: "That is more than a till takes.",
    "9" * 4000: "I can't read that as an amount.",
}


@pytest.mark.slow
async def test_an_amount_that_can_not_be_is_asked_for_again(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    for typed, answer in _BAD_AMOUNTS.items():
        assert answer in await stage.says(EVA, typed), typed
    assert await stage.balance(ANA) == 0
    assert "Ana: +7 points" in await stage.says(EVA, "7")


@everywhere
async def test_an_amount_that_is_most_likely_a_slip_is_asked_about_first(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "€1,250.00 — really?" in await stage.says(EVA, "1250")
    assert await stage.balance(ANA) == 0
    first = stage.platform.data_under(EVA, "Yes, book it")
    assert "€99,999.00 — really?" in await stage.says(EVA, "99999")
    assert "nothing was booked" in await stage.taps_data(EVA, first)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "1250")
    assert "Ana: +12 points ✔ now 12 points" in await stage.says(EVA, "12.50")
    assert "nothing was booked" in await stage.taps(EVA, "Yes, book it")
    assert await stage.balance(ANA) == 12


@everywhere
async def test_an_amount_that_was_asked_about_is_booked_once_at_a_yes(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "600")
    yes = stage.platform.data_under(EVA, "Yes, book it")
    assert "Ana: +600 points ✔ now 600 points" in await stage.taps_data(EVA, yes)
    assert "nothing was booked" in await stage.taps_data(EVA, yes)
    assert await stage.balance(ANA) == 600


@pytest.mark.slow
async def test_an_ordinary_bill_is_booked_at_once_and_a_slip_is_seen_beside_what_the_shop_is_used_to(
    stage: Stage,
) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    for spent in ["8", "120", "45", "9.50", "60", "20", "12,50", "30", "15", "75"]:
        await stage.scans(EVA, ANA)
        assert "✔ now" in await stage.says(EVA, spent)
        stage.later(minutes=2)
    await stage.scans(EVA, ANA)
    assert "€750.00 — really?" in await stage.says(EVA, "750")
    assert "✔ now" in await stage.says(EVA, "350")


@everywhere
async def test_an_amount_that_could_be_two_is_booked_as_the_one_that_is_tapped(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "1.250")
    assert "Ana: +1 point ✔ now 1 point" in await stage.taps(EVA, "€1.25")


async def test_after_a_limit_said_no_the_corrected_amount_is_taken(stage: Stage) -> None:
    rules = replace(POINTS, limits=Limits(max_per_visit=100, max_per_day=120))
    bakery = await stage.cafe("Bakery Sol", rules)
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "One visit gives at most 100 points here." in await stage.says(EVA, "1250")
    assert "Ana: +90 points" in await stage.says(EVA, "90")
    stage.later(minutes=2)
    await stage.scans(EVA, ANA)
    assert "120 points a day is the shop's limit" in await stage.says(EVA, "90")
    await stage.says(EVA, "12,505")
    assert "One visit gives at most 100 points here." in await stage.taps(EVA, "Yes, book it")
    assert "Ana: +12 points" in await stage.says(EVA, "12,50")


async def test_the_next_customers_code_may_come_instead_of_an_amount(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await bakery.joins(BEN)
    await stage.scans(EVA, ANA)
    assert "Ben has 0 points. What was spent?" in await stage.says(EVA, stage.short_code(BEN))
    await stage.says(EVA, "10")
    assert [await stage.balance(person) for person in (ANA, BEN)] == [0, 10]


async def test_an_amount_that_earns_nothing_is_explained(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    assert "Too little for points: they start at €1.00." in await stage.says(EVA, "0,10")


async def test_amounts_are_read_as_people_type_them(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    for typed, points in {"12,50": 12, "1.000,00": 1000, "€ 3": 3, "١٢٫٥٠": 12, "12.99 EUR": 12}.items():
        before = await stage.balance(ANA)
        await stage.scans(EVA, ANA)
        await stage.says(EVA, typed)
        if points == 1000:
            await stage.taps(EVA, "Yes, book it")
        assert await stage.balance(ANA) == before + points, typed
        stage.later(minutes=2)


async def _buys(stage: Stage, reward: str) -> str:
    await stage.taps(ANA, "🎁 Rewards")
    await stage.taps(ANA, f"Get: {reward}")
    return await stage.taps(ANA, "Yes, get it")


@everywhere
async def test_a_wrong_amount_is_corrected_in_a_few_words_and_with_one_tap(stage: Stage) -> None:
    bakery = await stage.points_shop()
    await bakery.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12,50")
    assert "For Ana €12.50 is booked." in await stage.says(EVA, "no, 15")
    assert "€12.50 is taken back.\nAna: +15 points ✔ now 15 points" in await stage.taps(EVA, "✔ €15.00")
    assert await stage.balance(ANA) == 15


@everywhere
@pytest.mark.parametrize(("right", "now", "went"), [("15", 15, False), ("5", 5, True)])
async def test_who_was_booked_wrong_reads_once_what_was_corrected_and_how_the_card_stands_by_it(
    stage: Stage, *, right: str, now: int, went: bool
) -> None:
    rules = Programme(Unit.STAMPS, PerMoney(1), Automatic(), (Reward("cookie", "Cookie", 10), CAKE))
    shop = await stage.cafe(programme=rules)
    await shop.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12,50")
    await stage.says(EVA, f"no, {right}")
    mark = stage.platform.mark(ANA)
    await stage.taps(EVA, f"✔ €{right}.00")
    await stage.house.drain()
    told = [seen.text for seen in stage.platform.since(ANA, mark)]
    [note] = [one for one in told if one.startswith("Café Luna: Eva corrected the booking of 12:00.")]
    assert f"{now} of 20 stamps" in note
    assert ("What it had earned went with it: Cookie." in note) is went
    assert not any("took back" in one for one in told)
