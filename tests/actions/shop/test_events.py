"""Seats at an event: nobody loses one, none stays empty while somebody waits, and coming brings what was set for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.campaigns.settings import campaign_of
from actions.people.erasure import erase_person
from actions.people.merge import join_persons
from actions.shop.branches import add_branch
from actions.shop.event_seats import EventOver, SeatTaken, reply_to_event
from actions.shop.events import (
    BadEvent,
    Event,
    EventPlan,
    EventStanding,
    NoEvent,
    Seat,
    cancel_event,
    change_event,
    open_event,
    see_event,
)
from loyalty.actor import ActingPerson
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.tables import addresses, outbox
from tests.actions.places import DAY, HOUR, NOW, Luna, join, meet, open_luna, stamps
from tests.kinds import EVENT_CAME

pytestmark = pytest.mark.engines
TASTING = EventPlan("Tasting", NOW + 5 * DAY, 1)


async def _tasting(db: Database, plan: EventPlan = TASTING) -> tuple[Luna, Event]:
    luna = await open_luna(db, stamps(10))
    opened = await db.write(open_event, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, plan, now=NOW)
    assert isinstance(opened, Event)
    return luna, opened


async def _guest(luna: Luna, name: str) -> int:
    person_id = await luna.db.write(meet, name)
    await luna.db.write(join, luna.cafe.shop, person_id)
    return person_id


async def _says_yes(luna: Luna, person_id: int, event: Event, after: timedelta = HOUR) -> SeatTaken:
    taken = await luna.db.write(reply_to_event, person_id, event.id, comes=True, now=NOW + after)
    assert isinstance(taken, SeatTaken)
    return taken


def _told(tx: Tx) -> list[tuple[int, str]]:
    query = select(addresses.c.person_id, outbox.c.kind).join(addresses)
    rows = tx.execute(query.where(outbox.c.kind.startswith("event_")).order_by(outbox.c.id))
    return [(row[0], row[1]) for row in rows]


async def _changed(luna: Luna, event: Event, **change: Any) -> EventStanding | BadEvent | NoEvent:
    cleo = ActingPerson(luna.cafe.cleo)
    found = await luna.db.write(
        change_event, cleo, event.id, replace(event.plan, **change), now=NOW + 2 * HOUR
    )
    assert isinstance(found, EventStanding | BadEvent | NoEvent)
    return found


async def test_who_is_forgotten_leaves_the_seat_to_who_waits_longest(db: Database) -> None:
    luna, event = await _tasting(db)
    max_, zoe = await _guest(luna, "Max"), await _guest(luna, "Zoe")
    await _says_yes(luna, luna.cafe.ana, event)
    assert (await _says_yes(luna, max_, event)).place == 1
    assert (await _says_yes(luna, zoe, event, 2 * HOUR)).place == 2
    await db.write(erase_person, luna.cafe.ana, now=NOW + DAY)
    assert await db.read(_told) == [(max_, "event_seat")]
    seen = await db.read(see_event, ActingPerson(luna.cafe.cleo), event.id)
    assert isinstance(seen, EventStanding)
    assert (seen.counts[Seat.COMING], seen.counts[Seat.WAITING]) == (1, 1)
    assert [guest.name for guest in seen.guests if guest.seat == Seat.COMING] == ["Max"]


@pytest.mark.parametrize("waits_with_the_kept", [True, False], ids=["kept waits", "kept has it"])
async def test_of_two_chats_that_become_one_the_better_seat_is_kept(
    db: Database, *, waits_with_the_kept: bool
) -> None:
    luna, event = await _tasting(db)
    other = await _guest(luna, "Ana")
    kept_id, gone_id = (other, luna.cafe.ana) if waits_with_the_kept else (luna.cafe.ana, other)
    await _says_yes(luna, luna.cafe.ana, event)
    await _says_yes(luna, other, event)
    await db.write(join_persons, kept_id, gone_id, now=NOW + DAY)
    assert (await _says_yes(luna, kept_id, event, 2 * DAY)).seat is Seat.COMING
    assert await db.read(_told) == []


async def test_a_second_seat_of_one_person_goes_to_who_waits(db: Database) -> None:
    luna, event = await _tasting(db, replace(TASTING, seats=2))
    other, max_ = await _guest(luna, "Ana"), await _guest(luna, "Max")
    for guest in (luna.cafe.ana, other, max_):
        await _says_yes(luna, guest, event)
    await db.write(join_persons, luna.cafe.ana, other, now=NOW + DAY)
    assert await db.read(_told) == [(max_, "event_seat")]


async def test_more_seats_go_to_who_waits_in_their_order_and_fewer_take_none_away(db: Database) -> None:
    luna, event = await _tasting(db)
    max_, zoe = await _guest(luna, "Max"), await _guest(luna, "Zoe")
    for hours, guest in enumerate((luna.cafe.ana, max_, zoe)):
        await _says_yes(luna, guest, event, hours * HOUR)
    assert isinstance(await _changed(luna, event, seats=2), EventStanding)
    assert await db.read(_told) == [(max_, "event_seat")]
    assert await _changed(luna, event, seats=1) == BadEvent("taken", 2)
    assert (await _says_yes(luna, zoe, event, 3 * HOUR)).place == 1


async def test_who_comes_or_waits_is_told_of_another_time_and_who_said_no_is_not(db: Database) -> None:
    luna, event = await _tasting(db)
    max_, zoe = await _guest(luna, "Max"), await _guest(luna, "Zoe")
    await _says_yes(luna, luna.cafe.ana, event)
    await _says_yes(luna, max_, event)
    await db.write(reply_to_event, zoe, event.id, comes=False, now=NOW)
    assert await _changed(luna, event, starts_at=NOW - HOUR) == BadEvent("soon")
    assert await db.read(_told) == []
    moved = await _changed(luna, event, starts_at=event.starts_at + DAY)
    assert isinstance(moved, EventStanding)
    assert moved.event.starts_at == event.starts_at + DAY
    assert await db.read(_told) == [(luna.cafe.ana, "event_changed"), (max_, "event_changed")]


async def test_what_has_begun_or_was_called_off_stays_as_it_is(db: Database) -> None:
    luna, event = await _tasting(db)
    cleo = ActingPerson(luna.cafe.cleo)
    late = event.starts_at + HOUR
    assert isinstance(
        await db.write(change_event, cleo, event.id, replace(TASTING, seats=9), now=late), NoEvent
    )
    await db.write(cancel_event, cleo, event.id, now=NOW + HOUR)
    assert isinstance(await _changed(luna, event, seats=9), NoEvent)
    answer = await db.write(reply_to_event, luna.cafe.ana, event.id, comes=True, now=NOW + 2 * HOUR)
    assert isinstance(answer, EventOver)


async def test_an_event_is_at_a_branch_of_the_shop_or_at_none(db: Database) -> None:
    luna, event = await _tasting(db)
    cleo = ActingPerson(luna.cafe.cleo)
    added = await db.write(add_branch, cleo, luna.cafe.shop.id, "Harbour", now=NOW)
    assert isinstance(added, tuple)
    await _says_yes(luna, luna.cafe.ana, event)
    assert await _changed(luna, event, branch_id=added[0].id + 1) == BadEvent("place")
    moved = await _changed(luna, event, branch_id=added[0].id)
    assert isinstance(moved, EventStanding)
    assert moved.event.branch == "Harbour"
    assert await db.read(_told) == [(luna.cafe.ana, "event_changed")]


async def test_what_coming_brings_is_the_campaigns_until_an_event_says_otherwise(db: Database) -> None:
    luna, event = await _tasting(db)
    usual = (await db.read(campaign_of, luna.cafe.shop.id, EVENT_CAME)).amount("")
    for set_to, gives in ((None, usual), (0, 0), (3, 3)):
        seen = await _changed(luna, event, gift_amount=set_to)
        assert isinstance(seen, EventStanding)
        assert seen.gives.amount == gives
    assert await _changed(luna, event, gift_amount=11) == BadEvent("gift", 10)
