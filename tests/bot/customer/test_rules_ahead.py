"""Whose card was begun under rules that have changed since reads on it what is worse or other, before it holds."""

from bot.pictures.specs import CardPicture
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.programme import Limits, Reward
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


async def test_rules_that_are_worse_are_said_in_three_lines_and_drawn(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    begun = points_card(
        (CAKE,), Limits(max_per_day=50), head_start=5, idle_days=90, parts=(BonusItem("Cake", 3),)
    )
    cafe = await talk.joins(ANA, programme=begun)
    worse = points_card(
        (Reward("r3", "Cake", 40, valid_days=10),),
        Limits(cooldown_minutes=60, max_per_day=20),
        min_spend_minor=500,
        idle_days=30,
        parts=(ExcludedItem("Tobacco"),),
    )
    await sqlite_db.write(change_only, cafe.shop.id, worse, now=talk.now)
    lines = [line for line in (await talk.says(ANA, "/card")).splitlines() if line.startswith("🔜")]
    assert lines == [
        "🔜 After your next reward: Cake: 40 points (waits 10 days)",
        (
            "🔜 After your next reward: Pause between visits: 60 minutes, Most per day: 20 points, "
            "Unused cards expire after: 30 days, Least to spend: €5.00"
        ),
        "🔜 After your next reward: without “Cake: +3 points”, Tobacco: does not count",
    ]
    [picture] = [reply.picture for reply in talk.replies[ANA.id] if isinstance(reply.picture, CardPicture)]
    assert any("After your next reward" in line for line in picture.lines)


async def test_what_is_better_or_holds_no_less_is_no_news(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    begun = stamp_card(
        (COFFEE,), Limits(60, 2, 2), voucher_days=10, parts=(BonusItem("Cake"), BonusTime(times=2))
    )
    cafe = await talk.joins(ANA, programme=begun)
    await talk.stamped(ANA, cafe, 1)
    better = stamp_card(
        (COFFEE,), Limits(), voucher_days=20, parts=(BonusTime(times=3), BonusItem("Cake", 2))
    )
    await sqlite_db.write(change_only, cafe.shop.id, better, now=talk.now)
    assert "🔜" not in await talk.says(ANA, "/card")
