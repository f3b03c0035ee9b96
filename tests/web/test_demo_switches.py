"""What the demo's switches let the café give is lived through: challenges, friends, points, tasks, levels, five shops."""

import re

import pytest
from sqlalchemy import func, select

from storage.tables import visits
from tests.web.demo_visitor import Visitor, agrees


@pytest.mark.slow
async def test_a_switch_lets_the_cafe_give_something_else_at_once(visitor: Visitor) -> None:
    await visitor.joins()
    assert (await visitor.switches("twice")).json() == {"stays": ""}
    await visitor.is_scanned()
    assert "✨ +1 · Bonus time" in visitor.read("eva")
    await visitor.switches("items")
    await visitor.is_scanned()
    await visitor.taps("eva", "Stamp again")
    await visitor.taps("eva", "+ Cake")
    assert "✨ +2 · Bonus item" in visitor.read("eva")
    assert (await visitor.switches("plain")).json() == {"stays": ""}
    assert (await visitor.switches("gold")).json() == {"error": "The café has no such rules."}


@pytest.mark.slow
async def test_challenges_are_lived_through_from_their_beginning_to_their_end(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("challenges")
    for goal in ("2 visits", "1 new thing", "3 weeks in a row"):
        await visitor.says("ana", "/challenges")
        await visitor.taps("ana", f"Take it: {goal}")
    await visitor.is_scanned()
    await visitor.taps("eva", "+ Cake")
    assert "🏁 +1 · challenge done: 1 new thing" in visitor.read("eva")
    await visitor.lets_pass(days=12)
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🏁 +1 · challenge done: 2 visits" in visitor.read("eva")
    await visitor.says("ana", "/challenges")
    assert "2 visits: done, 1 stamp for you" in visitor.read("ana")
    await visitor.lets_pass(days=12)
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🏁 +2 · challenge done: 3 weeks in a row" in visitor.read("eva")
    await visitor.lets_pass(days=14)
    await visitor.says("ana", "/challenges")
    assert "done" not in visitor.read("ana").rpartition("🏁 Café Luna: challenges")[2]


@pytest.mark.slow
async def test_a_friend_comes_by_anas_link_on_the_next_day_and_both_get_something(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("friends")
    await visitor.is_scanned()
    await visitor.says("ana", "/friend")
    await visitor.presses_next_day()
    assert "came to Café Luna by your invitation: 2 stamps for you." in visitor.read("ana")
    assert "5 of 6 stamps" in visitor.read("ana")


@pytest.mark.slow
async def test_a_points_card_stands_beside_while_it_is_chosen_or_holds_something(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("points")
    await visitor.says("ana", "/card")
    assert "0 points" in visitor.read("ana")
    await visitor.switches("plain")
    await visitor.says("cleo", "/programme")
    assert "Slice of cake" not in visitor.read("cleo")
    await visitor.switches("points")
    await visitor.is_scanned()
    await visitor.taps("eva", "Points card")
    await visitor.says("eva", "12.50")
    assert "12 points" in visitor.read("eva")
    assert "The points card stays" in (await visitor.switches("plain")).json()["stays"]
    await visitor.says("cleo", "/programme")
    assert "Slice of cake" in visitor.read("cleo")


@pytest.mark.slow
async def test_regulars_come_with_a_points_card_beside_too(visitor: Visitor) -> None:
    async def count_visits() -> int:
        return await visitor.demo.house.db.read(
            lambda tx: int(tx.execute(select(func.count(visits.c.id))).scalar_one())
        )

    await visitor.switches("points")
    before = await count_visits()
    await visitor.lets_pass(days=2)
    assert await count_visits() > before


@pytest.mark.slow
async def test_a_task_is_shown_and_given_for_in_the_demo_too(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("task")
    await visitor.says("ana", "/tasks")
    await visitor.taps("ana", "🙌 Own cup")
    await visitor.says("ana", "https://pages.example/ana/cup")
    await visitor.taps("cleo", "✔ Yes, give it")
    assert "said yes to “Own cup”: 2 stamps for you" in visitor.read("ana")


@pytest.mark.slow
async def test_a_level_is_reached_kept_told_before_it_ends_and_lost_as_the_days_pass(
    visitor: Visitor,
) -> None:
    await visitor.joins()
    await agrees(visitor)
    await visitor.switches("levels")
    await visitor.is_scanned()
    await visitor.presses_next_day()
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🏅 Silver" in visitor.read("eva")
    await visitor.presses_next_day()
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "✨ +1 · Levels" in visitor.read("eva")
    assert "your level Silver ends soon" not in visitor.read("ana")
    await visitor.lets_pass(days=21)
    assert (
        "Café Luna: your level Silver ends soon.\nUntil 9 April: 7 days left.\n2 more visits by then, and you keep it."
        in visitor.read("ana")
    )
    await visitor.lets_pass(days=8)
    await visitor.says("ana", "/level")
    assert "🏅 2 more visits to Silver" in visitor.read("ana")


@pytest.mark.slow
async def test_five_shops_have_one_card_in_the_demo_and_their_owners_settle(visitor: Visitor) -> None:
    await visitor.joins()
    assert (await visitor.switches("street")).json() == {"stays": ""}
    await visitor.switches("street")  # it stands already
    await visitor.says("ana", "/card")
    assert "Canal Street" in visitor.read("ana")
    await visitor.is_scanned()
    await visitor.says("eva", "12.50")
    assert ": +12 points ✔" in visitor.read("eva")
    await visitor.presses_next_day()
    assert "Canal Street: February 2026 is settled." in visitor.read("cleo")
    await visitor.says("cleo", "/coalition")
    assert re.search(r"February 2026: .+ owes .+ €\d", visitor.read("cleo"))
    assert (
        len(
            set(
                re.findall(
                    "· (Café Luna|Bakery Sol|Florist Iris|Bookshop Page|Barber Tom)", visitor.read("cleo")
                )
            )
        )
        == 5
    )
