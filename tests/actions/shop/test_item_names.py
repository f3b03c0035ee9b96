"""What a shop sells is called in each reader's language as the shop named it there, and by any of its names it is one thing."""

import json

import pytest

from actions.cards.card_state import CardState
from actions.cards.offers import of_item
from actions.people.personal_data import everything_held
from actions.shop.audit import AuditPage, see_audit
from actions.shop.items import (
    ItemGone,
    ShopItems,
    SoldItem,
    add_item,
    drop_item,
    name_item,
)
from actions.till.add_to_visit import TappedItem
from actions.till.add_to_visit import add_item as tap_bonus
from actions.till.note_purchase import Till, note_purchase, see_till
from actions.till.scan_outcome import Booked
from loyalty.actor import ActingPerson
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.people.firewall import Delicate
from loyalty.people.items import BadItem
from loyalty.people.likes import Answer
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import likes, persons
from tests.actions.places import NOW, Luna, open_luna, stamps
from words.cards.part_words import on_card
from words.language import words
from words.people.personal_data import as_file

pytestmark = pytest.mark.asks


async def selling(db: Database, *typed: str, gives_more_for: tuple[str, ...] = ()) -> Luna:
    """Let Café Luna sell things by name, and give more for some."""
    luna = await open_luna(db, stamps(30, parts=tuple(map(BonusItem, gives_more_for))))
    for text in typed:
        assert isinstance(
            await db.write(add_item, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, text, now=NOW),
            ShopItems,
        )
    return luna


async def named(luna: Luna, item: int, language: str, text: str) -> object:
    cleo = ActingPerson(luna.cafe.cleo)
    return await luna.db.write(name_item, cleo, luna.cafe.shop.id, item, language, text, now=NOW)


async def called(luna: Luna, item: int, *languages: str) -> list[str]:
    done = await named(luna, item, "hu", "")
    assert isinstance(done, ShopItems)
    assert isinstance(done.item, SoldItem)
    return [done.item.called(language) for language in languages]


async def at_till(luna: Luna, visit_id: int) -> Till:
    till = await luna.db.write(see_till, ActingPerson(luna.cafe.eva), visit_id, now=NOW)
    assert isinstance(till, Till)
    return till


async def taps_bonus(luna: Luna, visit_id: int) -> Till:
    """Let Eva tap the first thing that more is given for."""
    state = await luna.stands(NOW)
    tapped = TappedItem(visit_id, 0, state.current.id)
    assert isinstance(await luna.db.write(tap_bonus, ActingPerson(luna.cafe.eva), tapped, now=NOW), Booked)
    return await at_till(luna, visit_id)


async def test_each_reads_its_name_in_theirs_and_all_others_what_was_typed(db: Database) -> None:
    luna = await selling(db, "Coffee: hot")
    assert await called(luna, 1, "en", "nl", "hu") == ["Coffee", "Coffee", "Coffee"]
    await named(luna, 1, "nl", " Koffie ")
    assert await called(luna, 1, "en", "nl", "hu") == ["Coffee", "Koffie", "Coffee"]
    await named(luna, 1, "nl", "Bakkie")
    assert await called(luna, 1, "nl") == ["Bakkie"]
    await named(luna, 1, "nl", "")
    assert await called(luna, 1, "nl") == ["Coffee"]
    page = await db.read(see_audit, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, before=None)
    assert isinstance(page, AuditPage)
    named_so = [(one.old, one.new) for one in page.changes if one.what == "item_named"]
    assert sorted(named_so) == [("", "Koffie"), ("Bakkie", ""), ("Koffie", "Bakkie")]


