"""A reward that has run out: the menu says so, and a button from before says it kindly."""

from loyalty.cards.programme import Reward
from storage.engine.database import Database
from tests.programmes import points_card
from tests.talk import ANA, CLEO, EVA, Talk


async def test_the_menu_says_that_it_is_gone_until_the_owner_has_more(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    opened = await talk.joins(ANA, programme=points_card((Reward("cake", "Cake", 5, stock=1),)))
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "16")
    assert "Cake: 5 points" in await talk.says(ANA, "/rewards")
    get = talk.button(ANA, "Get: Cake")
    await talk.taps(ANA, get)
    await talk.taps(ANA, "Yes, get it")
    assert "Cake: 5 points (gone)" in await talk.says(ANA, "/rewards")
    assert "Get: Cake" not in talk.labels(ANA)
    assert "“Cake” is gone: none is left. Nothing was spent." in await talk.taps(ANA, get)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await talk.says(CLEO, "/rewards")
    await talk.taps(CLEO, "✏ Cake")
    await talk.taps(CLEO, "Kind of reward")
    await talk.taps(CLEO, "How many there are")
    assert "(2 in all)" in await talk.says(CLEO, "2")
    await talk.taps(CLEO, "✔ Confirm")
    assert "(gone)" not in await talk.says(ANA, "/rewards")


async def test_what_is_gone_is_neither_saved_for_nor_the_next_one(sqlite_db: Database) -> None:
    talk = Talk(sqlite_db)
    menu = (Reward("mug", "Mug", 10, stock=1), Reward("cake", "Cake", 30))
    opened = await talk.joins(ANA, programme=points_card(menu))
    await talk.stamped(ANA, opened, 1)
    await talk.says(EVA, "16")
    await talk.says(ANA, "/rewards")
    await talk.taps(ANA, "Get: Mug")
    await talk.taps(ANA, "Yes, get it")
    assert "24 to go: Cake" in await talk.says(ANA, "/card")
    await talk.says(ANA, "/goal")
    assert "Cake · 30" in talk.labels(ANA)
    assert "Mug · 10" not in talk.labels(ANA)
