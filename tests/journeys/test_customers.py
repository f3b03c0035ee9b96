"""An owner asks who her customers are, and reads it of last night: kinds, lists, one of them; on every channel."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from actions.people.customers import CustomerList, list_customers
from loyalty.actor import ActingPerson
from loyalty.customer_kinds import Quadrant
from loyalty.roles import Role
from loyalty.shop.basis import Told
from scheduler.campaigns.portraying import portray
from storage.engine.database import Database
from storage.people import portraits
from storage.shop import business
from tests.actions.campaigns.test_treatments import stand
from tests.journeys.campaigns import agrees, reminded, round_for
from tests.journeys.campaigns import opened as opened_for
from tests.journeys.people import ANA, BEN, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import FOUR_STAMPS, Place, Stage
from tests.kinds import BROADCAST, ONE_QUESTION
from tests.scheduler.campaigns.test_portraying import TONIGHT, opened

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)


async def _weekly(stage: Stage, cafe: Place) -> None:
    """Let Ana come every week, and then stay away; Ben joins and never comes."""
    await cafe.joins(ANA)
    await cafe.joins(BEN)
    for _ in range(4):
        await stage.scans(EVA, ANA)
        stage.later(days=7)
        await stage.says(ANA, "/card")


@pytest.mark.sketched
@everywhere
async def test_an_owner_finds_who_is_slipping_away_and_looks_at_her(stage: Stage) -> None:
    cafe = await stage.cafe()
    assert "tomorrow I can tell" in await stage.says(CLEO, "/customers")
    await _weekly(stage, cafe)
    stage.later(days=14)
    await stage.house.refit()
    told = await stage.says(CLEO, "/customers")
    assert "Café Luna: your customers, as of last night" in told
    assert "👥 1 customer came within twelve months" in told
    assert "Not enough to tell yet who leaves you much: that takes 30 customers." in told
    assert "⏳ 1 stays away longer than they usually do" in told
    assert "Ana" not in told
    assert "CustomerChart(shop='Café Luna'" in Image.open(BytesIO(stage.picture(CLEO))).info["shows"]
    listed = await stage.taps(CLEO, "⏳ Slipping away")
    assert "A kind word may be enough." in listed
    assert "as of last night" in listed
    one = await stage.taps(CLEO, "Ana")
    assert "🌙 As of last night:\n⭐ A regular: came on 4 days since" in one
    assert "⏳ Comes about every 7 days. Stays away longer than usual since" in one
    assert "Agreed to offers: not asked, to reminders: not asked" in one
    stage.later(hours=8)
    await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    assert "⏱ Comes about every 7 days" in await stage.says(CLEO, "/customers Ana")
    seen = await stage.says(CLEO, "/audit")
    assert "looked at 1 customer of a list: ⏳ Slipping away" in seen
    assert "Cleo · looked at the customer of card" in seen


@pytest.mark.slow
@everywhere
async def test_an_owner_reads_how_far_customers_come_and_what_helps(stage: Stage) -> None:
    cafe = await stage.cafe()
    await _weekly(stage, cafe)
    await stage.house.refit()
    await stage.says(CLEO, "/customers")
    read = await stage.taps(CLEO, "👣 How far they come")
    assert "🌱 Not here yet: 1 · 50% of those who joined came\n" in read
    assert "🌿 Came once: 0\n" in read
    assert "⭐ Regulars: 1\n" in read
    assert "👉 A welcome brings them in" in read
    await stage.taps(CLEO, "🌱 Not here yet")
    one = await stage.taps(CLEO, "Ben")
    assert "🌱 Joined, and was not here yet" in one
    await stage.taps(CLEO, "← Back")
    await stage.taps(CLEO, "← Back")
    await stage.taps(CLEO, "← All of them")
    assert "Nobody now." in await stage.taps(CLEO, "🏅 The top fifth")


@everywhere
async def test_an_owner_reads_whom_a_bar_of_the_way_to_a_reward_stands_for(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.house.refit()
    await stage.says(CLEO, "/customers")
    assert "🎯 3 to go: 1" in await stage.taps(CLEO, "🎯 How far from a reward")
    listed = await stage.taps(CLEO, "3 to go")
    assert "Café Luna · 🎯 3 to go" in listed
    assert "tell them at the till" in listed
    assert "Ana" in await stage.taps(CLEO, "Ana")
    assert "looked at 1 customer of a list: 🎯 3 to go" in await stage.says(CLEO, "/audit")


@pytest.mark.slow
@everywhere
async def test_an_owner_says_how_a_kind_of_customer_is_treated_and_staff_read_it(stage: Stage) -> None:
    cafe = await stage.cafe()
    await _weekly(stage, cafe)
    await stage.house.refit()
    await stage.says(CLEO, "/customers")
    listed = await stage.taps(CLEO, "🎛 How I treat them")
    assert "🦋 Butterflies: no long win-back" in listed
    assert "👋 Strangers: no offers" in listed
    assert "⭐ Regulars: as all others" in listed
    await stage.taps(CLEO, "⭐ Regulars")
    await stage.taps(CLEO, "✉ Messages")
    await stage.taps(CLEO, "✔ Birthday")
    assert "Messages: all but Birthday" in await stage.taps(CLEO, "← Back")
    await stage.taps(CLEO, "🎁 Offers")
    assert "The most an offer may cost: €2.50" in await stage.says(CLEO, "2,50")
    await stage.taps(CLEO, "🌙 How often")
    assert "It must be from 3 to 60." in await stage.says(CLEO, "1")
    assert "At most one message in 14 days" in await stage.says(CLEO, "14")
    await stage.taps(CLEO, "💡 The cue")
    assert "At most 60 letters." in await stage.says(CLEO, "so " * 30)
    assert "till: Ask how the dog is" in await stage.says(CLEO, "Ask how the dog is")
    stage.later(days=1)
    await stage.says(ANA, "/card")
    assert "💡 Ask how the dog is" in await stage.scans(EVA, ANA)
    assert "changed how customers of a kind are treated: ⭐ Regulars" in await stage.says(CLEO, "/audit")


@pytest.mark.slow
@everywhere
async def test_an_owner_draws_the_lines_herself_and_they_hold_from_the_next_night(stage: Stage) -> None:
    cafe = await stage.cafe()
    await _weekly(stage, cafe)
    await stage.house.refit()
    await stage.says(CLEO, "/customers")
    assert "📅 Loyal from: the shop's own middle" in await stage.taps(CLEO, "📏 The two lines")
    await stage.taps(CLEO, "📅 Loyal from")
    assert "It must be from 1 to 12." in await stage.says(CLEO, "13")
    drawn = await stage.says(CLEO, "1")
    assert "✔ Done. It holds from the next night on." in drawn
    assert "📅 Loyal from: 1 of 12 months" in drawn
    await stage.taps(CLEO, "💶 Much from")
    assert "💶 Much is left from: €25.00" in await stage.says(CLEO, "25")
    await stage.house.refit()
    assert "Loyal: here in 1 of 12 months or more." in await stage.says(CLEO, "/customers")
    await stage.taps(CLEO, "📏 The two lines")
    await stage.taps(CLEO, "📅 Loyal from")
    assert "📅 Loyal from: the shop's own middle" in await stage.taps(CLEO, "↺ The shop's own middle")


@everywhere
async def test_a_manager_notes_what_the_shop_named_and_the_customer_reads_it(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.house.refit()
    await stage.says(CLEO, "/customers")
    await stage.taps(CLEO, "🏷 What you note")
    refused = await stage.says(CLEO, "Diabetics")
    assert "“diabetics” stands for somebody's health: I keep nothing of that" in refused
    assert "choose" not in refused  # a note chooses nobody
    assert "🏷 Table" in await stage.says(CLEO, "Table")
    await stage.says(CLEO, "/broadcast")
    await stage.taps(CLEO, "🔎 A filter of my own")
    await stage.taps(CLEO, "What is known")
    assert "Nothing is noted yet under “Table”" in await stage.taps(CLEO, "🏷 Table")
    await stage.says(CLEO, "/customers Ana")
    await stage.taps(CLEO, "🏷 Table")
    assert "At most 40 letters." in await stage.says(CLEO, "window " * 200)
    await stage.says(CLEO, "by the window")
    await stage.taps(CLEO, "← The customer")
    await stage.taps(CLEO, "📝 Note")
    await stage.says(CLEO, "Has a dog, Bello")
    one = await stage.taps(CLEO, "← The customer")
    assert "🏷 Table: by the window\n📝 Has a dog, Bello" in one
    assert "What the shop noted of you, and you answered (2)" in await stage.says(ANA, "/mydata")
    await stage.taps(CLEO, "📝 Note")
    await stage.says(CLEO, "none")
    assert "Bello" not in await stage.taps(CLEO, "← The customer")
    assert "noted something of the customer of card" in await stage.says(CLEO, "/audit")


@everywhere
async def test_a_barnacle_is_asked_one_question_once_and_the_owner_reads_the_answer(stage: Stage) -> None:
    cafe = await opened_for(stage, FOUR_STAMPS, ONE_QUESTION)
    [[card_id]] = await stage.rows("SELECT id FROM accounts WHERE shop_id = :shop", shop=cafe.shop.id)
    assert "one question" not in await round_for(stage, ANA)
    await stage.house.db.write(stand, card_id, Quadrant.BARNACLE)
    stage.later(days=1)
    assert "one question" in await reminded(stage, ANA)
    assert "nobody asks again" in await stage.taps(ANA, "It is right as it is")
    stage.later(days=60)
    assert "one question" not in await round_for(stage, ANA)
    await stage.says(CLEO, "/customers Ana")
    assert "💬 Asked whether they would have more: It is right as it is" in stage.last(CLEO).text


@everywhere
async def test_customers_are_shown_to_owners_and_managers_alone(stage: Stage) -> None:
    cafe = await stage.cafe()
    await _weekly(stage, cafe)
    await stage.house.refit()
    for asked in ("/customers", "/customers Ana", "/customer Ana"):
        assert await stage.says(EVA, asked) == "Only the shop's owner and managers can do that."
        assert "for the shop's staff" in await stage.says(ANA, asked)
    assert "Nobody by that name." in await stage.says(CLEO, "/customers Zoltán")


@pytest.mark.slow
@everywhere
async def test_who_asks_to_be_forgotten_is_in_no_list_and_behind_no_old_button(stage: Stage) -> None:
    cafe = await stage.cafe()
    await _weekly(stage, cafe)
    stage.later(days=14)
    await stage.house.refit()
    assert "What your visits add up to (1)" in await stage.says(ANA, "/mydata")
    await stage.says(CLEO, "/customers")
    await stage.taps(CLEO, "⏳ Slipping away")
    await stage.says(ANA, "/forget")
    await stage.taps(ANA, "Yes, erase everything")
    assert "This card is not there any more." in await stage.taps(CLEO, "Ana")
    assert "Nobody stays away" in await stage.taps(CLEO, "← All of them")


async def test_a_shop_with_enough_customers_reads_who_leaves_much_and_what_the_top_brings(
    stage: Stage,
) -> None:
    luna, _ = await opened(stage.house.db, 3)
    shop_id = luna.cafe.shop.id
    await portray(stage.house.db, shop_id, now=TONIGHT)
    stage.hours.now = TONIGHT
    await Place(stage, luna.cafe.shop).hires(CLEO, Role.OWNER)
    told = await stage.says(CLEO, "/customers")
    assert "❤ True friends: 9 · loyal, and they leave you much" in told
    assert "Loyal: here in 4 of 12 months or more. Much: €40.00 or more" in told
    assert "🏅 The top 6, every fifth customer, bring 43% of the sales" in told
    money = await stage.taps(CLEO, "🎁 Where rewards go")
    assert "❤ True friends: €33.00 (30%), and €597.00 was left" in money
    assert "⚠ Most of it goes to those who leave you least" in money
    assert "🦋 0 of 6 butterflies became true friends: 0%. In other shops about 10% do: sell" in money
    await stage.taps(CLEO, "← All of them")
    names = await stage.taps(CLEO, "🦋 Butterflies")
    assert "Offer more while they are here" in names
    one = await stage.taps(CLEO, "Gus · €200.00")
    assert "Spent €200.00 in these months, typed at the till; €120.00 was left after goods and rewards" in one
    await stage.house.db.write(business.tell, shop_id, Told())
    await portray(stage.house.db, shop_id, now=TONIGHT)
    assert "once I know what a visit brings" in await stage.says(CLEO, "/customers")


async def test_who_came_once_is_said_to_have_come_on_one_day(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.house.refit()
    one = await stage.says(CLEO, "/customers Ana")
    assert "🌿 Came once: " in one
    assert "last on" not in one


async def test_the_top_fifth_lists_as_many_as_were_counted_though_others_brought_as_much(
    sqlite_db: Database,
) -> None:
    luna, _ = await opened(sqlite_db, 3)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    await portray(sqlite_db, shop_id, now=TONIGHT)
    night = await sqlite_db.read(portraits.last_night, shop_id)
    assert night
    alike = replace(night[1], top=7, top_from_minor=0)  # all but seven brought as much as the seventh
    await sqlite_db.write(portraits.end_night, shop_id, alike, now=TONIGHT)
    top = await sqlite_db.read(list_customers, cleo, shop_id, "top", now=TONIGHT)
    assert isinstance(top, CustomerList)
    assert (len(top.customers), top.more) == (7, None)


@everywhere
async def test_an_owner_puts_a_filter_together_saves_it_and_writes_to_who_passes(stage: Stage) -> None:
    cafe = await opened_for(stage, FOUR_STAMPS, BROADCAST)
    [[card_id]] = await stage.rows("SELECT id FROM accounts WHERE shop_id = :shop", shop=cafe.shop.id)
    await agrees(stage, cafe, BEN)
    await stage.house.db.write(stand, card_id, Quadrant.FRIEND)
    await stage.says(CLEO, "/broadcast")
    assert "All that you choose must be so." in await stage.taps(CLEO, "🔎 A filter of my own")
    assert "It asks for nothing yet" in await stage.says(CLEO, "Everybody I know")
    assert "What they are" in stage.last(CLEO).labels  # what can be chosen stands there
    await stage.taps(CLEO, "What they are")
    assert "🔎 🦋 Butterflies\nNobody is all of that" in await stage.taps(CLEO, "🦋 Butterflies")
    await stage.taps(CLEO, "What they are")
    shown = await stage.taps(CLEO, "❤ True friends")
    assert "🔎 ❤ True friends\n1 customer who agreed to offers, of 2." in shown
    await stage.taps(CLEO, "What is known")
    await stage.taps(CLEO, "💬 Would have more")
    assert "Nobody is all of that" in await stage.taps(CLEO, "Yes, show me more")
    await stage.taps(CLEO, "What is known")
    await stage.taps(CLEO, "Any")
    await stage.taps(CLEO, "How far they came")
    assert "🔎 ❤ True friends + ⭐ Regulars\n1 customer" in await stage.taps(CLEO, "⭐ Regulars")
    assert "✔ Saved: Best ones" in await stage.says(CLEO, "Best ones")
    assert "🔎 Best ones: 1 customer, Ana." in await stage.taps(CLEO, "✍ Write to them")
    await stage.taps(CLEO, "🗑 Take the filter away")
    await stage.says(CLEO, "/broadcast")
    assert "🔎 Best ones" not in stage.last(CLEO).labels
    assert "saved the filter Best ones" in await stage.says(CLEO, "/audit")
