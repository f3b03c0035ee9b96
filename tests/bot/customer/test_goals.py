"""What customers save for: chosen, typed, with a day, reached or passed."""

import pytest

from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import points_card
from tests.talk import ANA, EVA, Talk

POINTS = points_card((Reward("cake", "Cake", 200), Reward("tea", "Tea", 300)))


async def test_a_goal_is_a_reward_with_a_distance_and_a_date(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 2)
    assert await talk.says(ANA, "/goal") == "What are you saving for at Café Luna?"
    assert talk.labels(ANA) == ["Cookie · 5", "Free coffee · 10", "Another number", "✖ Cancel"]
    said = await talk.taps(ANA, "Cookie")
    assert "🎯 3 stamps to your goal: Cookie" in said
    assert "31 days left, until 12 April." in await talk.taps(ANA, "In a month")
    assert "3 stamps to your goal: Cookie" in await talk.says(ANA, "goal")
    assert "dropped" in await talk.taps(ANA, "Drop")
    assert "What are you saving for" in await talk.taps(ANA, "🎯 New goal")


async def test_a_number_may_be_typed_where_it_is_asked_what_is_saved_for(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 2)
    await talk.says(ANA, "/goal")
    assert "Type a number from 3 to 10" in await talk.says(ANA, "99")
    assert "6 stamps to your goal" in await talk.says(ANA, "8 stamps")
    await talk.taps(ANA, "In a month")
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Change")
    assert "3 stamps to your goal: Cookie" in await talk.says(ANA, "cookie")
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Change")
    assert "nothing was changed" in await talk.says(ANA, "cancel")


async def test_a_day_is_taken_where_it_is_asked_by_when_and_all_else_is_no_answer_to_it(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 2)
    await talk.says(ANA, "/goal")
    assert "By when would you like it?" in await talk.taps(ANA, "Cookie")
    assert "until 12 April" in await talk.says(ANA, "12 April")
    await talk.taps(ANA, "Date")
    assert "That day is not ahead of us." in await talk.says(ANA, "1 January 2020")
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Change")
    await talk.taps(ANA, "Free coffee")
    assert "nobody at Café Luna reads along here" in await talk.says(ANA, "My dog ate the card")
    assert "By which day" not in await talk.says(ANA, "monday")


@pytest.mark.parametrize("vague", ["christmas", "egy hónap", "eind van juni"])
async def test_a_vague_day_is_asked_for_once_more_before_it_is_no_answer(
    sqlite_db: Database, vague: str
) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA)
    await talk.stamped(ANA, cafe, 2)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Cookie")
    assert "I can't read that as a date. By" in await talk.says(ANA, vague)
    assert "until 12 April" in await talk.says(ANA, "12 April")
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Change")
    await talk.taps(ANA, "Free coffee")
    await talk.says(ANA, vague)
    assert "nobody at Café Luna reads along here" in await talk.says(ANA, vague)


async def test_a_number_is_asked_for_until_it_can_be_a_goal(db: Database) -> None:
    talk = Talk(db)
    await talk.stamped(ANA, await talk.joins(ANA), 1)
    await talk.says(ANA, "/goal")
    assert await talk.taps(ANA, "Another number") == "How many stamps? Type a number from 2 to 10."
    assert "10 is the highest possible" in await talk.says(ANA, "11")
    assert "10 is the highest possible" in await talk.says(ANA, "9" * 5000)
    assert "You have 1 already; 10 is the highest possible." in await talk.says(ANA, "1")
    for nonsense in ("-5", "many", "7.5", "NaN"):
        assert (
            await talk.says(ANA, nonsense)
            == "I need a whole number. How many stamps? Type a number from 2 to 10."
        )
    assert "6 stamps to your goal: 7" in await talk.says(ANA, "7")
    assert "8 stamps to your goal: 9" in await talk.says(ANA, "/goal 9")


async def test_a_points_goal_is_typed_with_or_without_a_thousands_sign(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA, programme=POINTS)
    await talk.says(ANA, "/goal")
    assert await talk.taps(ANA, "Another number") == "How many points? Type a number from 1 up."
    assert "1,000,000 is the highest possible" in await talk.says(ANA, "1 000 001")
    assert "1,200 points to your goal: 1,200" in await talk.says(ANA, "1.200")


async def test_a_date_is_typed_asked_about_when_ambiguous_and_refused_when_past(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    assert "Type it like “15 May”" in await talk.taps(ANA, "Another date")
    assert "can't read" in await talk.says(ANA, "one day")
    assert "not ahead" in await talk.says(ANA, "1 March 2026")
    assert "not ahead" in await talk.says(ANA, "12 March")
    assert await talk.says(ANA, "04/05") == "Which day do you mean?"
    assert talk.labels(ANA)[:2] == ["4 May", "5 April"]
    assert "24 days left, until 5 April." in await talk.taps(ANA, "5 April")
    assert "By when" in await talk.taps(ANA, "Date")
    assert "days left" not in await talk.taps(ANA, "No date")


async def test_a_goal_whose_date_passed_or_that_was_reached_says_so(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.says(ANA, "/goal 2")
    await talk.taps(ANA, "In a month")
    talk.wait(days=60)
    assert "12 April has passed" in await talk.says(ANA, "/goal")
    await talk.stamped(ANA, cafe, 2)
    assert "Goal reached: 2" in await talk.says(ANA, "/goal")


async def test_with_several_cards_the_shop_is_chosen_first(db: Database) -> None:
    talk = Talk(db)
    await talk.joins(ANA, "Café Luna")
    await talk.joins(ANA, "Bar Sol", POINTS)
    assert await talk.says(ANA, "/goal") == "Which card?"
    assert await talk.taps(ANA, "Bar Sol") == "What are you saving for at Bar Sol?"
    assert "200 points to your goal: Cake" in await talk.taps(ANA, "Cake")


async def test_a_goal_is_over_when_its_reward_was_used(db: Database) -> None:
    talk = Talk(db)
    cafe = await talk.joins(ANA)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Cookie")
    await talk.stamped(ANA, cafe, 5)
    assert "Goal reached: Cookie" in await talk.says(ANA, "/goal")
    await talk.says(ANA, "/rewards")
    code = (await talk.taps(ANA, "Use: Cookie")).partition("cashier: ")[2][:6]
    await talk.says(EVA, code)
    assert "Goal reached" not in await talk.says(ANA, "/card")
    assert "What are you saving for" in await talk.says(ANA, "/goal")


async def test_the_one_number_that_is_left_is_no_choice_between_two(db: Database) -> None:
    talk = Talk(db)
    await talk.stamped(ANA, await talk.joins(ANA), 9)
    assert await talk.says(ANA, "/goal")
    assert talk.labels(ANA)[0].startswith("Free coffee")
    assert "Another number" not in talk.labels(ANA)
    assert "Only 10 is left" in await talk.says(ANA, "/goal x")