async def test_a_name_is_one_things_alone_whatever_its_language(db: Database) -> None:
    luna = await selling(db, "Coffee", "Tea")
    await named(luna, 1, "nl", "Koffie")
    assert await named(luna, 2, "nl", "KOFFIE") == BadItem("there")
    assert isinstance(await named(luna, 1, "hu", "Koffie"), ShopItems)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    assert await db.write(add_item, cleo, shop_id, "koffie", now=NOW) == BadItem("there")
    assert isinstance(await db.write(add_item, cleo, shop_id, "Cake", now=NOW), ShopItems)
    assert isinstance(await db.write(add_item, cleo, shop_id, "Gebak", now=NOW), ShopItems), (
        "two things there"
    )
    await db.write(drop_item, cleo, shop_id, 1, now=NOW)
    assert await named(luna, 1, "nl", "Koffie") == ItemGone()
    again = await db.write(add_item, cleo, shop_id, "Coffee", now=NOW)
    assert isinstance(again, ShopItems)
    assert again.item
    assert again.item.called("nl") == "Koffie"


async def test_a_name_is_short_and_no_shops_business_is_named_in_no_language(db: Database) -> None:
    luna = await selling(db, "Kebab")
    assert await named(luna, 1, "nl", "k" * 25) == BadItem("long", 24)
    assert await named(luna, 1, "nl", "  ") == BadItem("empty")
    assert isinstance(await named(luna, 1, "nl", "Halal kebab"), Delicate)


async def test_a_ready_bonus_and_what_was_typed_in_another_language_are_one(db: Database) -> None:
    luna = await selling(db, "Gebak: sweet", gives_more_for=("Cake",))
    visit_id = (await luna.booked()).visit.id
    till = await at_till(luna, visit_id)
    assert [one.label for _, one in till.bonuses] == ["Cake"]
    assert (await taps_bonus(luna, visit_id)).bought == {1}


async def test_a_typed_bonus_is_one_with_what_has_its_name_in_any_language(db: Database) -> None:
    luna = await selling(db, "Coffee", gives_more_for=("Koffie",))
    visit_id = (await luna.booked()).visit.id
    assert (await at_till(luna, visit_id)).bonuses == ()
    await named(luna, 1, "nl", "Koffie")
    assert (await taps_bonus(luna, visit_id)).bought == {1}


async def test_what_is_called_just_so_comes_before_what_means_the_same(db: Database) -> None:
    luna = await selling(db, "Gebak", "Cake", gives_more_for=("Cake",))
    visit_id = (await luna.booked()).visit.id
    assert (await taps_bonus(luna, visit_id)).bought == {2}


async def test_a_card_names_its_bonus_as_the_shop_does_and_keeps_it_from_who_takes_none(db: Database) -> None:
    luna = await selling(db, "Gebak: sweet", gives_more_for=("Cake",))
    await named(luna, 1, "hu", "Torta")
    assert await _bonuses(luna) == ["Gebak: +1 stamp", "Gebak: +1 stempel", "Torta: +1 pecsét"]

    def refuse(tx: Tx) -> None:
        likes.say(tx, accounts.by_id(tx, luna.cafe.card_id), 1, Answer.NO, now=NOW)

    await db.write(refuse)
    assert (await luna.stands(NOW)).unsuited == {of_item("Cake")}


async def _bonuses(luna: Luna) -> list[str]:
    state: CardState = await luna.stands(NOW)
    return [line for code in ("en", "nl", "hu") for line in on_card(state, words(code))]


async def test_customers_read_in_mydata_what_they_bought_in_their_language(db: Database) -> None:
    luna = await selling(db, "Coffee")
    await named(luna, 1, "nl", "Koffie")
    visit_id = (await luna.booked()).visit.id
    await db.write(note_purchase, ActingPerson(luna.cafe.eva), visit_id, 1, bought=True, now=NOW)
    held = await db.read(everything_held, luna.cafe.ana, now=NOW)
    for language, name in (("en", "Coffee"), ("nl", "Koffie")):
        [row] = json.loads(as_file(held, words(language), now=NOW))["bought"]["rows"]
        assert row["item"] == name


async def test_the_languages_of_all_who_have_a_card_or_work_there_are_offered(db: Database) -> None:
    luna = await selling(db, "Coffee")

    def speak(tx: Tx) -> None:
        persons.set_language(tx, luna.cafe.ana, "hu")
        persons.set_language(tx, luna.cafe.eva, "nl")

    await db.write(speak)
    seen = await named(luna, 1, "nl", "")
    assert isinstance(seen, ShopItems)
    assert seen.spoken == {"en", "hu", "nl"}
