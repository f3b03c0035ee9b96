"""Very many join a shop: everybody may, the till works on, and what is worth money waits for a scan."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.access import NotAllowed
from actions.cards import head_starts
from actions.cards.head_starts import SignUps
from actions.people.link_accounts import join as link
from loyalty.actor import ActingPerson
from loyalty.allowances import JOINS_IN_A_DAY, JOINS_IN_AN_HOUR
from storage.cards import accounts
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.shop import audit
from storage.tables import outbox
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, join, meet, open_luna, stamps
from tests.plans import plan

pytestmark = pytest.mark.engines

_TOLD = Statement(select(outbox.c.data).where(outbox.c.kind == "sign_ups").order_by(outbox.c.id))
OPENING = NOW + DAY


def crowd(
    tx: Tx, luna: Luna, count: int, *, now: datetime = OPENING, apart: timedelta = MINUTE / 60
) -> list[int]:
    """Let that many people join, one after the other, and return their cards."""
    cards = []
    for place in range(count):
        at = now + place * apart
        cards.append(join(tx, luna.cafe.shop, meet(tx, f"Guest {place}", now=at), now=at))
    return cards


async def balance(luna: Luna, card: int, now: datetime = OPENING + HOUR) -> int:
    return (await luna.stands(now, card=card)).counter.balance


@pytest.mark.slow
async def test_an_hour_of_joining_at_a_counter_gives_everybody_a_head_start(db: Database) -> None:
    luna = await open_luna(db, stamps(5, head_start=1))
    cards = await db.write(crowd, luna, JOINS_IN_AN_HOUR.most)
    assert [await balance(luna, card) for card in (cards[0], cards[-1])] == [1, 1]
    assert not await db.read(_TOLD.all)


@pytest.mark.slow
async def test_in_a_storm_everybody_has_a_card_and_the_first_scan_brings_what_it_starts_with(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(5, head_start=1))
    cards = await db.write(crowd, luna, JOINS_IN_AN_HOUR.most + 5)
    last = cards[-1]
    assert await balance(luna, last) == 0
    booked = await luna.booked(OPENING + HOUR, card=last)
    assert booked.state.counter.balance == 2
    await luna.undo(booked.visit.id, OPENING + HOUR + MINUTE)
    assert await balance(luna, last, OPENING + 2 * HOUR) == 1
    again = await luna.booked(OPENING + 3 * HOUR, card=last)
    assert again.state.counter.balance == 2  # once a card


@pytest.mark.walks
async def test_the_owners_hear_of_a_storm_once_a_day(db: Database) -> None:
    luna = await open_luna(db, stamps(5, head_start=1))
    await db.write(crowd, luna, JOINS_IN_AN_HOUR.most + 30)
    assert [json.loads(data) for (data,) in await db.read(_TOLD.all)] == [{"shop_id": luna.cafe.shop.id}]
    found = await db.read(audit.page, luna.cafe.shop.id, before=None, most=9)
    assert [(line.what, line.actor) for line in found].count(("starts_held", "clock")) == 1
    seen = await db.read(head_starts.sign_ups, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=OPENING)
    assert seen == SignUps(luna.cafe.shop, JOINS_IN_AN_HOUR.most + 30, 30)
    await db.write(crowd, luna, JOINS_IN_AN_HOUR.most + 5, now=OPENING + DAY)
    assert len(await db.read(_TOLD.all)) == 2


async def test_only_an_owner_sees_who_signed_up(db: Database) -> None:
    luna = await open_luna(db, stamps())
    for one in (luna.cafe.eva, luna.cafe.ana):
        seen = await db.read(head_starts.sign_ups, ActingPerson(one), luna.cafe.shop.id, now=NOW)
        assert seen == NotAllowed()


@pytest.mark.slow
@pytest.mark.walks
async def test_a_robot_that_takes_its_time_is_noticed_too(db: Database) -> None:
    luna = await open_luna(db, stamps(5, head_start=1))
    cards = await db.write(crowd, luna, JOINS_IN_A_DAY.most + 1, apart=2 * MINUTE)
    assert await balance(luna, cards[-2], OPENING + DAY) == 1
    assert await balance(luna, cards[-1], OPENING + DAY) == 0


@pytest.mark.slow
async def test_who_brings_a_head_start_along_gets_no_second_one(db: Database) -> None:
    luna = await open_luna(db, stamps(9, head_start=1))
    early = await db.write(meet, "Ben", now=OPENING + HOUR)
    await db.write(join, luna.cafe.shop, early, now=NOW)
    cards = await db.write(crowd, luna, JOINS_IN_AN_HOUR.most + 1)
    held = await db.read(accounts.by_id, cards[-1])
    assert held.start_held_at
    assert held.person_id
    linked = await db.write(link, held.person_id, early, now=OPENING + 2 * HOUR)
    card = linked.cards[0][0].account.id
    await luna.booked(OPENING + 3 * HOUR, card=card)
    assert await balance(luna, card, OPENING + 4 * HOUR) == 2


async def test_whether_it_storms_is_read_from_the_end_of_an_index(sqlite_db: Database) -> None:
    found = await sqlite_db.read(plan, accounts._JOINED, shop_id=1, newer=59)
    assert "USING INDEX ix_accounts_shop_id_created_at" in found
    assert "TEMP B-TREE" not in found
