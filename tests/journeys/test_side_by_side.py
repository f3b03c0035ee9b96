"""A stamp card and a points card in one shop, behind one code: the cashier is asked only where it is not clear."""

import asyncio

import pytest

from actions.cards.join import print_cards
from channels.accounts import key_of
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import FOUR_STAMPS, POINTS, Place, Stage
from tests.side_by_side import add

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


async def _open(stage: Stage) -> Place:
    """Open a café that stamps coffees and counts points for the rest, and let Ana have its card."""
    luna = await stage.cafe()
    await stage.house.db.write(add, luna.shop.id, POINTS, now=stage.hours.now)
    await luna.joins(ANA)
    return luna


async def _sums(stage: Stage) -> list[int]:
    """Return what is on each of Ana's counters, and hold it to the ledger."""
    rows = await stage.rows(
        "SELECT n.balance, COALESCE(SUM(e.amount), 0) FROM counters n LEFT JOIN entries e ON e.counter_id = n.id"
        " GROUP BY n.id, n.balance ORDER BY n.id"
    )
    assert all(balance == total for balance, total in rows)
    return [int(balance) for balance, _ in rows]


@everywhere
async def test_a_scan_asks_which_card_and_one_tap_stamps_it(stage: Stage) -> None:
    await _open(stage)
    asked = await stage.scans(EVA, ANA)
    assert "Ana: which card shall I book on?" in asked
    assert "Stamp card: 0 of 4 stamps\nPoints card: 0 points" in asked
    assert await _sums(stage) == [0, 0]
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.taps(EVA, "Stamp card")
    assert await _sums(stage) == [1, 0]
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.taps(EVA, "↩ Undo")
    assert await _sums(stage) == [0, 0]


@everywhere
async def test_an_amount_says_that_points_are_meant(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    assert "Ana: +12 points ✔ now 12 points\n€12.50" in await stage.says(EVA, "12,50")
    assert await _sums(stage) == [0, 12]
    assert "🎁 Cookie for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Redeem")
    assert await _sums(stage) == [0, 2]
    await stage.taps(EVA, "↩ Undo")


