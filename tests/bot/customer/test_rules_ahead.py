"""Whose card was begun under rewards that have changed since reads on it what comes after them, before it does."""

from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.actions.places import change_only
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, Talk

COOKIE, COFFEE, CAKE = Reward("r1", "Cookie", 2), Reward("r2", "Free coffee", 4), Reward("r3", "Cake", 40)


async def test_a_fuller_card_and_a_reward_that_goes_are_said_before_they_hold_and_not_after(
    sqlite_db: Database,
) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=stamp_card((COOKIE, COFFEE)))
    await talk.stamped(ANA, cafe, 1)
    assert "🔜" not in await talk.says(ANA, "/card")
    dearer = stamp_card((Reward("r2", "Free coffee", 6),))
    await sqlite_db.write(change_only, cafe.shop.id, dearer, now=talk.now)
    said = await talk.says(ANA, "/card")
    assert "1 of 4 stamps" in said  # what was promised is kept
    assert "🔜 From your next card on: 6 stamps: Free coffee, without “Cookie”" in said
    await talk.stamped(ANA, cafe, 4)
    assert "🔜" not in await talk.says(ANA, "/card")


async def test_on_a_points_card_it_comes_after_the_next_reward(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=points_card((CAKE,), head_start=5))
    await sqlite_db.write(
        change_only, cafe.shop.id, points_card((Reward("r3", "Cake", 60),), head_start=5), now=talk.now
    )
    assert "🔜 After your next reward: Cake: 60 points" in await talk.says(ANA, "/card")


async def test_what_customers_read_the_same_is_no_news(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    cafe = await talk.joins(ANA, programme=stamp_card((COOKIE, COFFEE)))
    await talk.stamped(ANA, cafe, 1)
    priced = stamp_card((COOKIE, Reward("r2", "Free coffee", 4, cost_minor=80)))
    await sqlite_db.write(change_only, cafe.shop.id, priced, now=talk.now)
    assert "🔜" not in await talk.says(ANA, "/card")
