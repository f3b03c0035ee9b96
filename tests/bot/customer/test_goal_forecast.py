"""/goal says when it will be reached at the customer's own pace, as the reminder does."""

from storage.engine.database import Database
from tests.talk import ANA, Talk


async def test_goal_names_the_day_at_the_customers_pace(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA)
    for _ in range(6):
        await talk.stamped(ANA, opened, 1)
        talk.wait(days=7)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    assert "At your pace" in await talk.says(ANA, "/goal")


async def test_a_goal_without_visits_names_no_day(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    await talk.joins(ANA)
    await talk.says(ANA, "/goal")
    await talk.taps(ANA, "Free coffee")
    assert "At your pace" not in await talk.says(ANA, "/goal")
