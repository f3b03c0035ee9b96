"""A number changes: what somebody had goes along, two people stay two, and an old number is a stranger's."""

from datetime import datetime

import pytest
from sqlalchemy import select

from actions.people.changed_id import NothingMoved, asked_at, follow, join, keep_apart, recognise_by
from actions.people.erasure import erase_person
from actions.people.identify import Caller, Visitor, recognise
from actions.people.link_accounts import Linked, undo_link
from storage.delivery import messaging_window
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import known_addresses
from storage.tables import outbox
from tests.actions.links import card_of
from tests.actions.places import DAY, HOUR, NOW, Luna, open_luna, stamps
from tests.actions.places import join as joins

WHERE = ("whatsapp", "luna")
ONE, TWO, THREE = "31600000001", "31600000002", "31600000003"
_OUTBOX = Statement(
    select(outbox.c.kind, outbox.c.address_id).where(outbox.c.kind == "moved").order_by(outbox.c.id)
)


def writes(tx: Tx, number: str, name: str, *, now: datetime = NOW) -> Visitor:
    return recognise(tx, Caller(*WHERE, number, name=name, language="en", keeps_name=True), now=now)


def moves(tx: Tx, old: str = ONE, new: str = TWO, *, told_at: datetime = NOW + DAY) -> None:
    follow(tx, WHERE, (old, ""), new, told_at=told_at, now=NOW + DAY)


async def customer(luna: Luna, number: str, name: str, visits: int = 0) -> Visitor:
    """Let somebody with a number join, and come some times."""
    who = await luna.db.write(writes, number, name)
    card = await luna.db.write(joins, luna.cafe.shop, who.person.id)
    for visit in range(visits):
        await luna.booked(NOW + visit * HOUR, card=card)
    return who


async def two(db: Database) -> tuple[Luna, Visitor, Visitor]:
    """Let Ana be known by one number with two stamps, and Ben by another with none."""
    luna = await open_luna(db, stamps(5))
    return luna, await customer(luna, ONE, "Ana", 2), await customer(luna, TWO, "Ben")