@everywhere
async def test_what_is_neither_card_nor_amount_is_asked_about_anew(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    told = await stage.says(EVA, "the first one")
    assert told.startswith("I can't read that as an amount.")
    assert "Ana: which card shall I book on?" in told
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.says(EVA, "stamp card")
    assert await _sums(stage) == [1, 0]


@everywhere
async def test_a_purchase_that_earns_both_is_one_tap_more(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    assert "Ana has 0 points. What was spent?" in await stage.taps(EVA, "Points card")
    assert "now 12 points" in await stage.says(EVA, "12.50")
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.taps(EVA, "+ Stamp card")
    assert await _sums(stage) == [1, 12]
    assert "Taken back. Ana: 0 of 4 stamps" in await stage.taps(EVA, "↩ Undo")
    assert await _sums(stage) == [0, 12]


@everywhere
async def test_who_is_found_by_name_is_shown_with_all_that_is_on_the_card(stage: Stage) -> None:
    await _open(stage)
    await stage.says(EVA, "/find Ana")
    assert any("Ana · 0 of 4 stamps · 0 points" in label for label in stage.last(EVA).labels)


@everywhere
async def test_an_amount_typed_after_a_stamp_is_offered_for_the_points(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "Stamp card")
    assert "Book the €12.50" in await stage.says(EVA, "12,50")
    assert await _sums(stage) == [1, 0]
    assert "now 12 points" in await stage.taps(EVA, "Yes, book it")
    assert await _sums(stage) == [1, 12]


@everywhere
async def test_the_days_lines_say_what_each_booking_counted(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "Stamp card")
    await stage.taps(EVA, "+ Points card")
    await stage.says(EVA, "12.50")
    shown = await stage.says(EVA, "/today")
    assert "Ana · +1 stamp · Eva" in shown
    assert "Ana · +12 points · €12.50 · Eva" in shown


@everywhere
async def test_a_redelivered_scan_asks_again_and_a_redelivered_tap_books_once(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    await stage.again(EVA)
    assert await _sums(stage) == [0, 0]
    stamp = stage.platform.data_under(EVA, "Stamp card")
    await stage.taps_data(EVA, stamp)
    await stage.again(EVA)
    assert "Already stamped at 12:00 by Eva" in await stage.taps_data(EVA, stamp)
    assert await _sums(stage) == [1, 0]


@everywhere
async def test_a_second_look_within_a_minute_is_no_second_visit(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "Stamp card")
    assert "Already stamped at 12:00 by Eva" in await stage.scans(EVA, ANA)
    assert "What was spent?" in await stage.taps(EVA, "+ Points card")
    assert "now 5 points" in await stage.says(EVA, "5")
    assert await _sums(stage) == [1, 5]


@everywhere
async def test_two_tills_that_are_asked_at_once_book_one_stamp(stage: Stage) -> None:
    luna = await _open(stage)
    await luna.hires(BEN)
    link = stage.code_of(ANA)
    for cashier in (EVA, BEN):
        await stage.opens(cashier, link)
    async with asyncio.TaskGroup() as group:
        for cashier in (EVA, BEN):
            group.create_task(stage.platform.taps(cashier, "Stamp card"))
    await stage.platform.settled()
    assert await _sums(stage) == [1, 0]


@everywhere
async def test_a_code_that_is_typed_photographed_or_printed_asks_the_same(stage: Stage) -> None:
    luna = await _open(stage)
    [card] = await stage.house.db.write(print_cards, luna.shop, 1, now=stage.hours.now)
    printed = stage.house.router.platform(key_of(stage.channel)).links.printed(card)
    question = "which card shall I book on?"
    assert question in await stage.opens(EVA, printed)
    assert question in await stage.says(EVA, stage.short_code(ANA))
    assert question in await stage.sends_photo(EVA, stage.picture(ANA))
    assert "now 3 points" in await stage.says(EVA, "3")


@everywhere
async def test_an_amount_typed_before_the_scan_is_for_points(stage: Stage) -> None:
    await _open(stage)
    await stage.says(EVA, "12,50")
    assert "Book the €12.50 that you typed before?" in await stage.scans(EVA, ANA)
    assert "now 12 points" in await stage.taps(EVA, "Yes, book it")
    assert await _sums(stage) == [0, 12]


@everywhere
async def test_a_stamped_card_and_points_are_each_redeemed(stage: Stage) -> None:
    await _open(stage)
    for _ in range(4):
        await stage.scans(EVA, ANA)
        await stage.taps(EVA, "Stamp card")
        stage.later(minutes=2)
    await stage.taps(EVA, "+ Points card")
    assert "now 12 points" in await stage.says(EVA, "12")
    assert "Which reward?" in await stage.taps(EVA, "🎁 Redeem")
    assert "🎁 Free coffee for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Free coffee")
    await stage.taps(EVA, "↩ Undo")
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "🎁 Redeem")
    assert "🎁 Cookie for Ana ✔ redeemed" in await stage.taps(EVA, "🎁 Cookie (10)")
    assert await _sums(stage) == [0, 2]


async def test_two_stamp_cards_are_told_apart_by_their_names(stage: Stage) -> None:
    luna = await stage.cafe()
    await stage.house.db.write(add, luna.shop.id, FOUR_STAMPS, name="Lunch", now=stage.hours.now)
    await luna.joins(ANA)
    assert "Stamp card: 0 of 4 stamps\nLunch: 0 of 4 stamps" in await stage.scans(EVA, ANA)
    assert "Ana · Lunch, 1 of 4 stamps ✔ stamped" in await stage.taps(EVA, "Lunch")
    assert "Ana · Lunch, 2 of 4 stamps ✔ stamped" in await stage.taps(EVA, "+1")
    assert "Ana, 1 of 4 stamps ✔ stamped" in await stage.taps(EVA, "+ Stamp card")
    today = await stage.says(EVA, "/today")
    assert "12:00 · Ana · +2 Lunch · Eva" in today
    assert "12:00 · Ana · +1 · Eva" in today
    assert await _sums(stage) == [1, 2]


async def test_a_question_that_lay_about_books_on_no_card_that_is_on_the_counter(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    stage.later(minutes=30)
    await stage.taps(EVA, "Points card")
    await stage.says(EVA, "60")
    await stage.taps(EVA, "🎁 Redeem")
    assert "I asked Ana: “Cake”" in await stage.taps(EVA, "🎁 Cake (50)")
    assert await _sums(stage) == [0, 60]


@everywhere
async def test_a_customer_is_told_which_card_was_stamped_and_sees_what_is_on_both(stage: Stage) -> None:
    await _open(stage)
    await stage.scans(EVA, ANA)
    before = stage.platform.mark(ANA)
    await stage.says(EVA, "12.50")
    told = "\n".join(seen.text for seen in stage.platform.since(ANA, before))
    assert "✔ 12 points · Points card · " in told
    assert "12 points. 38 to go: Cake" in told
    shown = await stage.says(ANA, "/card")
    assert (
        "Stamp card: 0 of 4 stamps\n4 to go: Free coffee\nPoints card: 12 points. Cookie: yours to take!"
        in shown
    )
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Get: Cookie")
    assert "“Cookie” is yours." in await stage.taps(ANA, "Yes, get it")
    assert await _sums(stage) == [0, 2]


@everywhere
async def test_an_owner_adds_a_card_in_chat_and_the_till_and_the_figures_know_it_at_once(
    stage: Stage,
) -> None:
    luna = await stage.cafe()
    await luna.joins(ANA)
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "🏪 The shop")
    await stage.taps(CLEO, "➕ One more card")
    await stage.taps(CLEO, "Points: for what is spent")
    for answer in ("Free cake", "1", "80", "1.50"):
        await stage.says(CLEO, answer)
    assert "80 points: Free cake" in await stage.says(CLEO, "Bakery")
    assert "✔ Bakery is added." in await stage.taps(CLEO, "✔ Add it")
    assert "which card shall I book on?" in await stage.scans(EVA, ANA)
    await stage.taps(EVA, "Bakery")
    await stage.says(EVA, "12.50")
    assert "➕ Bakery: 12 points given" in await stage.says(CLEO, "/stats")
    assert "1 visit · 0 stamps · 12 points" in await stage.says(EVA, "/today")
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "Bakery")
    await stage.taps(CLEO, "🗑 Take this card away")
    assert "something was booked on it for 1 customer" in await stage.taps(CLEO, "✔ Take it away")


