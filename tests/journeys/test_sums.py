"""An owner does the sums: what a reward costs, what comes back, and when it pays; on every channel."""

import pytest

from actions.shop.invitations import FOUNDER, invite
from loyalty.actor import Operator
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EACH_PLATFORM, Where
from tests.journeys.stage import Stage

on_both_databases = pytest.mark.parametrize("where", [*EACH_PLATFORM, Where("telegram", "postgres")], ids=str)


async def test_an_owner_types_what_a_visit_brings_and_reads_when_a_reward_pays(stage: Stage) -> None:
    await stage.cafe()
    assert "I need to know what a visit brings you" in await stage.says(CLEO, "/calculator")
    await stage.taps(CLEO, "Average sale")
    half = await stage.says(CLEO, "4.50")
    assert "Average sale: €4.50\nI still need to know what of it you keep" in half
    await stage.taps(CLEO, "Margin")
    answer = await stage.says(CLEO, "65%")
    assert "Average sale: €4.50\n" in answer
    assert "It costs you €1.58 to €4.50: its cost was never typed" in answer
    await stage.taps(CLEO, "🎁 What rewards cost")
    await stage.taps(CLEO, "✏ Free coffee")
    await stage.taps(CLEO, "What it costs us")
    await stage.says(CLEO, "0.80")
    await stage.taps(CLEO, "✔ Confirm")
    answer = await stage.says(CLEO, "/calculator")
    for line in (
        "🎁 4 stamps: Free coffee (cost: €0.80)",
        "Customers spend €18.00 for it, in 4 visits.",
        "4.4% of it comes back to them.",
        "Your margin on it is €11.70; the reward takes 6.8% of that.",
        "It pays if one customer in 3 comes once more for it.",
    ):
        assert line in answer
    audit = await stage.says(CLEO, "/audit")
    assert "Average sale: none → €4.50" in audit
    assert "Margin: none → 65%" in audit


