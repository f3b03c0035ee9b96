"""What a shop notes of a customer: named by its owner, kept from forbidden subjects, gone with who asks to be forgotten."""

from datetime import timedelta

import pytest

from actions.people.attributes import (
    Attributes,
    NamedAlready,
    TooMany,
    add_attribute,
    drop_attribute,
    note_fact,
)
from actions.people.customers import CustomerSeen, see_customer
from actions.people.erasure import erase_person
from actions.people.merge import join_persons, part_persons
from loyalty.actor import ActingPerson
from loyalty.people.attributes import MOST_VALUE, NOTE, BadNote
from loyalty.people.firewall import Delicate, Subject
from loyalty.records import Account
from storage.cards import accounts
from storage.engine.database import Database
from storage.people import customer_facts, merges
from tests.actions.places import NOW, Luna, join, meet, open_luna, stamps


async def named(luna: Luna, name: str) -> object:
    cafe = luna.cafe
    return await luna.db.write(add_attribute, ActingPerson(cafe.cleo), cafe.shop.id, name, now=NOW)


async def noted(luna: Luna, what: str, value: str, card: int = 0) -> object:
    cafe = luna.cafe
    return await luna.db.write(note_fact, ActingPerson(cafe.cleo), card or cafe.card_id, what, value, now=NOW)


async def facts(luna: Luna, card: int = 0) -> dict[str, str]:
    account = await luna.db.read(accounts.by_id, card or luna.cafe.card_id)
    return await luna.db.read(customer_facts.of_account, account)


async def with_table(db: Database) -> Luna:
    luna = await open_luna(db, stamps())
    assert isinstance(await named(luna, "Table"), Attributes)
    return luna


@pytest.mark.asks
async def test_what_is_noted_stands_there_until_something_else_is(db: Database) -> None:
    luna = await with_table(db)
    assert isinstance(await noted(luna, "a1", "  by the   window "), Account)
    assert isinstance(await noted(luna, NOTE, "Has a dog, Bello"), Account)
    assert await facts(luna) == {"a1": "by the window", "note": "Has a dog, Bello"}
    assert isinstance(await noted(luna, "a1", "at the bar"), Account)
    assert isinstance(await noted(luna, NOTE, ""), Account)
    assert await facts(luna) == {"a1": "at the bar"}
    seen = await db.write(see_customer, ActingPerson(luna.cafe.cleo), luna.cafe.card_id, now=NOW)
    assert isinstance(seen, CustomerSeen)
    assert (seen.facts, [one.name for one in seen.attributes]) == ({"a1": "at the bar"}, ["Table"])


async def test_names_are_five_short_and_each_another(db: Database) -> None:
    luna = await with_table(db)
    assert await named(luna, "table") == NamedAlready("table")
    assert await named(luna, "x" * 1000) == BadNote("too_long", 20)
    assert await named(luna, " ") == BadNote("empty", 20)
    for name in ("Coffee", "Bike", "Paper", "Dog"):
        assert isinstance(await named(luna, name), Attributes)
    assert await named(luna, "Sport") == TooMany(5)
    assert await noted(luna, "a1", "y" * 1000) == BadNote("too_long", MOST_VALUE)


async def test_a_subject_that_is_no_shops_business_is_noted_nowhere(db: Database) -> None:
    luna = await with_table(db)
    for refused in (
        await named(luna, "Pregnant"),
        await noted(luna, "a1", "diabetes"),
        await noted(luna, NOTE, "votes Fidesz"),
    ):
        assert isinstance(refused, Delicate)
        assert refused.subject in {Subject.PREGNANCY, Subject.HEALTH, Subject.POLITICS}
    assert await facts(luna) == {}


@pytest.mark.asks
async def test_what_was_noted_goes_with_the_name_and_with_who_asks_to_be_forgotten(db: Database) -> None:
    luna = await with_table(db)
    await noted(luna, "a1", "at the bar")
    await noted(luna, NOTE, "Has a dog")
    cafe = luna.cafe
    await db.write(drop_attribute, ActingPerson(cafe.cleo), cafe.shop.id, 1, now=NOW)
    assert await facts(luna) == {"note": "Has a dog"}
    await db.write(erase_person, cafe.ana, now=NOW)
    assert await facts(luna) == {}


@pytest.mark.asks
async def test_two_who_become_one_keep_what_was_noted_of_either_and_part_with_their_own(db: Database) -> None:
    luna = await with_table(db)
    ben = await db.write(meet, "Ben")
    card = await db.write(join, luna.cafe.shop, ben)
    await noted(luna, "a1", "at the bar")
    await noted(luna, "a1", "by the window", card)
    await noted(luna, NOTE, "Has a dog", card)
    merge = await db.write(join_persons, luna.cafe.ana, ben, now=NOW)
    assert await facts(luna) == {"a1": "at the bar", "note": "Has a dog"}
    found = await db.read(merges.by_id, merge)
    assert found
    await db.write(part_persons, found, now=NOW + timedelta(days=1))
    assert await facts(luna) == {"a1": "at the bar"}
    assert await facts(luna, card) == {"a1": "by the window", "note": "Has a dog"}
