"""A tap after the scan gives more for what was bought, or leaves out what earns nothing."""

from actions.shop.invitations import invite
from loyalty.actor import Operator
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.programme import Programme, Reward
from storage.engine.database import Database
from storage.shop import shops
from tests.actions.places import change_only
from tests.programmes import points_card, stamp_card
from tests.talk import ANA, CLEO, EVA, TEN_STAMPS, Talk


async def _luna(db: Database, programme: Programme) -> Talk:
    talk = Talk(db)
    opened = await talk.joins(ANA, programme=programme)
    await talk.opens(CLEO, "i" + opened.owner_token)
    token = await db.write(invite, Operator(), opened.shop.id, "cashier", now=talk.now)
    await talk.opens(EVA, "i" + token)
    await talk.says(EVA, "/find Ana")
    await talk.taps(EVA, "Ana")
    return talk


async def test_a_cake_is_one_tap(sqlite_db: Database) -> None:
    luna = await _luna(sqlite_db, stamp_card(TEN_STAMPS.rewards, parts=(BonusItem("Cake", 2),)))
    given = await luna.taps(EVA, "+ Cake")
    assert "Ana, 3 of 10 stamps ✔ stamped" in given
    assert "✨ +2 · Bonus item" in given
    assert "+ Cake" not in luna.labels(EVA)
    assert "✨ Cake: +2 stamps" in await luna.says(ANA, "/card")


async def test_what_earns_nothing_is_taken_out_of_the_amount(sqlite_db: Database) -> None:
    rewards = (Reward("coffee", "Free coffee", 50),)
    luna = await _luna(sqlite_db, points_card(rewards, parts=(ExcludedItem("Gift cards"),)))
    assert "+20 points" in await luna.says(EVA, "20")
    asked = await luna.taps(EVA, "− Gift cards")
    assert "How much of the €20.00 was for Gift cards?" in asked
    assert "more than the €20.00" in await luna.says(EVA, "25")
    put_right = await luna.says(EVA, "15")
    assert "€20.00 is taken back." in put_right
    assert "Ana: +5 points" in put_right


async def test_what_earns_half_counts_half_and_a_begun_card_has_the_kinder_share(
    sqlite_db: Database,
) -> None:
    rewards = (Reward("coffee", "Free coffee", 50),)
    luna = await _luna(sqlite_db, points_card(rewards, parts=(ExcludedItem("Tobacco", 50),)))
    await luna.says(EVA, "20")
    await luna.taps(EVA, "− Tobacco")
    assert "Ana: +15 points" in await luna.says(EVA, "10")
    [cafe] = await sqlite_db.read(shops.everyone)
    none = points_card(rewards, parts=(ExcludedItem("Tobacco"),))
    await sqlite_db.write(change_only, cafe.id, none, now=luna.now)
    assert "Tobacco: does not count" in await luna.says(ANA, "/card")
    luna.wait(minutes=5)
    await luna.says(EVA, "/find Ana")
    await luna.taps(EVA, "Ana")
    await luna.says(EVA, "20")
    await luna.taps(EVA, "− Tobacco")
    assert "Ana: +15 points" in await luna.says(EVA, "10")


async def test_what_earns_nothing_since_a_card_was_begun_still_earns_on_it(sqlite_db: Database) -> None:
    talk, rewards = Talk(sqlite_db), (Reward("coffee", "Free coffee", 50),)
    cafe = await talk.joins(ANA, programme=points_card(rewards, head_start=5))
    await talk.stamped(ANA, cafe, 0)
    narrower = points_card(rewards, parts=(ExcludedItem("Gift cards"),))
    await sqlite_db.write(change_only, cafe.shop.id, narrower, now=talk.now)
    await talk.says(EVA, "/find Ana")
    await talk.taps(EVA, "Ana")
    assert "+20 points" in await talk.says(EVA, "20")
    assert "− Gift cards" not in talk.labels(EVA)


async def test_an_owner_names_an_item_in_their_own_words(sqlite_db: Database) -> None:
    luna = await _luna(sqlite_db, TEN_STAMPS)
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "✨ Bonuses")
    await luna.taps(CLEO, "➕ Bonus item")
    await luna.taps(CLEO, "Cake")
    await luna.taps(CLEO, "What it is")
    assert "up to 24 letters" in await luna.says(CLEO, "A very long name of a very small cake")
    assert "Apple pie: +1 stamp" in await luna.says(CLEO, "Apple pie")
    await luna.taps(CLEO, "✔ Use it")
    assert "✨ Apple pie: +1 stamp" in await luna.taps(CLEO, "✔ Confirm")


async def test_an_old_booking_is_not_changed_by_a_tap(sqlite_db: Database) -> None:
    rewards = (Reward("coffee", "Free coffee", 50),)
    luna = await _luna(sqlite_db, points_card(rewards, parts=(ExcludedItem("Gift cards"),)))
    await luna.says(EVA, "20")
    luna.wait(minutes=11)
    assert "too old to be changed by a tap" in await luna.taps(EVA, "− Gift cards")
    assert "20 points" in await luna.says(ANA, "/card")
