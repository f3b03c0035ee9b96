"""A receipt that still waits when its visit grows says all of it; one that is on its way is followed by another."""

from datetime import datetime

from actions.delivery import outbox
from actions.till.scan_outcome import Booked
from storage.delivery.outbox import OutboxMessage
from storage.engine.database import Database
from tests.actions.places import MINUTE, NOW, Luna, open_luna, stamps


async def grown(luna: Luna, visit_id: int, *seen: int) -> None:
    for amount in seen:
        assert isinstance(await luna.more(visit_id, amount), Booked)


async def claimed(luna: Luna, now: datetime = NOW) -> list[OutboxMessage]:
    return await luna.db.write(outbox.claim, "telegram", "luna_bot", most=9, now=now)


async def test_one_receipt_says_the_whole_visit_and_all_it_earned(db: Database) -> None:
    luna = await open_luna(db, stamps(3, milestone=2))
    await grown(luna, (await luna.booked()).visit.id, 1, 2)
    [told] = await luna.told("visit")
    assert told["rewards"] == 2


async def test_a_visit_that_grows_while_its_receipt_is_on_its_way_gets_another(db: Database) -> None:
    luna = await open_luna(db, stamps(3))
    visit = (await luna.booked()).visit
    [first] = await claimed(luna)
    await grown(luna, visit.id, 1, 2)
    assert [told["rewards"] for told in await luna.told("visit")] == [0, 1]
    await luna.db.write(outbox.sent, first, "1", now=NOW)
    assert len(await claimed(luna)) == 1


async def test_a_receipt_that_may_have_been_read_already_takes_nothing_on(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    visit = (await luna.booked()).visit
    [first] = await claimed(luna)
    await luna.db.write(outbox.retry, first, "no answer", due_at=NOW, counted=True, now=NOW)
    await grown(luna, visit.id, 1)
    assert len(await luna.told("visit")) == 2


async def test_two_visits_are_two_receipts(db: Database) -> None:
    luna = await open_luna(db, stamps(10))
    await luna.booked()
    await luna.booked(NOW + 2 * MINUTE)
    assert len(await luna.told("visit")) == 2
