"""The button +1: how far a visit grows after its scan."""

from datetime import timedelta

from actions.till.scan_outcome import Booked, NotAdded, Refused
from loyalty.cards.programme import Limits
from loyalty.cards.visits import VisitFull
from storage.cards import ledger
from storage.engine.database import Database
from tests.actions.places import HOUR, MINUTE, NOW, open_luna, points, stamps


async def test_one_visit_takes_more_stamps_up_to_the_shops_cap(db: Database) -> None:
    luna = await open_luna(db, stamps(10, limits=Limits(max_per_visit=2)))
    booked = await luna.booked()
    assert booked.may_add
    grown = await luna.more(booked.visit.id, 1)
    assert isinstance(grown, Booked)
    assert (grown.visit.amount, grown.may_add) == (2, False)
    over = await luna.more(booked.visit.id, 2)
    assert isinstance(over, Refused)
    assert over.why == VisitFull(2)


async def test_a_double_tap_on_plus_one_adds_one(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    first, second = [await luna.more(visit.id, 1) for _ in range(2)]
    assert isinstance(first, Booked)
    assert isinstance(second, NotAdded)
    assert (second.why, second.visit.amount, second.may_add) == ("counted", 2, True)
    assert second.state.counter.balance == 2


async def test_plus_one_is_over_after_a_quarter_of_an_hour(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    last = await luna.more(visit.id, 1, NOW + 15 * MINUTE)
    assert isinstance(last, Booked)
    late = await luna.more(visit.id, 2, NOW + 15 * MINUTE + timedelta(seconds=1))
    assert isinstance(late, NotAdded)
    assert (late.why, late.visit.amount, late.may_add) == ("over", 2, False)


async def test_a_stamp_that_a_clock_set_back_adds_is_no_older_than_its_visit(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    assert isinstance(await luna.more(visit.id, 1, NOW - MINUTE), Booked)
    assert [entry.at for entry in await db.read(ledger.of_visit, visit)] == [NOW, NOW]


async def test_a_receipt_that_still_waits_tells_what_was_added_and_won(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    visit = (await luna.fill(2)).visit
    assert isinstance(await luna.more(visit.id, 1), Booked)
    assert [told["rewards"] for told in await luna.told("visit") if told["visit_id"] == visit.id] == [1]


async def test_a_visit_that_was_taken_back_does_not_grow(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    first = (await luna.booked(NOW - HOUR)).visit
    visit = (await luna.booked()).visit
    await luna.undo(visit.id)
    undone = await luna.more(visit.id, 1)
    assert isinstance(undone, NotAdded)
    assert (undone.why, undone.state.counter.balance, first.amount) == ("undone", 1, 1)


async def test_only_the_newest_visit_grows(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    first = (await luna.booked()).visit
    await luna.booked(NOW + 2 * MINUTE)
    outcome = await luna.more(first.id, 1, NOW + 3 * MINUTE)
    assert isinstance(outcome, NotAdded)
    assert (outcome.why, outcome.visit.amount, outcome.may_add) == ("older", 1, False)
    assert outcome.state.counter.balance == 2


async def test_a_points_visit_takes_no_extra_stamp(db: Database) -> None:
    luna = await open_luna(db, points())
    visit = (await luna.booked(spent=500)).visit
    outcome = await luna.more(visit.id, 5)
    assert isinstance(outcome, NotAdded)
    assert outcome.state.counter.balance == 5