async def _two_of_points(stage: Stage) -> None:
    """Open a café with a points card for what is drunk and one for what is baked, and let Ana and Ben have it."""
    luna = await stage.cafe("Café Luna", POINTS)
    await stage.house.db.write(add, luna.shop.id, POINTS, name="Bakery", now=stage.hours.now)
    for customer in (ANA, BEN):
        await luna.joins(customer)


@everywhere
async def test_an_amount_that_two_cards_ask_for_is_typed_once(stage: Stage) -> None:
    await _two_of_points(stage)
    await stage.scans(EVA, ANA)
    said = await stage.says(EVA, "12,50")
    assert "€12.50: tap the card that it counts on." in said
    assert "which card shall I book on?" in said
    assert await _sums(stage) == [0, 0, 0, 0]
    assert "now 12 points\n€12.50" in await stage.taps(EVA, "Bakery")
    assert sorted(await _sums(stage)) == [0, 0, 0, 12]
    stage.later(hours=2)
    await stage.says(EVA, "7")  # before the card is shown
    await stage.says(BEN, "/card")
    assert "€7.00: tap the card that it counts on." in await stage.scans(EVA, BEN)
    assert "now 7 points" in await stage.taps(EVA, "Bakery")
    assert "took back 7 (Bakery) on card" in await _undone(stage)


async def _undone(stage: Stage) -> str:
    await stage.taps(EVA, "↩ Undo")
    return await stage.says(CLEO, "/audit")


@everywhere
async def test_an_amount_that_is_most_likely_a_slip_is_asked_about_after_the_tap(stage: Stage) -> None:
    await _two_of_points(stage)
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "12500")
    assert "€12,500.00 — really?" in await stage.taps(EVA, "Bakery")
    assert "now 12 points" in await stage.says(EVA, "12.50")
    assert sorted(await _sums(stage)) == [0, 0, 0, 12]


@everywhere
async def test_who_was_left_while_the_till_asked_which_card_is_named_with_that(stage: Stage) -> None:
    await _two_of_points(stage)
    await stage.scans(EVA, ANA)
    said = await stage.scans(EVA, BEN)
    assert "Nothing was booked for Ana: nobody tapped on which card." in said
    assert "Ben: which card shall I book on?" in said
    await stage.taps(EVA, "Bakery")
    assert "Nothing was booked for Ben: no amount was typed." in await stage.scans(EVA, ANA)
