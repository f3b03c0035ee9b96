"""A card in words: what is on it, what is next, and what waits, in whatever language is asked for."""

from dataclasses import replace

from storage.engine.database import Database
from tests.actions.places import NOW, open_luna, points, stamps
from words.cards.card import balance, caption, menu_lines, name_of, to_go
from words.cards.rewards import promise
from words.language import words

ENGLISH, DUTCH, HUNGARIAN = (words(language) for language in ("en", "nl", "hu"))


async def test_a_card_says_what_is_on_it_and_how_far_the_next_reward_is(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(3))
    state = (await luna.booked()).state
    assert [balance(state, say) for say in (ENGLISH, DUTCH, HUNGARIAN)] == [
        "1 of 3 stamps",
        "1 van de 3 stempels",
        "1/3 pecsét",
    ]
    assert to_go(state, ENGLISH) == "2 to go: A coffee"
    assert caption([state], ENGLISH) == [
        "Café Luna · 1 of 3 stamps",
        "2 to go: A coffee",
        f"Code: {state.account.code}",
    ]


async def test_a_full_card_says_what_was_won_before_all_else(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, stamps(3, milestone=2))
    state = (await luna.fill(3, NOW)).state
    assert caption([state], ENGLISH)[:2] == ["Café Luna · A coffee: yours!", "🎁 Also waiting: A cookie"]


async def test_points_say_their_sum_and_what_they_are_enough_for(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, points())
    state = (await luna.booked(spent=60_00)).state
    assert (balance(state, ENGLISH), name_of(state, ENGLISH)) == ("60 points", "Ana")
    assert caption([state], ENGLISH)[1] == "🎁 A free coffee: yours to take!"


def test_a_shop_promises_what_fills_a_card_or_what_its_first_points_buy() -> None:
    assert promise(stamps(10), ENGLISH) == "10 stamps: A coffee"
    assert promise(points(), DUTCH) == "A free coffee: 50 punten"


async def test_a_menu_says_of_each_reward_what_it_still_takes(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, points())
    coffee, cake = menu_lines((await luna.booked(spent=30_00)).state, ENGLISH, beside=False)
    assert coffee.endswith(" (20 to go)")
    assert cake.endswith(" (170 to go)")


async def test_a_menu_beside_another_card_says_no_way_to_what_is_gone(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, points())
    state = (await luna.booked(spent=30_00)).state
    left = replace(state, standing=replace(state.standing, gone=frozenset({"coffee"})))
    coffee, cake = menu_lines(left, ENGLISH, beside=True)[1:]
    assert coffee.endswith("(gone)")
    assert cake.endswith("(170 to go)")
