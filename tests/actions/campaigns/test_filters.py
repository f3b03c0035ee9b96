"""A saved filter: who passes it, counted among those who agreed, said where that is everybody or nobody."""

from datetime import datetime

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
from loyalty.campaigns.filters import (
    BOUGHT,
    MOST_FILTERS,
    MOST_NOTED,
    NEVER,
    TAG_VALUES,
    Filter,
    cross_selling,
    item_key,
    tag_key,
)
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.attributes import NOTE
from loyalty.people.firewall import Delicate
from loyalty.people.likes import INFERRED_FROM, Answer
from storage.campaigns import filters as filter_rows
from storage.cards import accounts, purchases
from storage.engine.database import Database
from storage.people import likes
from storage.shop import items
from tests.actions.campaigns.test_treatments import stand
from tests.actions.customers import luna_with, newcomer, tick, told
from tests.actions.places import DAY, HOUR, NOW, Luna, stamps
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


@pytest.mark.slow
@pytest.mark.asks
@pytest.mark.parametrize(
    ("asks", "passing"),
    [
        (Filter(), 2),
        (FRIENDS, 1),
        (Filter(phase=Phase.FIRST), 1),
        (Filter(quadrant=Quadrant.FRIEND, phase=Phase.FIRST), 0),
        (Filter(noted=((NOTE, "bar"),)), 1),
        (Filter(noted=((NOTE, "window"),)), 0),
        (Filter(quadrant=Quadrant.FRIEND, noted=((NOTE, "bar"),), programme_id=1), 1),
        (Filter(programme_id=1), 1),
        (Filter(branch_id=99), 0),
    ],
)
async def test_all_that_a_filter_asks_for_must_be_so(db: Database, asks: Filter, passing: int) -> None:
    luna = await opened(db)
    found = await seen(luna, asks)
    assert (found.passing, found.agreed, found.names_everybody) == (passing, 2, passing == 2)


@pytest.mark.asks
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


@pytest.mark.asks
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
        value: (await seen(luna, Filter(noted=((tag_key(meat), value),)))).passing for value in TAG_VALUES
    }
    assert found == {"yes": 0, "no": 1, "bought": 1, "often": 0, "never": 0}
    await luna.undo(booked.visit.id, NOW + HOUR)
    assert (await seen(luna, Filter(noted=((tag_key(meat), "bought"),)))).passing == 0


async def bought(luna: Luna, visits: int, *items_bought: int, since: datetime = NOW + HOUR) -> None:
    """Let Ana come so often, and her cashier tap these items each time."""
    for n in range(visits):
        booked = await luna.booked(since + n * DAY)
        for item in items_bought:
            await luna.db.write(purchases.add, booked.visit, item)


async def with_items(db: Database) -> tuple[Luna, dict[str, str]]:
    """Let the café sell coffee, cake and ham, which some never take; Ana has two coffees."""
    luna = await opened(db)
    shop_id = luna.cafe.shop.id
    keys: dict[str, str] = {}
    for label in ("Coffee", "Cake", "Ham"):
        tag, item = await db.write(items.add_tag, shop_id, label), await db.write(items.add, shop_id, label)
        await db.write(items.hang, shop_id, item, tag)
        keys |= {label: tag_key(tag), f"one {label}": item_key(item)}
    await db.write(items.set_avoided, shop_id, int(keys["Ham"][1:]), avoided=True)
    return luna, keys


@pytest.mark.asks
async def test_never_bought_is_said_of_nobody_by_too_few_purchases(db: Database) -> None:
    luna, keys = await with_items(db)
    coffee = int(keys["one Coffee"][1:])
    asks = [cross_selling(keys["Coffee"], keys[never]) for never in ("Cake", "one Cake")]
    await bought(luna, INFERRED_FROM - 1, coffee)
    assert [(await seen(luna, one)).passing for one in asks] == [0, 0]
    await bought(luna, 1, coffee, since=NOW + 20 * DAY)
    assert [(await seen(luna, one)).passing for one in asks] == [1, 1]
    await bought(luna, 1, int(keys["one Cake"][1:]), since=NOW + 21 * DAY)
    assert [(await seen(luna, one)).passing for one in asks] == [0, 0]


@pytest.mark.asks
async def test_who_said_no_or_shares_the_card_is_in_no_filter_of_what_they_never_bought(db: Database) -> None:
    luna, keys = await with_items(db)
    ana = await db.read(accounts.by_id, luna.cafe.card_id)
    await bought(luna, INFERRED_FROM, int(keys["one Coffee"][1:]))
    asks = [Filter(noted=((keys[never], NEVER),)) for never in ("Cake", "one Cake")]
    assert [(await seen(luna, one)).passing for one in asks] == [1, 1]
    await db.write(likes.say, ana, int(keys["Cake"][1:]), Answer.NO, now=NOW)
    assert [(await seen(luna, one)).passing for one in asks] == [0, 0]
    await db.write(likes.say, ana, int(keys["Cake"][1:]), Answer.EITHER, now=NOW)
    await db.write(likes.share, ana, now=NOW)
    assert [(await seen(luna, one)).passing for one in asks] == [0, 0]


async def test_what_some_never_take_is_offered_to_nobody_as_what_they_have_not_tried(
    sqlite_db: Database,
) -> None:
    luna, keys = await with_items(sqlite_db)
    named = (await seen(luna, Filter())).named
    assert set(named.never_bought(keys["Coffee"], "en").values()) == {"Coffee", "Cake"}
    assert keys["Ham"] not in named.never_bought(keys["Coffee"], "en")
    assert set(named.never_bought(keys["one Coffee"], "en")) == {keys["Cake"], keys["one Cake"]}


async def test_a_filter_asks_for_several_things_that_are_known_but_for_one_of_an_attribute(
    sqlite_db: Database,
) -> None:
    luna, keys = await with_items(sqlite_db)
    ana = await sqlite_db.read(accounts.by_id, luna.cafe.card_id)
    await sqlite_db.write(likes.say, ana, int(keys["Cake"][1:]), Answer.YES, now=NOW)
    both = Filter().noting(NOTE, "bar").noting(keys["Cake"], "yes")
    assert (await seen(luna, both)).passing == 1
    assert (await seen(luna, both.noting(keys["Cake"], BOUGHT))).passing == 0
    assert both.noting(NOTE, "window").noted == ((keys["Cake"], "yes"), (NOTE, "window"))
    one = await saved(luna, "Bar and cake", both)
    assert isinstance(one, SavedFilter)
    assert await sqlite_db.read(filter_rows.by_id, luna.cafe.shop.id, one.id) == one
    many = Filter(noted=tuple((f"a{n}", "x") for n in range(MOST_NOTED + 1)))
    assert await saved(luna, "Too much", many) == BadFilter("noted", MOST_NOTED)
