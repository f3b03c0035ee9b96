"""Of one customer a week, at most, an owner hears: the best who is overdue, or who comes only with a gift in hand."""

import pytest

from actions.campaigns.gifts import REWARD_KEY
from actions.people.alerts import find_alert, keep_alert
from actions.people.erasure import erase_person
from actions.shop.digest import Digest, digest
from loyalty.actor import ActingPerson
from loyalty.customer_kinds import Phase, Quadrant
from loyalty.dates import day_of
from loyalty.people.alerts import Alert, only_with_offers
from loyalty.people.portrait import Lines, Portrait
from loyalty.people.shop_days import day_number
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import portraits
from storage.tables import new_row, vouchers
from tests.actions.places import DAY, NOW, Luna, join, meet, open_luna, stamps

_USED = Statement(
    new_row(vouchers, "shop_id", "account_id", "reward_key", "reward", "state", "created_at", "used_at")
)


def portrayed(tx: Tx, luna: Luna, name: str, *, sales: int, due_in: int) -> int:
    """Let somebody be known who spent so much and is overdue in so many days; return their card."""
    shop = luna.cafe.shop
    card = join(tx, shop, meet(tx, name))
    today = day_number(day_of(NOW, shop.zone))
    figures = {"days": 5, "months": 4, "visits": 5, "told": 5, "cost_minor": 0, "unpriced": 0, "gap_days": 7}
    one = Portrait(
        card, Phase.REGULAR, Quadrant.FRIEND, sales_minor=sales, margin_minor=sales, due_on=today + due_in, **figures
    )  # fmt: skip
    portraits.put(tx, shop.id, one)
    return card


async def opened(db: Database) -> Luna:
    luna = await open_luna(db, stamps())
    await db.write(portraits.end_night, luna.cafe.shop.id, Lines(40, 4, 4000, 8, 9000, 1, 2), now=NOW)
    return luna


async def found(luna: Luna, days: int = 0) -> Alert | None:
    return await luna.db.read(find_alert, luna.cafe.shop.id, now=NOW + days * DAY)


async def told(luna: Luna, days: int) -> str | None:
    cafe = luna.cafe
    seen = await luna.db.read(digest, ActingPerson(cafe.cleo), cafe.shop.id, "week", now=NOW + days * DAY)
    assert isinstance(seen, Digest)
    return seen.alert.name if seen.alert else None


@pytest.mark.asks
async def test_an_owner_hears_of_the_best_who_is_overdue_and_of_nobody_else_for_a_week(db: Database) -> None:
    luna = await opened(db)
    shop_id = luna.cafe.shop.id
    await db.write(portrayed, luna, "Little", sales=8000, due_in=0)
    later = await db.write(portrayed, luna, "Later", sales=99000, due_in=3)
    best = await db.write(portrayed, luna, "Best", sales=50000, due_in=-1)
    await db.write(portrayed, luna, "Second", sales=20000, due_in=0)
    assert await found(luna) == Alert("overdue", best)
    await db.write(keep_alert, shop_id, Alert("overdue", best), now=NOW)
    assert await told(luna, 5) == "Best"
    assert await told(luna, 12) is None
    assert await found(luna, 6) is None
    assert await found(luna, 8) == Alert("overdue", later)
    assert await found(luna, 20) is None  # who is overdue for longer than a week is no news


@pytest.mark.asks
async def test_who_comes_only_with_a_gift_in_hand_is_told_of_once(db: Database) -> None:
    luna = await opened(db)
    card = await db.write(portrayed, luna, "Dee", sales=9000, due_in=900)
    for day in range(4):
        when = {"created_at": NOW - 9 * DAY, "used_at": NOW - day * DAY}
        await db.write(
            _USED.value, shop_id=luna.cafe.shop.id, account_id=card, reward_key=REWARD_KEY, reward="Cake", state="used", **when
        )  # fmt: skip
        assert await found(luna) == (Alert("discounts", card) if day == 3 else None)
    await db.write(keep_alert, luna.cafe.shop.id, Alert("discounts", card), now=NOW)
    assert await found(luna, 30) is None
    assert await found(luna, 200) is not None


@pytest.mark.asks
async def test_of_who_asked_to_be_forgotten_nobody_hears(db: Database) -> None:
    luna = await opened(db)
    best = await db.write(portrayed, luna, "Best", sales=50000, due_in=0)
    await db.write(keep_alert, luna.cafe.shop.id, Alert("overdue", best), now=NOW)
    person = (await db.read(accounts.by_id, best)).person_id
    assert person
    await db.write(erase_person, person, now=NOW)
    assert await told(luna, 5) is None
    await db.write(keep_alert, luna.cafe.shop.id, Alert("overdue", best), now=NOW)
    assert await told(luna, 5) is None


def test_four_visits_of_five_with_a_gift_are_a_habit() -> None:
    assert all(only_with_offers(visits, gifts) for visits, gifts in ((4, 4), (10, 8)))
    assert not any(only_with_offers(visits, gifts) for visits, gifts in ((3, 3), (4, 3), (10, 7)))
