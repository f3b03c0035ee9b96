"""The demo's days: a visitor presses "Next day", and every kind of message comes to the phones."""

import re
from datetime import timedelta

import pytest

from tests.web.demo_visitor import Visitor, agrees

_REMINDERS = (
    "That was your first visit at Café Luna, thank you!",
    "🎯 6 stamps to your goal: Free coffee",
    "“Free coffee” is still waiting for you.",
    "“Free coffee” runs out.\nUntil 10 June: 7 days left.",
    "“Free coffee” runs out.\nTomorrow, 10 June, is the last day.",
)
_SWITCHES = (
    "🎂 Happy birthday, Ana! Yours, Café Luna.\n🎁 For you: Slice of cake.",
    "Soup on Friday!",
    "Ana, your card at Café Luna is still here",
    "Ana, we haven't seen you at Café Luna for a while. What keeps you away?",
    "Ana, Café Luna would like to see you again.\n🎁 For you: Cup of tea.",
)


async def arrives(visitor: Visitor) -> None:
    """Let Ana join, earn a coffee, agree to all messages, and tell her birthday and her goal."""
    await visitor.joins()
    await visitor.is_scanned()
    for _ in range(3):
        await visitor.taps("eva", "+1")
    await agrees(visitor)
    await visitor.says("ana", "/birthday 20 March")
    await visitor.says("ana", "/goal")
    await visitor.taps("ana", "Free coffee")
    await visitor.taps("ana", "No date")


async def writes(visitor: Visitor, text: str) -> None:
    """Let Cleo order a message to everybody."""
    await visitor.says("cleo", "/broadcast")
    await visitor.taps("cleo", "Everybody")
    await visitor.says("cleo", text)
    await visitor.taps("cleo", "✔ Send in ten minutes")


@pytest.mark.slow
async def test_whoever_lets_the_days_pass_sees_every_kind_of_message_on_the_phones(visitor: Visitor) -> None:
    await arrives(visitor)
    assert await visitor.presses_next_day() == "Fri 13 Mar"
    await visitor.lets_pass(days=14)
    await visitor.says("ana", "/goal")
    await visitor.taps("ana", "Drop")
    await visitor.lets_pass(days=30)
    await writes(visitor, "Soup on Friday!")
    await visitor.lets_pass(days=90)
    heard = visitor.read("ana")
    assert [words for words in (*_REMINDERS, *_SWITCHES) if words not in heard] == []
    assert {"Café Luna: your week", "Café Luna: your month"} <= set(
        re.findall(r".*your \w+", visitor.read("cleo"))
    )


@pytest.mark.slow
async def test_the_day_of_joining_comes_round_in_the_demo_too(visitor: Visitor) -> None:
    await arrives(visitor)
    visitor.hours.now += timedelta(days=364)
    assert await visitor.presses_next_day() == "Fri 12 Mar"
    await visitor.lets_pass(days=3)
    assert "🎉 1 year with Café Luna: thank you, Ana!\n🎁 For you: Cookie." in visitor.read("ana")


