"""A stamp card and a points card side by side, as their customer sees them: one card, a line for each."""

from actions.people.personal_data import everything_held
from bot.pictures.specs import Band, CardPicture
from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import stamp_card
from tests.side_by_side import add, collect, on_each
from tests.talk import ANA, Talk

SIX = stamp_card((Reward("r1", "Free coffee", 6),))
LUNCH = stamp_card((Reward("r1", "Lunch", 3),))
CARD = 1  # the id of Ana's, the first there is


async def luna_with_both(db: Database, *, points: int = 0, stamps: int = 0) -> Talk:
    """Let Ana have a card at a shop that has both, with so much on it."""
    talk = Talk(db)
    opened = await talk.joins(ANA, programme=SIX)
    await db.write(add, opened.shop.id, now=talk.now)
    await db.write(collect, CARD, stamps, points, now=talk.now)
    return talk


def picture_of(talk: Talk) -> CardPicture:
    """Return the picture that Ana was shown last."""
    picture = talk.replies[ANA.id][0].picture
    assert isinstance(picture, CardPicture)
    return picture


async def test_a_card_says_each_sum_and_what_is_next_under_one_code(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=40, stamps=2)
    said = await talk.says(ANA, "/card")
    assert said.splitlines()[:-1] == [
        "Café Luna · Stamp card: 2 of 6 stamps",
        "4 to go: Free coffee",
        "Points card: 40 points. 10 to go: Tea",
    ]
    assert said.splitlines()[-1].startswith("Code: ")


async def test_the_picture_is_of_the_stamp_card_and_has_a_band_for_the_points(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    await talk.says(ANA, "/card")
    picture = picture_of(talk)
    assert (picture.filled, picture.size, picture.headline, picture.won) == (2, 6, "4 to go", False)
    assert picture.bands == (Band("Points card: 60 points", "Tea: yours to take!"),)


async def test_a_full_card_is_celebrated_beside_another_programme(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=40, stamps=6)
    assert (await talk.says(ANA, "/card")).startswith(
        "Café Luna · Free coffee: yours!\nPoints card: 40 points"
    )
    assert (picture_of(talk).won, picture_of(talk).filled) == (True, 6)


async def test_of_two_stamp_cards_the_full_one_is_shown_large(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=SIX)
    await sqlite_db.write(add, opened.shop.id, LUNCH, name="Lunches", now=talk.now)
    await talk.says(ANA, "/card")
    assert (picture_of(talk).size, picture_of(talk).bands) == (
        6,
        (Band("Lunches: 0 of 3 stamps", "3 to go: Lunch"),),
    )
    await sqlite_db.write(collect, CARD, 0, 3, now=talk.now)
    await talk.says(ANA, "/card")
    assert (picture_of(talk).size, picture_of(talk).headline) == (3, "Lunch: yours!")
    assert picture_of(talk).bands == (Band("Stamp card: 0 of 6 stamps", "6 to go: Free coffee"),)


async def test_who_joins_is_told_what_each_programme_promises(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.opens_shop(programme=SIX)
    await sqlite_db.write(add, opened.shop.id, now=talk.now)
    said = await talk.opens(ANA, "j" + opened.shop.code)
    assert "Stamp card: 6 stamps earn: Free coffee." in said
    assert "Points card: You earn 1 point for each €1.00 you spend. 50 points buy: Tea." in said


async def test_rewards_are_listed_by_programme_with_what_is_missing(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    assert (await talk.says(ANA, "/rewards")).splitlines() == [
        "Café Luna",
        "Stamp card: 2 of 6 stamps",
        "· 6 stamps: Free coffee (4 to go)",
        "Points card: 60 points",
        "· Tea: 50 points",
        "· Cake: 200 points (140 to go)",
    ]


async def test_a_reward_is_bought_with_the_points_and_given_back_to_them(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    await talk.says(ANA, "/rewards")
    assert await talk.taps(ANA, "Get: Tea") == "Get “Tea” for 50 points? You have 60 points."
    assert (await talk.taps(ANA, "Yes, get it")).startswith("“Tea” is yours.")
    assert [state.counter.balance for state in await sqlite_db.write(on_each, CARD, now=talk.now)] == [2, 10]
    assert (await talk.taps(ANA, "↩ Give it back")).endswith("50 points are yours again: 60 points.")


async def test_a_goal_is_for_the_programme_that_is_chosen(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    assert await talk.says(ANA, "/goal") == "Which card?"
    assert talk.labels(ANA) == ["Stamp card", "Points card"]
    await talk.taps(ANA, "Points card")
    assert talk.labels(ANA) == ["Cake · 200", "Another number", "✖ Cancel"]
    assert (await talk.taps(ANA, "Cake")).startswith("Café Luna: 🎯 140 points to your goal: Cake")
    await talk.taps(ANA, "No date")
    said = await talk.says(ANA, "/card")
    assert "🎯 Points card: 140 to your goal" in said
    assert [state.goal is not None for state in await sqlite_db.write(on_each, CARD, now=talk.now)] == [
        False,
        True,
    ]
    await talk.says(ANA, "/goal")
    assert "140 points to your goal" in await talk.taps(ANA, "Points card")
    await talk.taps(ANA, "Drop")
    await talk.taps(ANA, "🎯 New goal")
    assert talk.labels(ANA) == ["Cake · 200", "Another number", "✖ Cancel"]


async def test_a_number_that_is_typed_for_a_goal_waits_for_which_programme(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    assert await talk.says(ANA, "/goal 100") == "Which card?"
    assert (await talk.taps(ANA, "Points card")).startswith("Café Luna: 🎯 40 points to your goal: 100")


async def test_what_happened_and_what_is_held_name_the_programme(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    head, *lines = (await talk.says(ANA, "/history")).splitlines()
    assert head == "Café Luna · Stamp card: 2 of 6 stamps · Points card: 60 points"
    assert [line.partition(" · ")[2] for line in lines] == ["+60 · Points card", "+2 · Stamp card"]
    said = await talk.says(ANA, "/mydata")
    assert "· Café Luna: Stamp card: 2 of 6 stamps · Points card: 60 points (" in said
    assert "Stamp card: 2 of 6 stamps · Points card: 60 points" in await talk.says(ANA, "/forget")


async def test_the_file_of_what_is_held_says_which_programme_each_line_is_of(sqlite_db: Database) -> None:
    talk = await luna_with_both(sqlite_db, points=60, stamps=2)
    rows = (await sqlite_db.read(everything_held, 1, now=talk.now)).rows
    assert {(row["programme"], row["amount"]) for row in rows["ledger"]} == {("stamps", 2), ("points", 60)}
    assert {row["programme"] for row in rows["cards"]} == {"stamps", "points"}
