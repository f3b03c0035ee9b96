"""A saved filter: who passes it, counted among those who agreed, said where that is everybody or nobody."""

import pytest

from actions.campaigns.broadcast import Broadcast, UnknownFilter, order_broadcast
from actions.campaigns.filters import (
    BadFilter,
    FilterPreview,
    SavedFilter,
    drop_filter,
    preview_filter,
    save_filter,
)
from actions.people.attributes import note_fact
from loyalty.actor import ActingPerson
from loyalty.campaigns.filters import MOST_FILTERS, TAG_VALUES, Filter, tag_key
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.attributes import NOTE
from loyalty.people.firewall import Delicate
from loyalty.people.likes import Answer
from storage.cards import accounts, purchases
from storage.engine.database import Database
from storage.people import likes
from storage.shop import items
from tests.actions.campaigns.test_treatments import stand
from tests.actions.customers import luna_with, newcomer, tick, told
from tests.actions.places import HOUR, NOW, Luna, stamps
from tests.kinds import BROADCAST

FRIENDS = Filter(quadrant=Quadrant.FRIEND)


async def opened(db: Database) -> Luna:
    """Let Ana be a friend who sits at the bar, and Ben a stranger who came once."""
    luna = await luna_with(db, stamps(5), BROADCAST)
    await luna.booked(NOW)
    _, ben = await db.write(newcomer, luna, "Ben")
    await db.write(stand, luna.cafe.card_id, Quadrant.FRIEND)
    await db.write(stand, ben, Quadrant.STRANGER, Phase.FIRST)
    await db.write(note_fact, ActingPerson(luna.cafe.cleo), luna.cafe.card_id, NOTE, "bar", now=NOW)
    return luna


async def seen(luna: Luna, asks: Filter) -> FilterPreview:
    cafe = luna.cafe
    found = await luna.db.read(preview_filter, ActingPerson(cafe.cleo), cafe.shop.id, asks)
    assert isinstance(found, FilterPreview)
    return found


async def saved(luna: Luna, name: str, asks: Filter) -> object:
    cafe = luna.cafe
    return await luna.db.write(save_filter, ActingPerson(cafe.cleo), cafe.shop.id, name, asks, now=NOW)


async def ordered(luna: Luna, audience: str) -> object:
    cafe = luna.cafe
    return await luna.db.write(
        order_broadcast, ActingPerson(cafe.cleo), cafe.shop.id, audience, "Soup!", now=NOW
    )


@pytest.mark.engines
@pytest.mark.parametrize(
    ("asks", "passing"),
    [
        (Filter(), 2),
        (FRIENDS, 1),
        (Filter(phase=Phase.FIRST), 1),
        (Filter(quadrant=Quadrant.FRIEND, phase=Phase.FIRST), 0),
        (Filter(what=NOTE, value="bar"), 1),
        (Filter(what=NOTE, value="window"), 0),
        (Filter(quadrant=Quadrant.FRIEND, what=NOTE, value="bar", programme_id=1), 1),
        (Filter(programme_id=1), 1),
        (Filter(branch_id=99), 0),
    ],
)
async def test_all_that_a_filter_asks_for_must_be_so(db: Database, asks: Filter, passing: int) -> None:
    luna = await opened(db)
    found = await seen(luna, asks)
    assert (found.passing, found.agreed, found.names_everybody) == (passing, 2, passing == 2)


@pytest.mark.engines
async def test_a_message_goes_to_who_passes_a_saved_filter_also_once_that_is_taken_away(db: Database) -> None:
    luna = await opened(db)
    one = await saved(luna, "Friends", FRIENDS)
    assert isinstance(one, SavedFilter)
    assert isinstance(await ordered(luna, f"filter:{one.id}"), Broadcast)
    cafe = luna.cafe
    assert await db.write(drop_filter, ActingPerson(cafe.cleo), cafe.shop.id, one.id, now=NOW)
    assert await ordered(luna, f"filter:{one.id}") == UnknownFilter()
    await tick(luna, NOW + HOUR)
    assert [row.kind for row in await told(luna)] == [BROADCAST]


async def test_a_filter_has_a_name_of_its_own_and_asks_for_something(db: Database) -> None:
    luna = await opened(db)
    assert await saved(luna, "All", Filter()) == BadFilter("nothing")
    assert await saved(luna, "x" * 21, FRIENDS) == BadFilter("name", 20)
    assert isinstance(await saved(luna, "Diabetics", FRIENDS), Delicate)
    for number in range(MOST_FILTERS):
        assert isinstance(await saved(luna, f"Friends {number}", FRIENDS), SavedFilter)
    assert await saved(luna, "friends 0", FRIENDS) == BadFilter("taken")
    assert await saved(luna, "One more", FRIENDS) == BadFilter("many", MOST_FILTERS)


@pytest.mark.engines
async def test_a_filter_asks_for_a_tag_that_is_liked_or_bought(db: Database) -> None:
    luna = await opened(db)
    shop_id, ana = luna.cafe.shop.id, await db.read(accounts.by_id, luna.cafe.card_id)
    meat = await db.write(items.add_tag, shop_id, "Grill")
    sausage = await db.write(items.add, shop_id, "Sausage")
    await db.write(items.hang, shop_id, sausage, meat)
    booked = await luna.booked(NOW + HOUR)
    await db.write(purchases.add, booked.visit, sausage)
    await db.write(likes.say, ana, meat, Answer.NO, now=NOW)
    found = {
        value: (await seen(luna, Filter(what=tag_key(meat), value=value))).passing for value in TAG_VALUES
    }
    assert found == {"yes": 0, "no": 1, "bought": 1}
    await luna.undo(booked.visit.id, NOW + HOUR)
    assert (await seen(luna, Filter(what=tag_key(meat), value="bought"))).passing == 0
