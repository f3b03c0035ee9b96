"""A tag is called otherwise with all that hangs on it, or taken away with it; the firewall holds for both."""

from dataclasses import dataclass

import pytest

from actions.campaigns.campaign import Campaign
from actions.campaigns.filters import save_filter
from actions.campaigns.whom import choose_whom
from actions.cards.likes import likes_of
from actions.people.likes import say_like
from actions.shop.items import ShopItems, add_item, see_items
from actions.shop.offer_tags import tag_offer
from actions.shop.tags import ShopTag, TagGone, TagInUse, drop_tag, may_drop, rename_tag, see_tag
from loyalty.actor import ActingPerson
from loyalty.campaigns.filters import Filter, tag_key
from loyalty.people.firewall import Delicate
from loyalty.people.items import BadItem
from loyalty.people.likes import Answer
from storage.campaigns import filters
from storage.cards import accounts
from storage.engine.database import Database
from storage.shop import offer_tags
from tests.actions.places import NOW, Luna, open_luna, stamps
from tests.kinds import WIN_BACK

pytestmark = pytest.mark.asks


@dataclass(frozen=True)
class Shelf:
    """A café that sells a ham sandwich (meat, bread), whose Ana eats no meat and whose present is about meat."""

    luna: Luna
    meat: int
    bread: int

    @property
    def place(self) -> tuple[ActingPerson, int]:
        """Name the owner and her shop."""
        return ActingPerson(self.luna.cafe.cleo), self.luna.cafe.shop.id


@pytest.fixture
async def shelf(db: Database) -> Shelf:
    luna = await open_luna(db, stamps(10))
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    seen = await db.write(add_item, cleo, shop_id, "Ham sandwich: meat, bread", now=NOW)
    assert isinstance(seen, ShopItems)
    meat, bread = (tag.id for tag in seen.tags)
    await db.write(say_like, luna.cafe.ana, luna.cafe.card_id, meat, Answer.NO, now=NOW)
    await db.write(tag_offer, cleo, shop_id, "reward:r1", meat, now=NOW)
    await db.write(save_filter, cleo, shop_id, "No meat", Filter(noted=((tag_key(meat), "no"),)), now=NOW)
    return Shelf(luna, meat, bread)


async def test_a_tag_that_is_called_otherwise_keeps_what_was_said_of_it(db: Database, shelf: Shelf) -> None:
    done = await db.write(rename_tag, *shelf.place, shelf.meat, " Ham ", now=NOW)
    assert isinstance(done, ShopTag)
    assert (done.tag.name, [one.label for one in done.items], done.said) == ("ham", ["Ham sandwich"], 1)
    account = await db.read(accounts.by_id, shelf.luna.cafe.card_id)
    assert (await db.read(likes_of, account, now=NOW)).answer(shelf.meat) is Answer.NO


@pytest.mark.parametrize(
    ("name", "why"),
    [("Bread", "there"), ("", "empty"), ("meat, fish", "empty"), ("m" * 21, "tag_long")],
)
async def test_a_tag_is_called_by_one_name_that_no_other_has(
    db: Database, shelf: Shelf, name: str, why: str
) -> None:
    refused = await db.write(rename_tag, *shelf.place, shelf.meat, name, now=NOW)
    assert isinstance(refused, BadItem)
    assert refused.why == why


@pytest.mark.parametrize("name", ["halal", "diabetic", "pregnant", "voor zwangeren"])
async def test_a_tag_is_never_called_after_what_a_shop_may_not_know(
    db: Database, shelf: Shelf, name: str
) -> None:
    assert isinstance(await db.write(rename_tag, *shelf.place, shelf.meat, name, now=NOW), Delicate)
    seen = await db.read(see_tag, *shelf.place, shelf.meat)
    assert isinstance(seen, ShopTag)
    assert seen.tag.name == "meat"


async def test_a_tag_goes_with_all_that_hung_on_it_and_may_be_made_anew(db: Database, shelf: Shelf) -> None:
    before = await db.read(see_tag, *shelf.place, shelf.meat)
    assert isinstance(before, ShopTag)
    assert ([one.label for one in before.items], before.said, [one.name for one in before.filters]) == (
        ["Ham sandwich"],
        1,
        ["No meat"],
    )
    assert await db.write(drop_tag, *shelf.place, shelf.meat, now=NOW) == before
    assert isinstance(await db.write(drop_tag, *shelf.place, shelf.meat, now=NOW), TagGone)
    shop_id = shelf.luna.cafe.shop.id
    assert await db.read(offer_tags.of_shop, shop_id) == {}
    assert await db.read(filters.of_shop, shop_id) == []
    again = await db.write(add_item, shelf.place[0], shop_id, "Salami: meat", now=NOW)
    assert isinstance(again, ShopItems)
    [bread, meat] = again.tags
    assert (bread.name, meat.name) == ("bread", "meat")
    assert meat.id != shelf.meat, "what was said of the one that went is not said of this one"
    seen = await db.read(see_items, *shelf.place)
    assert isinstance(seen, ShopItems)
    assert [seen.tags_of(item) for item in seen.items] == [["bread"], ["meat"]]


async def test_a_tag_stays_while_messages_go_by_a_filter_that_asks_for_it(db: Database, shelf: Shelf) -> None:
    cleo, shop_id = shelf.place
    [one] = await db.read(filters.of_shop, shop_id)
    limited = await db.write(choose_whom, cleo, shop_id, WIN_BACK, one.id, now=NOW)
    assert isinstance(limited, Campaign)
    held = TagInUse(("No meat",), (WIN_BACK,))
    assert await db.read(may_drop, *shelf.place, shelf.meat) == held, "said before anybody is asked for a yes"
    assert await db.write(drop_tag, *shelf.place, shelf.meat, now=NOW) == held
    assert isinstance(await db.read(see_tag, *shelf.place, shelf.meat), ShopTag)