@pytest.mark.slow
async def test_a_draw_is_lived_through_in_the_demo_from_its_beginning_to_its_end(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("draw")
    await visitor.says("ana", "/draw")
    await visitor.taps("ana", "✋ I am 18 or older")
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    assert "🎟 2 tickets in the draw: /draw" in visitor.read("ana")
    await visitor.lets_pass(days=2)
    assert "🎉 Café Luna: you won in the draw: Breakfast for two!" in visitor.read("ana")
    assert "1 prize is won, €9.00 in all." in visitor.read("cleo")
    await visitor.taps("ana", "🎟 The draw")
    assert "🔓 The seed was: " in visitor.read("ana")


@pytest.mark.slow
async def test_an_event_is_lived_through_in_the_demo_from_the_last_seat_to_the_stamp(
    visitor: Visitor,
) -> None:
    await visitor.joins()
    await visitor.is_scanned()
    await visitor.switches("event")
    await visitor.says("ana", "/events")
    await visitor.taps("ana", "✔ I come: Latte art evening")
    assert "✔ You have a seat" in visitor.read("ana")
    await visitor.says("cleo", "/events")
    assert "6 of 6 seats taken" in visitor.read("cleo")
    await visitor.presses_next_day()
    assert "🎟 Tomorrow at Café Luna: your seat is kept." in visitor.read("ana")
    await visitor.presses_next_day()
    await visitor.says("ana", "/card")
    await visitor.is_scanned()
    await visitor.presses_next_day()
    assert "Thank you for coming to Latte art evening at Café Luna!" in visitor.read("ana")


@pytest.mark.slow
async def test_tickets_are_scratched_in_the_demo_until_one_wins(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.switches("scratch")
    await visitor.says("ana", "/draw")
    await visitor.taps("ana", "✋ I am 18 or older")
    for _ in range(20):
        await visitor.taps("ana", "🎟 Scratch")
        if "wins: Free cookie!" in visitor.read("ana"):
            return
        visitor.hours.now += timedelta(hours=1)
        await visitor.says("ana", "/card")
        await visitor.is_scanned()
        await visitor.says("ana", "/draw")
    raise AssertionError("one in two never won")


@pytest.mark.slow
async def test_a_card_that_is_nearly_full_is_recalled_in_the_demo_too(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.is_scanned()
    await visitor.taps("eva", "+1")
    await agrees(visitor)
    await visitor.lets_pass(days=25)
    assert "Café Luna: only 2 stamps to go: Free coffee!" in visitor.read("ana")


@pytest.mark.slow
async def test_each_phone_offers_the_commands_of_whoever_has_it(visitor: Visitor) -> None:
    ana, eva, cleo = ({word for word, _ in visitor.demo.browser.menu(who)} for who in ("ana", "eva", "cleo"))
    assert "card" in ana
    assert {"today", "find"} <= eva - ana
    assert {"money", "customers"} <= cleo - eva


@pytest.mark.slow
async def test_the_invented_customers_go_on_coming_and_some_hear_of_offers(visitor: Visitor) -> None:
    await visitor.lets_pass(days=7)
    await visitor.says("cleo", "/stats")
    assert int(re.findall(r"✔ (\d+) visits", visitor.read("cleo"))[-1]) > 10
    assert "Café Luna: your week" in visitor.read("cleo")
    await visitor.says("cleo", "/broadcast")
    await visitor.taps("cleo", "Everybody")
    assert int(re.findall(r"Everybody: (\d+) customers", visitor.read("cleo"))[-1]) > 10


@pytest.mark.slow
async def test_the_owner_finds_friends_who_slips_away_and_what_her_coffee_costs_in_three_taps(
    visitor: Visitor,
) -> None:
    await visitor.says("cleo", "/stats")
    assert "spent by members" in visitor.read("cleo")
    await visitor.taps("cleo", "👥 Who comes")
    read = visitor.read("cleo")
    assert "Measured: every amount was typed at the till." in read
    assert re.search(r"❤ True friends: [1-9]", read)
    assert "🏅 The top" in read
    await visitor.taps("cleo", "❤ True friends")
    assert any("€" in label for label in visitor.labels("cleo"))
    await visitor.taps("cleo", "← All of them")
    await visitor.taps("cleo", "⏳ Slipping away")
    assert any("€" in label for label in visitor.labels("cleo"))
    await visitor.says("cleo", "/stats")
    await visitor.taps("cleo", "💶 The month")
    assert re.search(r"💰 €\d+\.\d\d \(€\d+\.\d\d; €\d+\.\d\d\) spent by members", visitor.read("cleo"))
    await visitor.taps("cleo", "🎁 Which rewards are chosen")
    assert re.search(
        r"Free coffee: had \d+ times, \d+ used( \([\d.]+%\))? \(cost: €\d+\.\d\d\)", visitor.read("cleo")
    )


@pytest.mark.slow
async def test_the_owner_finds_some_who_have_coffee_and_never_cake(visitor: Visitor) -> None:
    await visitor.says("cleo", "/broadcast")
    await visitor.taps("cleo", "🔎 A filter of my own")
    await visitor.taps("cleo", "🧩 Buys one, not another")
    await visitor.taps("cleo", "Coffee")
    await visitor.taps("cleo", "Cake")
    assert re.search(r"\n([2-9]|1\d) customers who agreed to offers, of", visitor.read("cleo"))


@pytest.mark.slow
async def test_what_eva_types_after_a_scan_is_noted(visitor: Visitor) -> None:
    await visitor.joins()
    await visitor.is_scanned()
    await visitor.says("eva", "4.80")
    assert "€4.80 noted for Ana" in visitor.read("eva")
