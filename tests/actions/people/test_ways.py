"""Each bar of the way to the next reward leads to those who stand in it, in each programme of a shop."""

import pytest
from sqlalchemy import bindparam, update

from actions.people.customers import CustomerList, list_customers
from actions.people.erasure import erase_person
from actions.people.ways import ways_of_shop
from loyalty.actor import ActingPerson
from loyalty.cards.ways import Ways
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Statement
from storage.tables import counters
from tests.actions.places import DAY, HOUR, NOW, Luna, join, meet, open_luna, stamps
from tests.actions.shop.test_figures_side_by_side import two

pytestmark = pytest.mark.asks

_ON_IT = Statement(
    update(counters)
    .where(counters.c.programme_id == bindparam("this"), counters.c.account_id == bindparam("whose"))
    .values(balance=40, last_visit_at=bindparam("at", type_=counters.c.last_visit_at.type))
)


async def ways(luna: Luna, days: int = 0) -> tuple[Ways, ...]:
    return await luna.db.read(ways_of_shop, luna.cafe.shop.id, now=NOW + days * DAY)


async def names(luna: Luna, key: str, *, skipped: int = 0, days: int = 0) -> list[str]:
    cleo, shop_id, now = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, NOW + days * DAY
    found = await luna.db.read(list_customers, cleo, shop_id, key, skipped=skipped, now=now)
    assert isinstance(found, CustomerList)
    return [one.name for one in found.customers]


async def comes(luna: Luna, name: str, times: int) -> int:
    """Let somebody new come so often, and return their card."""
    card = await luna.db.write(lambda tx: join(tx, luna.cafe.shop, meet(tx, name)))
    for hour in range(times):
        await luna.booked(NOW + hour * HOUR, card=card)
    return card


async def test_a_bar_lists_those_who_miss_so_much_and_nobody_else(db: Database) -> None:
    luna = await open_luna(db, stamps(4))
    await comes(luna, "Ben", 1)
    await comes(luna, "Dee", 3)
    gone = await comes(luna, "Gus", 3)
    [found] = await ways(luna, 1)
    assert dict(found.left) == {1: 2, 2: 0, 3: 1}
    near, far = found.bars
    assert await names(luna, near.key, days=1) == ["Dee", "Gus"]
    assert await names(luna, far.key, days=1) == ["Ben"]
    assert await names(luna, near.key, skipped=1, days=1) == ["Gus"]
    person = (await db.read(accounts.by_id, gone)).person_id
    assert person
    await db.write(erase_person, person, now=NOW + DAY)
    assert await names(luna, near.key, days=1) == ["Dee"]
    assert await names(luna, near.key, days=500) == []


async def test_each_programme_has_a_way_of_its_own(db: Database) -> None:
    luna, bakery = await two(db)
    await db.write(_ON_IT.run, this=bakery.programme_id, whose=luna.cafe.card_id, at=NOW)
    shown = {found.version.name: [bar.key for bar in found.bars] for found in await ways(luna)}
    assert list(shown) == ["", "Bakery"]
    listed = {key: await names(luna, key) for keys in shown.values() for key in keys}
    assert sorted(name for found in listed.values() for name in found)
    assert all(listed.values())


async def test_a_bar_that_no_programme_has_lists_nobody(db: Database) -> None:
    luna = await open_luna(db, stamps(4))
    assert await names(luna, "go99-1") == []
