"""What a customer gives of their own leaves the card at its worth, once a tap, and comes back until it was paid."""

from datetime import date, datetime

import pytest

from actions.cards.own_donations import NotGiven, OwnGiven, StaysGiven, give_own, take_back_own
from actions.shop.cause_payments import (
    CauseBooks,
    NewPayment,
    PaymentNoted,
    PaymentNotNoted,
    books_of,
    note_payment,
    take_payment_back,
)
from actions.till.undo_visit import NotUndone, Undone
from loyalty.actor import ActingPerson
from loyalty.cards.parts.cause import EXACT, GoodCauses, Supported
from loyalty.till.undo import GivenAway
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.overlaps import overlap
from tests.actions.places import HOUR, MINUTE, NOW, Luna, change_only, open_luna, points, stamps

OWN = GoodCauses((Supported("Food bank"), Supported("Animal shelter")), 10, units=10, worth_minor=15)
STAMPS = GoodCauses((Supported("Food bank"),), a_visit_minor=10, units=2, worth_minor=30)


async def _gives(
    luna: Luna, lots: int, *, seen: int | None = None, now: datetime = NOW + HOUR
) -> OwnGiven | NotGiven:
    state = await luna.stands(now)
    read = (state.current.id, state.counter.balance if seen is None else seen)
    return await luna.db.write(give_own, luna.cafe.ana, luna.cafe.card_id, read, lots, now=now)


async def _books(luna: Luna) -> CauseBooks:
    found = await luna.db.read(books_of, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id)
    assert isinstance(found, list)
    return found[0]


async def _back(luna: Luna, this: int, now: datetime = NOW + 2 * HOUR) -> OwnGiven | StaysGiven:
    return await luna.db.write(take_back_own, luna.cafe.ana, this, now=now)


async def test_points_become_money_for_the_cause_and_go_off_the_card_once_a_tap(db: Database) -> None:
    luna = await open_luna(db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    done = await _gives(luna, 2)
    assert isinstance(done, OwnGiven)
    assert (done.amount, done.donation.amount, done.state.counter.balance) == (20, 30 * EXACT, 15)
    assert await _gives(luna, 2, seen=35) == "changed"
    assert (await _books(luna)).given == 35 * EXACT + 30 * EXACT
    giving = done.state.giving
    assert giving is not None
    assert giving.own_cause.own == 65 * EXACT


@pytest.mark.parametrize("lots", [0, -1, 4])
async def test_nobody_gives_nothing_or_more_than_there_is(sqlite_db: Database, lots: int) -> None:
    luna = await open_luna(sqlite_db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    assert await _gives(luna, lots) == "changed"
    assert (await luna.stands()).counter.balance == 35


async def test_nobody_gives_what_is_not_theirs_or_by_rules_that_changed(sqlite_db: Database) -> None:
    luna = await open_luna(sqlite_db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    read = ((await luna.stands()).current.id, 35)
    assert await sqlite_db.write(give_own, luna.cafe.eva, luna.cafe.card_id, read, 1, now=NOW) == "changed"
    await sqlite_db.write(change_only, luna.cafe.shop.id, points(), now=NOW)
    assert await sqlite_db.write(give_own, luna.cafe.ana, luna.cafe.card_id, read, 1, now=NOW) == "changed"


async def test_what_was_given_comes_back_once_and_its_worth_with_it(db: Database) -> None:
    luna = await open_luna(db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    done = await _gives(luna, 3)
    assert isinstance(done, OwnGiven)
    await luna.booked(NOW + HOUR + MINUTE, spent=7_00)
    back = await _back(luna, done.donation.id)
    assert isinstance(back, OwnGiven)
    assert (back.amount, back.state.counter.balance) == (30, 42)
    assert await _back(luna, done.donation.id) == "gone"
    assert (await _books(luna)).given == 42 * EXACT


async def test_what_was_paid_since_stays_and_comes_back_once_that_was_a_mistake(db: Database) -> None:
    luna = await open_luna(db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    done = await _gives(luna, 1)
    assert isinstance(done, OwnGiven)
    owner, paid = ActingPerson(luna.cafe.cleo), NewPayment(1, 10, date(2026, 3, 2))
    noted = await db.write(note_payment, owner, luna.cafe.shop.id, paid, now=NOW + HOUR)
    assert isinstance(noted, PaymentNoted)
    assert await _back(luna, done.donation.id) == "paid"
    await db.write(take_payment_back, owner, noted.payment.id, now=NOW + HOUR)
    assert isinstance(await _back(luna, done.donation.id), OwnGiven)


async def test_stamps_that_were_given_come_back_and_fill_the_card_that_they_would_have_filled(
    db: Database,
) -> None:
    luna = await open_luna(db, stamps(4, parts=(STAMPS,)))
    await luna.fill(3)
    done = await _gives(luna, 1)
    assert isinstance(done, OwnGiven)
    assert done.state.counter.balance == 1
    await luna.booked(NOW + HOUR + 2 * MINUTE)
    back = await _back(luna, done.donation.id)
    assert isinstance(back, OwnGiven)
    assert (back.state.counter.balance, len(back.state.vouchers)) == (0, 1)


async def test_a_visit_whose_points_were_given_is_taken_back_only_once_they_are_there(db: Database) -> None:
    luna = await open_luna(db, points(parts=(OWN,)))
    visit = (await luna.booked(spent=35_00)).visit
    done = await _gives(luna, 3, now=NOW + MINUTE)
    assert isinstance(done, OwnGiven)
    undone = await luna.undo(visit.id, NOW + 2 * MINUTE)
    assert isinstance(undone, NotUndone)
    assert undone.why == GivenAway()
    assert isinstance(await _back(luna, done.donation.id, NOW + 3 * MINUTE), OwnGiven)
    assert isinstance(await luna.undo(visit.id, NOW + 4 * MINUTE), Undone)
    assert (await _books(luna)).given == 0


async def test_what_is_paid_at_the_moment_in_which_it_is_taken_back_stays_given(db: Database) -> None:
    luna = await open_luna(db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    done = await _gives(luna, 1)
    assert isinstance(done, OwnGiven)
    cafe, paid = luna.cafe, NewPayment(1, 50, date(2026, 3, 2))

    def pay(tx: Tx) -> object:
        return note_payment(tx, ActingPerson(cafe.cleo), cafe.shop.id, paid, now=NOW + 2 * HOUR)

    def take_back(tx: Tx) -> object:
        return take_back_own(tx, cafe.ana, done.donation.id, now=NOW + 2 * HOUR)

    noted, back = await overlap(db, pay, take_back)
    assert isinstance(noted, PaymentNoted)
    assert back == "paid"
    assert (await _books(luna)).owed == 0


async def test_what_is_taken_back_at_the_moment_in_which_it_is_paid_is_asked_about(db: Database) -> None:
    luna = await open_luna(db, points(parts=(OWN,)))
    await luna.booked(spent=35_00)
    done = await _gives(luna, 1)
    assert isinstance(done, OwnGiven)
    cafe, paid = luna.cafe, NewPayment(1, 50, date(2026, 3, 2))

    def take_back(tx: Tx) -> object:
        return take_back_own(tx, cafe.ana, done.donation.id, now=NOW + 2 * HOUR)

    def pay(tx: Tx) -> object:
        return note_payment(tx, ActingPerson(cafe.cleo), cafe.shop.id, paid, now=NOW + 2 * HOUR)

    back, noted = await overlap(db, take_back, pay)
    assert isinstance(back, OwnGiven)
    assert noted == PaymentNotNoted("ahead", 15)
