"""A high street is opened at one go, or not at all; each of its owners may leave, and who is there already is asked."""

from dataclasses import replace

import pytest

from actions.shop import coalitions
from actions.shop.coalitions import Together
from actions.shop.invitations import accept_invite
from actions.shop.open_shop import BadShop, NewShop, all_shops
from actions.shop.open_street import AloneTogether, NewStreet, OpenedStreet, open_street
from loyalty.actor import ActingPerson, Operator
from loyalty.shop.coalition_rules import NoMoneyOff, usual_rules
from storage.engine.database import Database
from tests.actions.places import NOW, meet, open_cafe, points, stamps
from tests.actions.together import accept_with

pytestmark = pytest.mark.engines
RULES = usual_rules("EUR", called="Thank you")
STREET = NewStreet("High Street", RULES, (NewShop("Café Sol", stamps()), NewShop("Bakery Sol", points())))


async def test_a_street_is_open_with_its_card_and_each_owner_sees_all_of_it(db: Database) -> None:
    opened = await db.write(open_street, Operator(), STREET, now=NOW)
    assert isinstance(opened, OpenedStreet)
    owner = ActingPerson(await db.write(meet, "Rosa"))
    await db.write(accept_invite, owner, opened.opened[1].owner_token, now=NOW)
    seen = await db.read(coalitions.see_coalition, owner, opened.opened[1].shop.id)
    assert isinstance(seen, Together)
    assert [shop.name for _, shop in seen.partners] == ["Café Sol", "Bakery Sol"]
    assert (seen.shop.name, seen.rules.programme, seen.gives) == ("High Street", RULES, True)


async def test_a_shop_that_is_there_already_joins_by_its_owners_own_yes(db: Database) -> None:
    new = replace(STREET, shops=STREET.shops[:1], invited=1)
    opened = await db.write(open_street, Operator(), new, now=NOW)
    assert isinstance(opened, OpenedStreet)
    luna = await db.write(open_cafe, stamps())
    joined = await db.write(accept_with, luna, opened.tokens[0])
    assert isinstance(joined, Together)
    assert joined.gives


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(STREET, shops=STREET.shops[:1]), AloneTogether()),
        (replace(STREET, shops=()), AloneTogether()),
        (replace(STREET, name=" "), BadShop("name", " ")),
        (replace(STREET, shops=(*STREET.shops, NewShop(" ", stamps()))), BadShop("name", " ")),
        (replace(STREET, rules=points()), NoMoneyOff(points().rewards[0])),
    ],
    ids=["one shop", "no shop", "no name", "a shop without a name", "rewards without a worth in money"],
)
async def test_what_can_not_be_opens_nothing(db: Database, wrong: NewStreet, why: object) -> None:
    assert await db.write(open_street, Operator(), wrong, now=NOW) == why
    assert await db.read(all_shops) == []
