"""What a shop that is together with others changes of itself: its name goes along, its money stays."""

import pytest

from actions.shop import coalition_terms
from actions.shop.settlement import settle, work_out
from actions.shop.shop_details import MoneyKept, Proposed, change_shop, propose_change
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from storage.shop import shops
from tests.actions.places import DAY, MINUTE, NOW, open_cafe, stamps
from tests.actions.together import found_by, open_street

pytestmark = pytest.mark.asks


@pytest.mark.slow
async def test_a_shop_keeps_its_money_while_it_is_together_with_others_or_is_owed_something(
    db: Database,
) -> None:
    luna = await db.write(open_cafe, stamps())
    cleo = ActingPerson(luna.cleo)
    await db.write(found_by, luna)
    kept = await db.read(propose_change, cleo, luna.shop.id, "currency", "HUF")
    assert isinstance(kept, MoneyKept)
    assert kept.why == "together"


async def test_a_shops_new_name_is_its_name_in_the_coalition_too(db: Database) -> None:
    street = await open_street(db)
    cleo, shop_id = ActingPerson(street.luna.cleo), street.luna.shop.id
    done = await db.write(change_shop, cleo, shop_id, "name", "Bakery Sol", was="Café Luna", now=NOW)
    assert isinstance(done, Proposed)
    places = await db.read(shops.branches_of, street.shop.id)
    assert [one.name for one in places] == ["Bakery Sol 2", "Bakery Sol"]


async def test_who_left_with_debts_keeps_its_money_until_they_are_paid(db: Database) -> None:
    street = await open_street(db)
    cleo, shop_id = ActingPerson(street.luna.cleo), street.luna.shop.id
    await street.booked(street.luna, 12_000)
    await street.redeemed(street.sol, now=NOW + MINUTE)
    await db.write(coalition_terms.give_notice, cleo, shop_id, now=NOW)
    await db.write(coalition_terms.end_notices, street.shop.id, now=NOW + 30 * DAY)
    third = NOW + 33 * DAY
    months = await db.read(work_out, street.shop.id, now=third)
    await db.write(settle, street.shop.id, months, now=third)
    kept = await db.read(propose_change, cleo, shop_id, "currency", "HUF")
    assert isinstance(kept, MoneyKept)
    assert kept.why == "together"