async def test_whoever_changes_the_number_keeps_everything(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    ana = await customer(luna, ONE, "Ana", 2)
    await db.write(moves)
    found = await db.read(known_addresses.find_address, *WHERE, TWO)
    assert found
    assert (found.id, found.person_id) == (ana.address_id, ana.person.id)
    assert (await db.write(writes, ONE, "Tom")).new
    await db.write(moves, told_at=NOW - HOUR)  # told once more, of the time before Tom
    assert (await db.write(writes, ONE, "Tom")).address_id != ana.address_id


@pytest.mark.parametrize("name", ["Ana", "Ben", "Tom"])
async def test_two_people_stay_two_and_keep_their_names(db: Database, name: str) -> None:
    luna, ana, ben = await two(db)
    await db.write(moves)
    there = await db.write(writes, TWO, name, now=NOW + DAY)
    assert (there.person.id, there.person.name) == (ben.person.id, "Ben")
    assert (await card_of(luna, ana.person.id)).counter.balance == 2
    assert (await card_of(luna, ben.person.id)).counter.balance == 0


async def test_an_old_number_is_a_strangers_from_then_on(db: Database) -> None:
    _, ana, ben = await two(db)
    await db.write(moves)
    stranger = await db.write(writes, ONE, "Ana", now=NOW + DAY)
    assert stranger.new
    assert stranger.person.id not in (ana.person.id, ben.person.id)


async def test_whoever_is_there_is_asked_once_and_a_yes_joins_both(db: Database) -> None:
    luna, ana, ben = await two(db)
    await db.write(moves)
    asked = await db.write(asked_at, ben.address_id, now=NOW + DAY)
    assert asked
    assert (asked.own.person.name, asked.other.person.name) == ("Ben", "Ana")
    assert await db.write(asked_at, ben.address_id, now=NOW + DAY) is None
    assert isinstance(await db.write(join, ana.person.id, asked.move_id, now=NOW + DAY), NothingMoved)
    done = await db.write(join, ben.person.id, asked.move_id, now=NOW + DAY)
    assert isinstance(done, Linked)
    assert [state.standing.balance for [state] in done.cards] == [2]
    assert isinstance(await db.write(join, ben.person.id, asked.move_id, now=NOW + DAY), NothingMoved)
    await db.write(undo_link, done.person_id, done.merge_id, now=NOW + 2 * DAY)
    assert (await card_of(luna, ana.person.id, NOW + 2 * DAY)).counter.balance == 2


async def test_who_moves_on_before_they_were_asked_is_asked_where_they_are_now(db: Database) -> None:
    luna, ana, ben = await two(db)
    cara = await customer(luna, THREE, "Cara")
    await db.write(moves)
    await db.write(moves, TWO, THREE)
    first = await db.write(asked_at, cara.address_id, now=NOW + DAY)
    second = await db.write(asked_at, cara.address_id, now=NOW + DAY)
    assert first
    assert second
    assert {first.other.person.id, second.other.person.id} == {ana.person.id, ben.person.id}
    assert {first.own.person.id, second.own.person.id} == {cara.person.id}
    done = await db.write(join, cara.person.id, first.move_id, now=NOW + DAY)
    assert isinstance(done, Linked)
    assert [state.standing.balance for [state] in done.cards] == [2]
    await db.write(keep_apart, done.person_id, second.move_id, now=NOW + DAY)
    assert (await card_of(luna, ben.person.id)).counter.balance == 0


@pytest.mark.parametrize("known", [True, False])
async def test_who_came_to_a_number_after_its_owner_left_has_it_in_whatever_order_that_is_told(
    db: Database, *, known: bool
) -> None:
    luna, ana, ben = await two(db)
    if known:
        await customer(luna, THREE, "Cara")
    await db.write(messaging_window.set_window, ben.address_id, NOW + 2 * DAY)
    await db.write(moves, ONE, TWO, told_at=NOW + 2 * HOUR)
    await db.write(moves, TWO, THREE, told_at=NOW + HOUR)
    there = await db.write(writes, TWO, "Ana", now=NOW + DAY)
    assert (there.person.id, there.address_id) == (ana.person.id, ana.address_id)
    assert (await card_of(luna, there.person.id)).counter.balance == 2
    moved_on = await db.write(writes, THREE, "Ben", now=NOW + DAY)
    asked = await db.write(asked_at, moved_on.address_id, now=NOW + DAY)
    if known:
        assert asked
        assert asked.other.person.id == ben.person.id
        assert await db.write(asked_at, moved_on.address_id, now=NOW + DAY) is None
    else:
        assert moved_on.person.id == ben.person.id
        assert asked is None


async def test_a_no_leaves_them_two_for_good(db: Database) -> None:
    luna, _, ben = await two(db)
    await db.write(moves)
    asked = await db.write(asked_at, ben.address_id, now=NOW + DAY)
    assert asked
    await db.write(keep_apart, ben.person.id, asked.move_id, now=NOW + DAY)
    assert isinstance(await db.write(join, ben.person.id, asked.move_id, now=NOW + DAY), NothingMoved)
    assert (await card_of(luna, ben.person.id)).counter.balance == 0


async def test_who_wrote_a_moment_ago_is_asked_without_writing_again(db: Database) -> None:
    _, _, ben = await two(db)
    await db.write(messaging_window.set_window, ben.address_id, NOW + 2 * DAY)
    await db.write(moves)
    assert await db.read(_OUTBOX.all) == [("moved", ben.address_id)]
    assert await db.write(asked_at, ben.address_id, now=NOW + DAY) is None


async def test_who_was_forgotten_is_not_asked_about(db: Database) -> None:
    _, ana, ben = await two(db)
    await db.write(moves)
    await db.write(erase_person, ana.person.id, now=NOW + DAY)
    assert await db.write(asked_at, ben.address_id, now=NOW + DAY) is None


async def test_a_number_of_another_name_is_not_taken_for_the_same_person(db: Database) -> None:
    luna = await open_luna(db, stamps(5))
    ben = await customer(luna, TWO, "Ben")
    await db.write(recognise_by, WHERE, TWO, "NL.1", "Ana")
    assert (await db.write(writes, "NL.1", "Ana")).new
    await db.write(recognise_by, WHERE, TWO, "NL.2", "ben")
    assert (await db.write(writes, "NL.2", "Ben")).person.id == ben.person.id
