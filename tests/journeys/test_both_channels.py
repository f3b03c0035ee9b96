"""A café on both messengers: whoever joins on one, works on the other or has both, it is one card and one dose."""

import io

import pytest
import qrcode

from bot.scanner import read_codes
from channels.accounts import key_of
from loyalty.records import Shop
from tests.journeys.both import SILENCE, Both, Heard, stamps
from tests.journeys.campaigns import writes
from tests.journeys.people import ANA, BEN, CLEO, EVA, TOM
from tests.kinds import BIRTHDAY, BROADCAST, GOAL


@pytest.mark.parametrize("both_url", ["sqlite", "postgres"], indirect=True)
async def test_a_customer_has_one_card_in_two_chats_from_the_poster_to_the_birthday_cake(both: Both) -> None:
    shop = await both.cafe(kinds=(BIRTHDAY,))
    await _gives_cake(both)
    assert "Welcome to Café Luna, Ana!" in await both.joins(shop, ANA, on="whatsapp")
    await both.agrees(ANA, on="whatsapp")
    await both.whatsapp.says(ANA, "birthday 2 April")
    assert "Ana, 1 of 4 stamps ✔ stamped" in await both.opens(EVA, both.whatsapp.code_of(ANA))
    both.later(hours=1)
    await both.links(ANA)
    both.later(hours=1)
    assert "1 of 4 stamps" in await both.telegram.says(ANA, "/card")
    assert "Ana, 2 of 4 stamps ✔ stamped" in await both.opens(EVA, both.telegram.code_of(ANA))
    both.later(hours=1)
    assert "2 of 4 stamps" in await both.whatsapp.says(ANA, "card")

    both.later(days=20, hours=16)
    assert await both.round(ANA) == SILENCE  # it is eight in the morning
    both.later(hours=1)
    wished = await both.round(ANA)
    assert "All the best for your birthday, Ana! A present from Café Luna is waiting" in wished.whatsapp
    assert wished.telegram == ""
    assert "🎁 Slice of cake" in await both.whatsapp.taps(ANA, "Use it")
    first = both.whatsapp.code_of(ANA)
    assert "🎁 Slice of cake" in await both.telegram.says(ANA, "/rewards")
    await both.telegram.taps(ANA, "Use: Slice of cake")
    assert "Slice of cake for Ana ✔ redeemed" in await both.opens(EVA, both.telegram.code_of(ANA))
    assert "✔ redeemed" not in await both.opens(EVA, first)
    assert await both.whatsapp.balance(ANA) == 2


async def _gives_cake(both: Both) -> None:
    await both.telegram.says(CLEO, "/campaigns")
    await both.telegram.taps(CLEO, "✔ Birthday")
    await both.telegram.taps(CLEO, "Gift")
    assert "✔ Done." in await both.telegram.says(CLEO, "Slice of cake")


@pytest.mark.slow
async def test_a_cashier_on_whatsapp_stamps_a_customer_on_telegram(both: Both) -> None:
    shop = await both.cafe()
    assert "You are cashier now." in await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="telegram")
    assert "Ana, 1 of 4 stamps ✔ stamped" in await both.opens(TOM, both.telegram.code_of(ANA))
    assert "1 of 4 stamps" in both.telegram.newest(ANA).text  # before her eyes
    await both.whatsapp.taps(TOM, "↩ Undo")
    assert "0 of 4 stamps" in both.telegram.newest(ANA).text


@pytest.mark.slow
async def test_one_poster_brings_customers_to_the_messenger_they_choose(both: Both) -> None:
    await both.cafe()
    await both.telegram.says(CLEO, "/poster")
    poster = both.telegram.picture(CLEO)
    codes = read_codes(poster)
    assert isinstance(codes, tuple)
    [link] = codes
    assert "Welcome to Café Luna, Ana!" in await both.opens(ANA, link, choosing="telegram")
    assert "Welcome to Café Luna, Ben!" in await both.opens(BEN, link, choosing="whatsapp")
    assert "Welcome to Café Luna, Tom!" in await both.whatsapp.sends_photo(TOM, poster)
    assert both.telegram.chat(BEN) == []


