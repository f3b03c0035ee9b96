"""A customer lost the account: the owner moves the card, the old account is told, and for a week it can go back."""

from datetime import datetime

import pytest
from sqlalchemy import select

from actions.access import NotAllowed
from actions.people.erasure import Erased, erase_person
from actions.people.identify import Caller, recognise
from actions.people.move_card import Moved, MovedBack, NotMoved, find_card, move_card, undo_move
from loyalty.actor import ActingPerson
from storage.cards import accounts, counters
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import audit, handovers, outbox
from tests.actions.links import card_of
from tests.actions.places import DAY, HOUR, NOW, Luna, open_luna, stamps
from tests.actions.places import join as joins

_AUDIT = Statement(
    select(audit.c.what, audit.c.person_id, audit.c.reason)
    .where(audit.c.what.like("card_m%"))
    .order_by(audit.c.id)
)
_OUTBOX = Statement(select(outbox.c.kind).where(outbox.c.kind.like("card_%")).order_by(outbox.c.id))


def anew(tx: Tx, *, now: datetime = NOW) -> int:
    return recognise(tx, Caller("whatsapp", "luna", "NL.new", name="Ana", language="en"), now=now).person.id


async def lost(db: Database, visits: int = 2, since: int = 0) -> tuple[Luna, int, int]:
    """Let Ana lose an account with some stamps, and come with a new one; return it and its card."""
    luna = await open_luna(db, stamps(5))
    for visit in range(visits):
        await luna.booked(NOW + visit * HOUR)
    person_id = await db.write(anew)
    card_id = await db.write(joins, luna.cafe.shop, person_id)
    for visit in range(since):
        await luna.booked(NOW + (10 + visit) * HOUR, card=card_id)
    return luna, person_id, card_id


async def moved(luna: Luna, card_id: int, *, by: int | None = None) -> Moved | NotMoved | NotAllowed:
    cards_of = (luna.cafe.shop.id, luna.cafe.card_id, card_id)
    return await luna.db.write(
        move_card, ActingPerson(by or luna.cafe.cleo), cards_of, reason="a new phone", now=NOW + DAY
    )


@pytest.mark.parametrize("since", [0, 1])
async def test_what_was_on_the_old_card_is_on_the_new_one(db: Database, since: int) -> None:
    luna, person_id, card_id = await lost(db, since=since)
    done = await moved(luna, card_id)
    assert isinstance(done, Moved)
    assert done.state.account.id == card_id
    assert (await card_of(luna, person_id, NOW + DAY)).counter.balance == 2 + since
    assert await db.read(_AUDIT.all) == [("card_moved", luna.cafe.cleo, "a new phone")]
    assert await db.read(_OUTBOX.all) == [("card_moved",), ("card_came",)]
    assert isinstance(
        await db.write(joins, luna.cafe.shop, luna.cafe.ana), int
    )  # who has the old one begins anew


@pytest.mark.parametrize("who", ["owner", "old account"])
async def test_within_a_week_it_goes_back_as_it_was(db: Database, who: str) -> None:
    luna, person_id, card_id = await lost(db, since=1)
    done = await moved(luna, card_id)
    assert isinstance(done, Moved)
    by = luna.cafe.cleo if who == "owner" else luna.cafe.ana
    back = await db.write(undo_move, ActingPerson(by), done.handover_id, now=NOW + 7 * DAY)
    assert isinstance(back, MovedBack)
    assert back.missing == ()
    assert (await card_of(luna, luna.cafe.ana, NOW + 7 * DAY)).counter.balance == 2
    assert (await card_of(luna, person_id, NOW + 7 * DAY)).counter.balance == 1
    assert await db.write(undo_move, ActingPerson(by), done.handover_id, now=NOW + 7 * DAY) == NotMoved(
        "undone"
    )
    assert [what for what, _, _ in await db.read(_AUDIT.all)] == ["card_moved", "card_moved_back"]


async def test_after_a_week_it_stays(db: Database) -> None:
    luna, _, card_id = await lost(db)
    done = await moved(luna, card_id)
    assert isinstance(done, Moved)
    late = NOW + 8 * DAY + HOUR
    assert await db.write(undo_move, ActingPerson(luna.cafe.cleo), done.handover_id, now=late) == NotMoved(
        "late"
    )


async def test_who_joined_again_meanwhile_gets_it_onto_the_new_card(db: Database) -> None:
    luna, _, card_id = await lost(db)
    done = await moved(luna, card_id)
    assert isinstance(done, Moved)
    again = await db.write(joins, luna.cafe.shop, luna.cafe.ana)
    await luna.booked(NOW + 2 * DAY, card=again)
    assert isinstance(
        await db.write(undo_move, ActingPerson(luna.cafe.ana), done.handover_id, now=NOW + 3 * DAY), MovedBack
    )
    assert (await card_of(luna, luna.cafe.ana, NOW + 3 * DAY)).counter.balance == 3


@pytest.mark.parametrize("forgotten", ["who had it", "who has it"])
async def test_it_goes_back_to_nobody_and_from_nobody_who_was_forgotten(db: Database, forgotten: str) -> None:
    luna, person_id, card_id = await lost(db)
    done = await moved(luna, card_id)
    assert isinstance(done, Moved)
    who = luna.cafe.ana if forgotten == "who had it" else person_id
    assert await db.write(erase_person, who, now=NOW + 2 * DAY) == Erased()
    undone = await db.write(undo_move, ActingPerson(luna.cafe.cleo), done.handover_id, now=NOW + 2 * DAY)
    assert undone == NotMoved("nobodys")
    kept = 2 if forgotten == "who had it" else 0
    assert (await db.read(accounts.by_id, luna.cafe.card_id)).closed_at
    held = await db.read(accounts.by_id, card_id)
    assert [one.balance for one in await db.read(counters.of_account, held)] == [kept]


async def test_only_an_owner_moves_and_never_the_own_card(db: Database) -> None:
    luna, person_id, card_id = await lost(db)
    for nobody in (luna.cafe.eva, luna.cafe.ana, person_id):
        assert isinstance(await moved(luna, card_id, by=nobody), NotAllowed)
    assert (
        await db.write(find_card, ActingPerson(luna.cafe.eva), luna.cafe.shop.id, "ABCDEF", now=NOW) is None
    )
    own = await db.write(joins, luna.cafe.shop, luna.cafe.cleo)
    assert await moved(luna, own) == NotMoved("own")
    assert await moved(luna, luna.cafe.card_id) == NotMoved("same")
    done = await moved(luna, card_id)
    assert isinstance(done, Moved)
    assert isinstance(
        await db.write(undo_move, ActingPerson(luna.cafe.eva), done.handover_id, now=NOW + DAY), NotAllowed
    )
    assert isinstance(
        await db.write(undo_move, ActingPerson(person_id), done.handover_id, now=NOW + DAY), NotAllowed
    )


async def test_a_second_move_of_the_same_card_finds_nothing(db: Database) -> None:
    luna, _, card_id = await lost(db)
    await moved(luna, card_id)
    assert await moved(luna, card_id) == NotMoved("gone")
    assert len(await db.read(Statement(select(handovers.c.id)).all)) == 1
