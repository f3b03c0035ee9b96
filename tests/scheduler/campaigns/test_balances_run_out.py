"""What ran out while nobody looked is written down in the shop's night, and counts as promised no more; both engines."""

import pytest
from sqlalchemy import select

from actions.shop.promise import Promise, shop_promise
from loyalty.actor import ActingPerson
from scheduler.campaigns import rounds
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.tables import entries
from tests.actions.places import DAY, MIDNIGHT, MINUTE, Luna, open_luna, stamps

pytestmark = pytest.mark.asks
_RAN_OUT = Statement(
    select(entries.c.amount, entries.c.at).where(entries.c.kind == "expired").order_by(entries.c.id)
)


def ran_out(tx: Tx) -> list[tuple[object, ...]]:
    return [tuple(row) for row in _RAN_OUT.all(tx)]


async def promised(luna: Luna) -> int:
    cleo, shop_id = ActingPerson(luna.cafe.cleo), luna.cafe.shop.id
    found = await luna.db.read(shop_promise, cleo, shop_id, now=MIDNIGHT + 9 * DAY)
    assert isinstance(found, Promise)
    return sum(one.promised.count for one in found.cards)


@pytest.mark.slow
async def test_what_ran_out_while_nobody_looked_is_written_down_for_when_it_happened(db: Database) -> None:
    luna = await open_luna(db, stamps(10, idle_days=7))
    await luna.booked()
    assert await promised(luna) == 1
    last = MIDNIGHT + 7 * DAY
    await rounds.tick(db, now=last - MINUTE)
    assert await db.read(ran_out) == []
    for _ in range(2):
        await rounds.tick(db, now=last + MINUTE, afresh=True)
    assert await db.read(ran_out) == [(-1, last)]
    assert await promised(luna) == 0
    assert (await luna.booked(last + DAY)).state.counter.balance == 1
