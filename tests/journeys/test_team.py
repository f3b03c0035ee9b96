"""The people at the till see their own figures, and whose customers come again where the owner shows it; on every channel."""

import re

import pytest

from loyalty.cards.programme import Reward
from tests.journeys.campaigns import comes, either, opened
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import FOUR_STAMPS, Stage
from tests.kinds import BIRTHDAY, BROADCAST
from tests.programmes import points_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


@everywhere
async def test_a_cashier_reads_what_they_did_and_who_came_again(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.joins(BEN)
    assert "📅 Today: 0 visits · 0 customers" in await stage.says(EVA, "/mine")
    await stage.scans(EVA, ANA)
    stage.later(days=1)
    for who in (ANA, BEN):
        await stage.says(who, "/card")
        await stage.scans(EVA, who)
    told = await stage.says(EVA, "my figures")
    assert "📅 Today: 2 visits · 2 customers · 1 for the first time · 0 rewards handed out" in told
    assert "🌱 1 customer came a second time this month, after a first visit that you booked." in told
    assert "for the shop's staff" in await stage.says(ANA, "/mine")


@everywhere
async def test_an_owner_shows_the_league_to_staff(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    stage.later(days=1)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    await stage.says(EVA, "/mine")
    assert "🏅 Whose customers come again" not in stage.last(EVA).labels
    await stage.says(CLEO, "/staff")
    seen = await stage.taps(CLEO, "🏅 Whose customers come again")
    assert "1. Eva · " in seen
    assert "Only owners see it." in seen
    assert "Staff see it too." in await stage.taps(CLEO, "Show it to staff too")
    await stage.says(EVA, "/mine")
    assert "1. Eva · " in await stage.taps(EVA, "🏅 Whose customers come again")
    await stage.taps(CLEO, "Keep it to owners")
    await stage.says(EVA, "/mine")
    assert "🏅 Whose customers come again" not in stage.last(EVA).labels
    assert "League shown to staff: on → off" in await stage.says(CLEO, "/audit")


@everywhere
async def test_a_cashier_reads_one_sentence_to_say_until_the_owner_switches_it_off(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    said = []
    for _ in range(3):
        said.append(await stage.scans(EVA, ANA))
        stage.later(hours=2)
        await stage.says(ANA, "/card")
    assert "💬 “One more, and it is yours: Free coffee.”" in said[-1]
    assert all(one.count("💬") <= 1 for one in said)
    await stage.says(CLEO, "/staff")
    assert "no sentence is suggested any more" in await stage.taps(CLEO, "💬 Suggested sentences: on")
    assert "💬" not in await stage.scans(EVA, ANA)
    assert "Suggested sentence at the till: on → off" in await stage.says(CLEO, "/audit")


@everywhere
async def test_who_looks_at_a_card_and_books_nothing_stands_in_the_audit(stage: Stage) -> None:
    cafe = await stage.points_shop()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "✖ Cancel")
    assert re.search(r"Eva · looked at card \w{6} and booked nothing", await stage.says(CLEO, "/audit"))


@everywhere
async def test_an_owner_copies_texts_for_the_receipt_the_website_and_social_pages(stage: Stage) -> None:
    await stage.cafe()
    await stage.says(CLEO, "/poster")
    texts = await stage.taps(CLEO, "✍ Ready texts")
    assert "Three texts to copy" in texts
    assert "Collect at Café Luna! 4 stamps: Free coffee" in texts
    assert texts.count("Free coffee") == 3


@everywhere
async def test_a_customer_reads_how_long_each_kind_of_data_is_kept(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    told = await stage.says(ANA, "/mydata")
    assert "Messages I sent you (" in told
    assert "so that none is lost or comes twice · gone after 90 days at most" in told
    assert "What names no days is kept until you say" in told


@everywhere
async def test_staff_read_a_message_to_customers_before_they_do(stage: Stage) -> None:
    await opened(stage, FOUR_STAMPS, BROADCAST)
    await comes(stage)
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "Everybody")
    await stage.says(CLEO, "Cake for half the price on Friday")
    mark = stage.platform.mark(EVA)
    assert "Staff read it first: Eva." in await stage.taps(CLEO, "✔ Send in ten minutes")
    told = "".join(seen.text for seen in stage.platform.since(EVA, mark))
    assert "customers read this soon: “Cake for half the price on Friday" in told
    assert "👉 Whoever speaks of it is right: do as it says. What it leaves open, ask Cleo." in told


@everywhere
async def test_who_gets_one_word_a_day_is_named_to_the_owner_who_changes_more_than_that(stage: Stage) -> None:
    await opened(stage, FOUR_STAMPS, BIRTHDAY)
    await comes(stage)
    await stage.says(CLEO, "/campaigns")
    await stage.taps(CLEO, "✔ Birthday")
    await stage.taps(CLEO, "Gift")
    assert "✔ Done. Staff read it first: Eva." in await stage.says(CLEO, "A cake")
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "Pause between visits")
    await stage.says(CLEO, "30")
    said = await stage.taps(CLEO, "✔ Confirm")
    assert "✔ Done. Please tell Eva: one word a day is all I send them." in said


@everywhere
async def test_a_day_after_the_last_word_staff_and_owners_hear_all_the_same(stage: Stage) -> None:
    mugs = points_card((Reward("mug", "A mug", 5, stock=1),), points_per_unit=1)
    await opened(stage, mugs, BROADCAST)
    await stage.says(ANA, "/card")
    await stage.says(EVA, stage.short_code(ANA))
    await stage.says(EVA, "16")
    stage.later(days=2)
    cleo = stage.platform.mark(CLEO)
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Get: A mug")
    await stage.taps(ANA, "Yes, get it")
    told = "".join(seen.text for seen in stage.platform.since(CLEO, cleo))
    assert "A mug" in told
    await stage.taps(CLEO, either(stage, "🎁 Rewards", "Rewards"))
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "Everybody")
    await stage.says(CLEO, "Cake for half the price on Friday")
    eva = stage.platform.mark(EVA)
    await stage.taps(CLEO, "✔ Send in ten minutes")
    told = "".join(seen.text for seen in stage.platform.since(EVA, eva))
    assert "customers read this soon: “Cake for half the price on Friday" in told