async def test_figures_that_can_not_be_are_said_so_and_keep_nothing(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/calculator")
    await stage.taps(CLEO, "Average sale")
    for wrong, said in (("0", "nothing to reckon with"), ("-3", "below zero"), ("lots", "as an amount")):
        assert said in await stage.says(CLEO, wrong)
    await stage.taps(CLEO, "← The sums")
    await stage.taps(CLEO, "Margin")
    for wrong, said in (("-1", "below zero"), ("101", "100% at most"), ("some", "as a share")):
        assert said in await stage.says(CLEO, wrong)
    assert await stage.rows("SELECT average_sale_minor, margin_permille FROM shops") == [(None, None)]


async def test_the_sums_are_the_owners_alone(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    for person in (ANA, EVA):
        assert "owner" in await stage.says(person, "/calculator")


@pytest.mark.slow
@on_both_databases
async def test_a_change_shows_its_sums_beside_todays_and_a_loss_wants_a_second_yes(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await _tells(stage, "4.50", "65")
    for _ in range(8):
        await stage.says(ANA, "/card")
        await stage.scans(EVA, ANA)
        stage.later(days=1)
    shown = await _costs(stage, "1")
    assert "Comes back to customers: 8.8% to 25% → 5.6%" in shown
    assert "At worst in a month: €11.81 to €33.75 → €7.50" in shown
    assert "It pays if one customer in 2 comes once more for it." in shown
    assert "✔ Done." in await stage.taps(CLEO, "✔ Confirm")
    shown = await _costs(stage, "20")
    assert (
        "loses money: it costs you €20.00, and of the €18.00 that customers spend for it you keep €11.70."
        in shown
    )
    again = await stage.taps(CLEO, "✔ Confirm")
    assert "Shall it be so all the same?" in again
    assert "cost: €1.00" in await stage.taps(CLEO, "Cancel")
    await _costs(stage, "20")
    await stage.taps(CLEO, "✔ Confirm")
    assert "cost: €20.00" in await stage.says(CLEO, "yes")
    assert "knowing that it may cost €20.00 of the €11.70 that is left" in await stage.says(CLEO, "/audit")


async def test_whoever_opens_a_shop_reads_its_sums_first_and_says_yes_twice_to_a_loss(stage: Stage) -> None:
    token = await stage.house.db.write(invite, Operator(), None, FOUNDER, now=stage.hours.now)
    await stage.opens(CLEO, stage.channel.link("i" + token))
    await stage.says(CLEO, "/newshop")
    await stage.taps(CLEO, "💈 Barber: stamps")
    await stage.says(CLEO, "Knip")
    for tapped in ("Free haircut", "6"):
        await stage.taps(CLEO, tapped)
    for said in ("Amsterdam", "EUR"):
        await stage.says(CLEO, said)
    assert "0" in await stage.says(CLEO, "0")
    assert "nothing to reckon with" in await stage.says(CLEO, "0")
    await stage.taps(CLEO, "Skip: about €25.00")
    assert "100% at most" in await stage.says(CLEO, "150")
    await stage.taps(CLEO, "Skip: about 50%")
    summary = await stage.says(CLEO, "English")
    for line in (
        "🧮 Average sale: €25.00 (an estimate, until you type yours)",
        "🧮 It costs you nothing, so it pays as soon as somebody comes for it.",
        "🧮 At worst €0.00 for 100 visits.",
    ):
        assert line in summary
    stage.later(minutes=2)  # a chat bears so many answers at a time
    for _ in range(4):
        await stage.taps(CLEO, "← Back")
    await stage.says(CLEO, "80")
    for tapped in ("Skip: about €25.00", "Skip: about 50%"):
        await stage.taps(CLEO, tapped)
    assert "loses money: it costs you €80.00" in await stage.says(CLEO, "English")
    assert "Shall it be so all the same?" in await stage.taps(CLEO, "✔ Create")
    assert await stage.rows("SELECT count(*) FROM shops") == [(0,)]
    assert "is open" in await stage.taps(CLEO, "✔ Yes, all the same")
    assert await stage.rows("SELECT average_sale_minor, margin_permille, trade FROM shops") == [
        (None, None, "barber")
    ]


async def _tells(stage: Stage, sale: str, margin: str) -> None:
    await stage.says(CLEO, "/calculator")
    await stage.taps(CLEO, "Average sale")
    await stage.says(CLEO, sale)
    await stage.taps(CLEO, "Margin")
    await stage.says(CLEO, margin)


async def _costs(stage: Stage, cost: str) -> str:
    """Let the owner type what the coffee costs, and read what that would change."""
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "🎁 Rewards")
    await stage.taps(CLEO, "✏ Free coffee")
    await stage.taps(CLEO, "What it costs us")
    return await stage.says(CLEO, cost)


async def test_what_is_usual_in_a_trade_stands_in_and_is_called_an_estimate(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/calculator")
    answer = await stage.taps(CLEO, "☕ Café")
    assert "Average sale: €5.00 (an estimate, until you type yours)" in answer
    assert "Margin: 65% (an estimate, until you type yours)" in answer
    await stage.taps(CLEO, "Average sale")
    assert "Average sale: €4.00\n" in await stage.says(CLEO, "4")
    await stage.taps(CLEO, "Average sale")
    assert "Average sale: €5.00 (an estimate" in await stage.taps(CLEO, "🗑 Forget what I typed")


@on_both_databases
async def test_a_running_shop_takes_the_rules_of_a_trade_and_begun_cards_keep_theirs(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.says(CLEO, "/programme")
    listed = await stage.taps(CLEO, "🧰 Ready rules for your trade")
    assert "🚗 Car wash: 8 stamps: Free wash; about €12.00 a visit, of which 60% is left" in listed
    shown = await stage.taps(CLEO, "🚗 Car wash")
    assert "Reward: none → 8 stamps: Free wash" in shown
    assert "1 open card was begun and keeps its rules until its next reward." in shown
    assert "✔ Done." in await stage.taps(CLEO, "✔ Confirm")
    assert "Average sale: €12.00 (an estimate" in await stage.says(CLEO, "/calculator")
    assert "Kind of shop: none → 🚗 Car wash" in await stage.says(CLEO, "/audit")
    stage.later(days=1)
    await stage.says(ANA, "/card")
    assert "2 of 4 stamps" in await stage.scans(EVA, ANA)


async def test_a_trade_that_counts_something_else_is_offered_as_a_card_beside(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "🧰 Ready rules for your trade")
    assert "stands beside it, and customers have both" in await stage.taps(CLEO, "🥐 Bakery")
    await stage.taps(CLEO, "➕ One more card")
    await stage.taps(CLEO, "Free loaf of bread")
    assert "How many points does it cost?" in await stage.taps(CLEO, "1 point for each €1.00")
