"""What was won is the first thing that a card shows, until it is used."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from actions.cards.own_cards import own_cards
from bot.pictures.specs import CardPicture
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, EVA, Person, Talk
from words.cards.prizes import besides, yours
from words.language import words

SIX = stamp_card((Reward("r1", "Free coffee", 6),))
MILESTONE = stamp_card((Reward("r1", "Cookie", 2), Reward("r2", "Free coffee", 6)))
MENU = points_card((Reward("r1", "Dessert", 50), Reward("r2", "Dinner", 400)))


async def shown(talk: Talk, person: Person = ANA) -> CardPicture:
    """Return the picture that /card brings."""
    await talk.says(person, "/card")
    picture = talk.replies[person.id][0].picture
    assert isinstance(picture, CardPicture)
    return picture


async def test_a_full_card_stays_full_and_names_what_was_won_until_it_is_used(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=SIX)
    await talk.stamped(ANA, cafe, 6)
    picture = await shown(talk)
    assert (picture.filled, picture.size, picture.won) == (6, 6, True)
    assert picture.headline == "Free coffee: yours!"
    said = await talk.says(ANA, "/card")
    assert said.startswith("Café Luna · Free coffee: yours!")
    assert "to go" not in said
    await talk.says(ANA, "/rewards")
    code = (await talk.taps(ANA, "Use: Free coffee")).partition("cashier: ")[2][:6]
    await talk.says(EVA, code)
    picture = await shown(talk)
    assert (picture.filled, picture.headline, picture.towards) == (0, "6 to go", "Free coffee")
    assert not picture.won


async def test_what_is_stamped_beside_a_full_card_is_told_of_the_next(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=SIX)
    await talk.stamped(ANA, cafe, 8)
    picture = await shown(talk)
    assert (picture.filled, picture.headline) == (6, "Free coffee: yours!")
    assert "Next card: 2 of 6 stamps" in picture.lines
    await talk.stamped(ANA, cafe, 5, by=Person("Kai", "700009"))
    picture = await shown(talk)
    assert picture.lines == ("Also waiting: Free coffee", "Next card: 1 of 6 stamps")
    assert picture.headline == "Free coffee: yours!"


async def test_a_reward_on_the_way_is_celebrated_and_the_card_goes_on(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=MILESTONE)
    await talk.stamped(ANA, cafe, 3)
    picture = await shown(talk)
    assert (picture.filled, picture.won, picture.headline) == (3, True, "Cookie: yours!")
    assert picture.lines[0] == "3 to go: Free coffee"
    said = await talk.says(ANA, "/card")
    assert said.startswith("Café Luna · 3 of 6 stamps\n🎁 Cookie: yours!\n3 to go: Free coffee")


async def test_the_full_cards_reward_comes_before_one_from_the_way(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=MILESTONE)
    await talk.stamped(ANA, cafe, 6)
    picture = await shown(talk)
    assert (picture.filled, picture.headline) == (6, "Free coffee: yours!")
    assert picture.lines[0] == "Also waiting: Cookie"


async def test_of_rewards_from_the_way_the_one_that_runs_out_first_is_shown(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=MILESTONE)
    await talk.stamped(ANA, cafe, 2)
    [ana] = await sqlite_db.read(own_cards, 1, now=talk.now)
    [cookie] = ana.vouchers
    cake = replace(cookie, id=0, reward_key="gift", reward="Cake", expires_at=talk.now + timedelta(days=3))
    tea = replace(cake, reward="Tea", expires_at=talk.now + timedelta(days=2))
    both = replace(ana, vouchers=(cookie, cake, tea))
    assert yours(both, words("en")) == "Tea: yours!"
    assert besides(both, words("en")) == "Also waiting: Cookie and Cake"


async def test_points_that_are_enough_for_a_reward_say_so(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=MENU)
    await talk.stamped(ANA, cafe, 0)
    code = (await shown(talk)).code
    await talk.says(EVA, code)
    await talk.says(EVA, "60")
    picture = await shown(talk)
    assert (picture.headline, picture.won) == ("Dessert: yours to take!", True)
    assert (picture.points, picture.towards) == ("60 points", "340 to go: Dinner")


async def test_a_card_says_to_what_it_counts(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=MILESTONE)
    await talk.stamped(ANA, cafe, 1)
    picture = await shown(talk)
    assert (picture.headline, picture.towards) == ("1 to go", "Cookie")


async def test_every_place_tells_the_same_last_day_and_it_is_a_whole_one(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)  # it is noon on 12 March
    rules = stamp_card(MILESTONE.rewards, voucher_days=30, idle_days=30)
    cafe = await talk.joins(ANA, programme=rules)
    await talk.stamped(ANA, cafe, 3)
    assert "Cookie (until 11 April)" in await talk.says(ANA, "/rewards")
    said = await talk.says(ANA, "/card")
    assert "Use it until 11 April" in said
    assert "Valid until 11 April" in said
    talk.now = datetime(2026, 4, 11, 21, 58, tzinfo=UTC)  # two minutes before midnight
    await talk.says(ANA, "/rewards")
    assert "Show this code" in await talk.taps(ANA, "Use: Cookie")
    assert "3 of 6 stamps" in await talk.says(ANA, "/card")
    talk.wait(minutes=2)
    assert "0 of 6 stamps" in await talk.says(ANA, "/card")
    assert "Use: Cookie" not in talk.labels(ANA)


async def test_a_cashier_who_taps_redeem_too_late_hears_what_became_of_the_reward(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=replace(SIX, voucher_days=1))
    await talk.stamped(ANA, cafe, 6)
    redeem = talk.button(EVA, "🎁 Redeem")
    talk.wait(days=2)
    said = await talk.taps(EVA, redeem, shown_hours_ago=48)
    assert said == "“Free coffee” has run out: 13 March was its last day."
    assert await talk.taps(EVA, redeem) == "No reward is waiting on this card."  # it ended before this scan


async def test_a_second_cashier_who_taps_redeem_hears_who_handed_it_out(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=SIX)
    await talk.stamped(ANA, cafe, 6)
    redeem = talk.button(EVA, "🎁 Redeem")
    talk.wait(hours=1)
    await talk.says(ANA, "/rewards")
    code = (await talk.taps(ANA, "Use: Free coffee")).partition("cashier: ")[2][:6]
    await talk.says(EVA, code)
    talk.wait(minutes=2)
    assert (await talk.taps(EVA, redeem, shown_hours_ago=1)).startswith("“Free coffee” was used already:")


async def test_two_rewards_of_one_name_are_told_apart_on_their_buttons(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    twice = points_card((Reward("r1", "Coffee", 5), Reward("r2", "Coffee", 8)), head_start=9)
    cafe = await talk.joins(ANA, programme=twice)
    await talk.says(ANA, "/rewards")
    assert talk.labels(ANA)[:2] == ["Get: Coffee (5)", "Get: Coffee (8)"]
    await talk.opens(CLEO, "i" + cafe.owner_token)
    await talk.says(CLEO, "/rewards")
    assert talk.labels(CLEO)[:2] == ["✏ Coffee (5)", "✏ Coffee (8)"]
