"""What an owner reads of the month: in words, with what is not known said, and for nobody else."""

import pytest

from tests.talk import ANA, CLEO, EVA, Talk


@pytest.fixture(autouse=True)
def a_minute_later(luna: Talk) -> None:
    """Ask after Ana's visit, not as it is booked."""
    luna.wait(minutes=1)


async def test_the_month_is_told_in_words(luna: Talk) -> None:
    text = await luna.says(CLEO, "/money")
    assert "Café Luna: March so far" in text
    assert "✔ 1 visit" in text
    assert "0% of 1 customer had come before this month" in text
    assert "0 when the month began, 1 new, 0 back after long, 0 lost: 1" in text
    assert "can be told after half a year of visits" in text


async def test_where_no_amount_is_typed_sales_are_an_estimate_once_an_average_is_known(luna: Talk) -> None:
    assert "No amounts are typed at the till" in await luna.says(CLEO, "/money")
    await luna.says(CLEO, "/calculator")
    await luna.taps(CLEO, "Average sale")
    await luna.says(CLEO, "8.00")
    await luna.taps(CLEO, "Margin")
    await luna.says(CLEO, "60")
    assert "about €8.00 spent by members, an estimate by your average sale" in await luna.says(CLEO, "/money")


async def test_a_manager_sees_it_and_a_cashier_or_customer_does_not(luna: Talk) -> None:
    assert "Only the shop's owner and managers" in await luna.says(EVA, "/money")
    assert "for the shop's staff" in await luna.says(ANA, "/money")
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "Eva")
    await luna.taps(CLEO, "Make manager")
    assert "March so far" in await luna.says(EVA, "/money")


async def test_each_branch_is_a_button_and_leads_back_to_the_whole_shop(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "📍 Branches")
    await luna.taps(CLEO, "➕ Add a branch")
    await luna.says(CLEO, "Station")
    await luna.says(CLEO, "/money")
    assert "Café Luna · Station: March so far" in await luna.taps(CLEO, "📍 Station")
    assert "✔ 0 visits" in await luna.taps(CLEO, "🔄 Again")
    assert "✔ 1 visit" in await luna.taps(CLEO, "💶 The whole shop")


@pytest.mark.parametrize("words", ["money", "Profit"])
async def test_it_is_found_by_its_words(luna: Talk, words: str) -> None:
    assert "March so far" in await luna.says(CLEO, words)


async def test_what_is_promised_is_told_with_what_it_rests_on(luna: Talk) -> None:
    await luna.says(CLEO, "/money")
    text = await luna.taps(CLEO, "🎟 What is promised")
    assert "🗂 1 stamp on 1 card" in text
    assert "nothing was open then to learn from, so it may be nothing or all" in text
    assert "/calculator" in text
    assert "once 180 days are known" in text
    await luna.says(CLEO, "/money")
    luna.replies[EVA.id] = luna.replies[CLEO.id]
    assert "Only the shop's owner and managers" in await luna.taps(EVA, "🎟 What is promised")


async def test_a_promise_is_told_in_euros_once_the_sales_are_known(luna: Talk) -> None:
    await luna.says(CLEO, "/calculator")
    await luna.taps(CLEO, "Average sale")
    await luna.says(CLEO, "8.00")
    await luna.taps(CLEO, "Margin")
    await luna.says(CLEO, "50")
    luna.wait(days=91)
    await luna.says(CLEO, "/money")
    text = await luna.taps(CLEO, "🎟 What is promised")
    # A card of ten has two rewards of unknown cost, €4 to €8 each: a stamp costs €0.80 to €1.60.
    assert "1 stamp on 1 card (if all of it comes: €0.80 to €1.60)" in text
    assert "of what was open then 0% came (0% to 79%, from 1 case)" in text
    assert "In all, likely €0.00 (€0.00 to €1.27)." in text


async def test_a_reward_that_nobody_had_lies_there(luna: Talk) -> None:
    await luna.says(CLEO, "/money")
    text = await luna.taps(CLEO, "🎁 Which rewards are chosen")
    assert "· Free coffee: lies there, nobody had it" in text
    assert "📊 How is business?" in (await luna.taps(CLEO, "← The month"), *luna.labels(CLEO))