async def test_a_link_from_one_chat_opens_the_other_with_the_code(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    asked = await both.telegram.says(ANA, "/link")
    code = asked.partition("Your code: ")[2][:7].replace("-", "")
    chats = both.house.router.platform(key_of(both.telegram.channel)).links.chats
    assert "Is the chat of Ana on Telegram yours too?" in await both.whatsapp.opens(
        ANA, chats["whatsapp"]("l" + code)
    )
    assert "both chats are one" in await both.whatsapp.says(ANA, "ja")


@pytest.mark.slow
async def test_a_photo_of_a_code_is_read_in_either_chat(both: Both) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    await both.joins(shop, BEN, on="telegram")
    assert "Ana, 1 of 4" in await both.telegram.sends_photo(EVA, both.whatsapp.picture(ANA))
    assert "Ben, 1 of 4" in await both.whatsapp.sends_photo(TOM, both.telegram.picture(BEN))
    both.later(minutes=2)
    assert "Ben, 2 of 4" in await both.whatsapp.says(TOM, both.telegram.short_code(BEN))


@pytest.mark.slow
async def test_the_dose_counts_both_chats_together(both: Both) -> None:
    shop = await both.cafe(kinds=(BROADCAST,))
    await _in_both_chats(both, shop)
    await writes(both.telegram, "Soup on Friday!")
    both.later(minutes=11)
    assert await both.round(ANA) == Heard("", "Café Luna: Soup on Friday!")
    await _prefers(both, "Telegram")
    await writes(both.telegram, "Cake on Sunday!")
    both.later(days=1)
    assert await both.round(ANA) == SILENCE
    both.later(days=2)
    assert await both.round(ANA) == Heard("Café Luna: Cake on Sunday!", "")


@pytest.mark.slow
async def test_the_chat_that_was_chosen_is_used_and_the_other_when_that_one_is_shut(both: Both) -> None:
    shop = await both.cafe(kinds=(BROADCAST,))
    await _in_both_chats(both, shop)
    await _prefers(both, "Telegram")
    await both.whatsapp.says(ANA, "hello")  # to write elsewhere is no other choice
    await writes(both.telegram, "Soup on Friday!")
    both.later(minutes=11)
    assert await both.round(ANA) == Heard("Café Luna: Soup on Friday!", "")
    await _prefers(both, "WhatsApp")
    await both.meta.blocks(ANA)
    await writes(both.telegram, "Cake on Sunday!")
    both.later(days=3)
    assert await both.round(ANA) == Heard("Café Luna: Cake on Sunday!", "")
    assert await _charges(both) == [("broadcast", "sent", None)] * 2  # nothing was billed
    tried = both.meta.count_calls("send")
    assert "1 of 4 stamps" in (await both.heard(ANA, stamps(both, ANA))).telegram
    assert both.meta.count_calls("send") == tried


@pytest.mark.slow
async def test_who_stops_the_bot_is_written_to_on_whatsapp(both: Both) -> None:
    shop = await both.cafe(kinds=(BROADCAST,))
    await _in_both_chats(both, shop)
    await _prefers(both, "Telegram")
    await both.bot.blocks(ANA)
    await writes(both.telegram, "Soup on Friday!")
    both.later(days=1, minutes=11)
    assert "News from Café Luna for you: Soup on Friday!" in (await both.round(ANA)).whatsapp


@pytest.mark.slow
async def test_what_can_wait_rides_along_for_nothing_when_its_customer_writes(both: Both) -> None:
    shop = await both.cafe(kinds=(GOAL,))
    await _saves(both, shop)
    both.later(days=8)
    assert await both.round(ANA) == SILENCE
    answer = await both.whatsapp.says(ANA, "card")
    assert "0 of 4 stamps" in answer
    assert "🎯 4 stamps to your goal: Free coffee" in answer
    assert await _charges(both) == [("goal", "sent", "free")]


@pytest.mark.slow
async def test_a_word_in_the_other_chat_lets_it_ride_too(both: Both) -> None:
    shop = await both.cafe(kinds=(GOAL,))
    await _saves(both, shop)
    await both.links(ANA)
    both.later(days=8)
    assert await both.round(ANA) == SILENCE
    assert "🎯 4 stamps to your goal: Free coffee" in await both.telegram.says(ANA, "/card")
    assert await _charges(both) == [("goal", "sent", None)]


@pytest.mark.slow
async def test_what_whatsapp_will_not_carry_to_america_telegram_does(both: Both) -> None:
    both.meta.contact(ANA).renumber("12125550100")
    shop = await both.cafe(kinds=(BROADCAST,))
    await _in_both_chats(both, shop)
    await writes(both.telegram, "Soup on Friday!")
    both.later(days=2)
    assert await both.round(ANA) == Heard("Café Luna: Soup on Friday!", "")
    assert await _charges(both) == [("broadcast", "sent", None)]


@pytest.mark.slow
async def test_what_nobody_came_for_in_time_is_paid_for_in_its_last_two_days(both: Both) -> None:
    shop = await both.cafe(kinds=(GOAL,))
    await _saves(both, shop)
    both.later(days=8)
    assert await both.round(ANA) == SILENCE
    for _ in range(3):
        both.later(days=1)
        assert await both.round(ANA) == SILENCE
    both.later(days=1)
    heard = await both.round(ANA)
    assert "Your goal at Café Luna is Free coffee. Still to go: 4." in heard.whatsapp
    assert await _charges(both) == [("goal", "sent", "marketing")]


async def _saves(both: Both, shop: Shop) -> None:
    await both.joins(shop, ANA, on="whatsapp")
    await both.agrees(ANA, on="whatsapp")
    await both.whatsapp.says(ANA, "goal")
    await both.whatsapp.taps(ANA, "Free coffee · 4")
    await both.whatsapp.taps(ANA, "No date")


async def test_a_flood_on_telegram_holds_up_nobody_on_whatsapp(both: Both) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="telegram")
    await both.joins(shop, BEN, on="whatsapp")
    both.later(hours=1)
    both.bot.floods(retry_after_s=300)
    assert both.telegram.newest(ANA).text.startswith("Welcome")
    said = await both.heard(ANA, both.whatsapp.says(TOM, both.telegram.short_code(ANA)))
    assert said.telegram == ""
    said = await both.heard(BEN, both.whatsapp.says(TOM, both.whatsapp.short_code(BEN)))
    assert "✔ 1 stamp" in said.whatsapp
    assert "✔ 1 stamp" in (await both.passes(ANA, minutes=6)).telegram


