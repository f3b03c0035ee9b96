"""Openings of a shop's link are added up by its days, whoever counts them, and stand beside those who joined since."""

from datetime import timedelta

import pytest

from actions.people.customers import CustomerOverview, see_customers
from actions.people.suspects import count_openings
from loyalty.actor import ActingPerson
from loyalty.dates import day_of
from loyalty.people.suspects import Suspects
from storage.cards import accounts, counters, referrals
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import DAY, NOW, Luna, join, meet, open_luna, stamps

pytestmark = pytest.mark.asks


async def seen(luna: Luna, days: int = 0) -> Suspects | None:
    cafe = luna.cafe
    found = await luna.db.read(see_customers, ActingPerson(cafe.cleo), cafe.shop.id, now=NOW + days * DAY)
    assert isinstance(found, CustomerOverview)
    return found.suspects


async def test_openings_stand_beside_who_joined_since_the_first_of_them(db: Database) -> None:
    luna = await open_luna(db, stamps())
    shop = luna.cafe.shop
    assert await seen(luna) is None
    await db.write(count_openings, {shop.code: 2, "nowhere": 40}, now=NOW)
    await db.write(count_openings, {shop.code: 3}, now=NOW + timedelta(minutes=1))
    await db.write(count_openings, {shop.code: 1}, now=NOW + DAY)
    before = await seen(luna, 1)
    assert before
    assert (before.since, before.opened) == (day_of(NOW, shop.zone), 6)
    for name in ("Ben", "Dee"):
        await db.write(lambda tx, name: join(tx, shop, meet(tx, name)), name)
    after = await seen(luna, 1)
    assert after
    assert after.joined == before.joined + 2


async def test_what_is_older_than_ninety_days_counts_no_more(db: Database) -> None:
    luna = await open_luna(db, stamps())
    await db.write(count_openings, {luna.cafe.shop.code: 7}, now=NOW)
    assert await seen(luna, 89) is not None
    assert await seen(luna, 91) is None


async def test_whom_a_friend_brought_did_not_join_by_the_shops_link(db: Database) -> None:
    luna = await open_luna(db, stamps())
    await db.write(count_openings, {luna.cafe.shop.code: 7}, now=NOW)
    before = await seen(luna, 1)
    await db.write(_brings_a_friend, luna)
    assert await seen(luna, 1) == before


def _brings_a_friend(tx: Tx, luna: Luna) -> None:
    ana = accounts.by_id(tx, luna.cafe.card_id)
    friend = join(tx, luna.cafe.shop, meet(tx, "Friend"))
    referrals.add(tx, ana, friend, counters.of_account(tx, ana)[0].version_id, now=NOW)
