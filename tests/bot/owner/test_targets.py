"""An owner says what the shop shall reach, and reads how far it is."""

import pytest

from tests.talk import ANA, CLEO, EVA, Talk


@pytest.fixture(autouse=True)
def a_minute_later(luna: Talk) -> None:
    """Ask after Ana's visit, not as it is booked."""
    luna.wait(minutes=1)


async def _asked(luna: Talk, metric: str, value: str) -> str:
    await luna.says(CLEO, "/target")
    await luna.taps(CLEO, metric)
    return await luna.says(CLEO, value)


async def test_a_number_and_a_day_make_a_target_that_stands_in_the_month(luna: Talk) -> None:
    assert "has set itself no target" in await luna.says(CLEO, "/target")
    assert "By which day?" in await _asked(luna, "Visits", "300")
    assert "🎯 Visits: 0 of 300 by 30 June (0%), keeps pace" in await luna.says(CLEO, "30 June")
    luna.wait(days=40)
    text = await luna.says(CLEO, "/money")
    assert "🎯 Visits: 0 of 300 by 30 June (0%), behind: 108 would keep pace" in text
    assert "/campaigns" in text


async def test_sales_are_typed_as_money(luna: Talk) -> None:
    assert "I can't read that as an amount" in await _asked(luna, "Sales of members", "a lot")
    assert "By which day?" in await luna.says(CLEO, "1500.00")
    assert "Sales of members: €0.00 of €1,500.00 by 30 June (0%)" in await luna.says(CLEO, "30 June")


@pytest.mark.parametrize("value", ["0", "many", "1.5"])
async def test_what_is_no_number_is_asked_for_again(luna: Talk, value: str) -> None:
    assert "A target is a number above nothing" in await _asked(luna, "New customers", value)
    assert "By which day?" in await luna.says(CLEO, "20")


@pytest.mark.parametrize("metric", ["New customers", "Sales of members"])
async def test_too_much_is_said_to_be_too_much(luna: Talk, metric: str) -> None:
    said = await _asked(luna, metric, "9" * 30)
    assert said == "That is more than any shop reaches. Type a smaller number."
    assert "By which day?" in await luna.says(CLEO, "150000")


async def test_a_day_that_is_over_or_none_is_asked_for_again(luna: Talk) -> None:
    await _asked(luna, "Customers", "20")
    assert "That day is not ahead of us." in await luna.says(CLEO, "1 March 2026")
    assert "I can't read that as a date." in await luna.says(CLEO, "32 30")
    assert "Customers: 1 of 20 by 30 June" in await luna.says(CLEO, "30 June")


async def test_it_can_be_taken_away(luna: Talk) -> None:
    await _asked(luna, "Visits", "300")
    await luna.says(CLEO, "30 June")
    await luna.taps(CLEO, "Visits")
    assert "has set itself no target" in await luna.taps(CLEO, "🗑 No such target")


async def test_others_set_none(luna: Talk) -> None:
    await luna.says(CLEO, "/target")
    luna.replies[EVA.id] = luna.replies[CLEO.id]
    assert await luna.taps(EVA, "Visits") == "Only the shop's owner can do that."
    assert "Only the shop's owner" in await luna.says(EVA, "/target")
    assert "for the shop's staff" in await luna.says(ANA, "/target")


async def test_each_branch_is_a_button_and_has_targets_of_its_own(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "📍 Branches")
    await luna.taps(CLEO, "➕ Add a branch")
    await luna.says(CLEO, "Station")
    await luna.says(CLEO, "/target")
    assert "Station has set itself no target" in await luna.taps(CLEO, "📍 Station")
    assert "📍 Station\nHow many visits" in await luna.taps(CLEO, "Visits")
    assert "A target is a number above nothing" in await luna.says(CLEO, "0")
    await luna.says(CLEO, "30")
    there = await luna.says(CLEO, "30 June")
    assert "Station means to reach:\n🎯 Station · Visits: 0 of 30 by 30 June" in there
    everywhere = await luna.taps(CLEO, "🎯 The whole shop")
    assert "Café Luna means to reach:\n🎯 Station · Visits: 0 of 30" in everywhere
    assert "🗑 No such target" not in (await luna.taps(CLEO, "Visits"), *luna.labels(CLEO))
    await luna.taps(CLEO, "← Targets")
    await luna.taps(CLEO, "📍 Station")
    assert "Station: March so far" in await luna.taps(CLEO, "← The month")
    await luna.says(CLEO, "/target")
    await luna.taps(CLEO, "📍 Station")
    await luna.taps(CLEO, "Visits")
    assert "Station has set itself no target" in await luna.taps(CLEO, "🗑 No such target")


async def test_what_was_asked_of_a_branch_that_was_closed_meanwhile_is_not_set(luna: Talk) -> None:
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "📍 Branches")
    await luna.taps(CLEO, "➕ Add a branch")
    await luna.says(CLEO, "Station")
    await luna.says(CLEO, "/target")
    await luna.taps(CLEO, "📍 Station")
    visits = luna.button(CLEO, "Visits")
    await luna.says(CLEO, "/staff")
    await luna.taps(CLEO, "📍 Branches")
    await luna.taps(CLEO, "✏ Station")
    await luna.taps(CLEO, "Close branch")
    await luna.taps(CLEO, "Yes")
    assert "This branch is not there any more." in await luna.taps(CLEO, visits)
    assert "Café Luna has set itself no target" in await luna.taps(CLEO, "← Targets")
