"""What is on a card lasts as long as its holder was told, also where it comes onto another one that ends sooner."""

from dataclasses import replace
from datetime import datetime

import pytest

from actions.cards.buy_reward import Bought, Returned, buy_reward, return_reward
from actions.shop.shop_details import change_shop
from loyalty.actor import ActingPerson
from loyalty.cards.endings import lasts
from scheduler.campaigns import rounds
from storage.engine.database import Database
from tests.actions.links import card_of, linked, twin, unlinked
from tests.actions.places import DAY, HOUR, NOW, Luna, open_luna, points, stamps

pytestmark = pytest.mark.engines


RULES = stamps(3)


async def two_cards(db: Database, first: int | None, then: int | None) -> tuple[Luna, int]:
    """Let the card that goes be begun under one rule, and then the one that stays under another."""
    luna = await open_luna(db, replace(RULES, idle_days=first))
    other = await twin(luna, now=NOW)
    await luna.booked(NOW, card=(await card_of(luna, other)).account.id)
    await luna.change(replace(RULES, idle_days=then), NOW + HOUR)
    await luna.booked(NOW + HOUR)
    return luna, other


async def ends(luna: Luna, person_id: int, now: datetime) -> datetime | None:
    return (await card_of(luna, person_id, now)).expires_at


def after(days: int, since: datetime, luna: Luna) -> datetime:
    return lasts(days, since=since, zone=luna.cafe.shop.zone)


@pytest.mark.parametrize("first", [400, None])
async def test_a_date_that_was_told_is_not_shortened(db: Database, first: int | None) -> None:
    luna, other = await two_cards(db, first, 30)
    told = await ends(luna, other, NOW + HOUR)
    await linked(luna, other)
    assert await ends(luna, luna.cafe.ana, NOW + 2 * HOUR) == told
    await rounds.tick(db, now=NOW + 399 * DAY)
    assert (await luna.stands(NOW + 399 * DAY)).counter.balance == 2
    await rounds.tick(db, now=NOW + 402 * DAY)
    assert (await luna.stands(NOW + 402 * DAY)).counter.balance == (0 if first else 2)


async def test_what_lasts_longer_where_it_comes_to_does_so(db: Database) -> None:
    luna, other = await two_cards(db, 30, 400)
    await linked(luna, other)
    assert await ends(luna, luna.cafe.ana, NOW + 2 * HOUR) == after(400, NOW + 2 * HOUR, luna)


@pytest.mark.parametrize("first", [400, None])
async def test_once_the_card_is_full_todays_rules_hold(db: Database, first: int | None) -> None:
    luna, other = await two_cards(db, first, 30)
    await linked(luna, other)
    await luna.booked(NOW + DAY)
    await luna.booked(NOW + 2 * DAY)
    assert (await luna.stands(NOW + 2 * DAY)).counter.balance == 1
    assert await ends(luna, luna.cafe.ana, NOW + 2 * DAY) == after(30, NOW + 2 * DAY, luna)


@pytest.mark.parametrize("first", [400, None])
async def test_two_cards_that_are_parted_again_end_as_they_were_told(db: Database, first: int | None) -> None:
    luna, other = await two_cards(db, first, 30)
    told = [await ends(luna, one, NOW + HOUR) for one in (other, luna.cafe.ana)]
    await unlinked(luna, await linked(luna, other))
    assert [await ends(luna, one, NOW + 3 * HOUR) for one in (other, luna.cafe.ana)] == told


@pytest.mark.parametrize("first", [400, None])
async def test_points_that_are_all_spent_leave_nothing_that_lasts_longer(
    db: Database, first: int | None
) -> None:
    luna = await open_luna(db, points(idle_days=first))
    other = await twin(luna, now=NOW)
    await luna.booked(NOW, card=(await card_of(luna, other)).account.id, spent=2500)
    await luna.change(points(idle_days=30), NOW + HOUR)
    await luna.booked(NOW + HOUR, spent=2500)
    told = await ends(luna, other, NOW + HOUR)
    await linked(luna, other)
    assert await ends(luna, luna.cafe.ana, NOW + 2 * HOUR) == told
    bought = await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=NOW + DAY)
    assert isinstance(bought, Bought)
    back = await db.write(return_reward, luna.cafe.ana, bought.voucher.id, now=NOW + DAY)
    assert isinstance(back, Returned)
    assert await ends(luna, luna.cafe.ana, NOW + DAY) == told  # with the points comes what was told of them
    await db.write(buy_reward, luna.cafe.ana, luna.cafe.card_id, "coffee", now=NOW + DAY)
    await luna.booked(NOW + 2 * DAY, spent=2500)
    assert await ends(luna, luna.cafe.ana, NOW + 2 * DAY) == after(30, NOW + 2 * DAY, luna)


async def test_a_shop_that_moves_a_zone_west_takes_no_day_of_it(db: Database) -> None:
    luna, other = await two_cards(db, 400, 30)
    told = await ends(luna, other, NOW + HOUR)
    await linked(luna, other)
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    was, now = luna.cafe.shop.timezone, "Europe/London"
    await db.write(change_shop, cleo, shop_id, "timezone", now, was=was, now=NOW + 2 * HOUR)
    assert told
    assert await ends(luna, luna.cafe.ana, NOW + 2 * HOUR) == told + HOUR  # that midnight comes later there
