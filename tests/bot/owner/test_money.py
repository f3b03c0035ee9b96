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