@pytest.mark.slow
async def test_two_chats_that_became_one_are_two_again_when_undone(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="telegram")
    await both.whatsapp.opens(ANA, both.line.link(f"j{shop.code}"))
    await stamps(both, ANA)
    await both.opens(EVA, both.whatsapp.code_of(ANA))
    await both.links(ANA)
    assert "2 of 4 stamps" in await both.whatsapp.says(ANA, "card")
    both.later(days=6)
    assert "two chats became one" in await both.telegram.says(ANA, "/history")
    assert "1 of 4 stamps" in await both.telegram.taps(ANA, "↩ Undo: make two chats of one")
    assert "1 of 4 stamps" in await both.whatsapp.says(ANA, "card")


async def test_a_line_that_opens_a_chat_is_understood_whatever_is_written_around_it(both: Both) -> None:
    shop = await both.cafe()
    line = f"Stempel #j{shop.code}"
    assert "Welcome to Café Luna, Ana!" in await both.whatsapp.says(ANA, f"Hi there! {line} please, thanks")
    assert "Welcome to Café Luna, Ben!" in await both.whatsapp.says(BEN, f" stempel#j{shop.code}\n")


@pytest.mark.slow
async def test_whatsapps_own_link_is_read_in_either_chat(both: Both) -> None:
    shop = await both.cafe()
    await both.hires(shop, TOM, on="whatsapp")
    await both.joins(shop, ANA, on="whatsapp")
    link = both.line.link(both.whatsapp.code_of(ANA).rpartition("/")[2])
    assert link.startswith("https://wa.me/")
    assert "Ana, 1 of 4 stamps ✔ stamped" in await both.telegram.says(EVA, f"look: {link}")
    both.later(minutes=2)
    await both.whatsapp.says(ANA, "card")
    link = both.line.link(both.whatsapp.code_of(ANA).rpartition("/")[2])
    assert "Ana, 2 of 4 stamps ✔ stamped" in await both.whatsapp.sends_photo(TOM, _photo_of(link))
    assert "Welcome to Café Luna, Ben!" in await both.whatsapp.says(BEN, both.line.link(f"j{shop.code}"))


def _photo_of(link: str) -> bytes:
    drawn = io.BytesIO()
    qrcode.make(link).save(drawn)
    return drawn.getvalue()


async def _in_both_chats(both: Both, shop: Shop) -> None:
    """Let Ana join on Telegram, agree to everything, become one with her WhatsApp, and write there last."""
    await both.joins(shop, ANA, on="telegram")
    await both.agrees(ANA, on="telegram")
    both.later(hours=1)
    await both.links(ANA)


async def _prefers(both: Both, name: str) -> None:
    """Let Ana choose, in her other chat, where to be written to."""
    other = both.whatsapp if name == "Telegram" else both.telegram
    await other.says(ANA, "/messages")
    assert f"I write to you on {name}." in await other.taps(ANA, f"Write to me on {name}")


async def _charges(both: Both) -> list[tuple[str, str, str | None]]:
    return await both.telegram.rows("SELECT kind, state, charge FROM occurrences ORDER BY id")


async def test_an_owner_reads_how_many_opened_her_link_and_how_many_of_them_joined(both: Both) -> None:
    shop = await both.cafe()
    await both.joins(shop, ANA, on="whatsapp")
    for person in (BEN, TOM):
        await both.follows(person, both.link("j" + shop.code), choosing="telegram")  # and goes no further
    await both.house.beat()
    await both.house.refit()
    told = await both.telegram.says(CLEO, "/customers")
    assert "Your link was opened 3 times since 12 March: 1 joined" in told
    further = await both.telegram.taps(CLEO, "👣 How far they come")
    assert "note nobody for it" in further
