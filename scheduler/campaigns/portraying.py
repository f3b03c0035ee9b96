"""Every night each card of a shop gets its portrait again, a page at a time, beside the answering."""

from datetime import datetime

from actions.people import portraits
from actions.people.measures import Measures
from actions.people.portraits import Sitting
from scheduler.database import Storage


async def portray(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Make the portraits of a shop's cards, and keep those that changed."""
    sitting = await db.read(portraits.sit, shop_id, now=now)
    measures = await _measured(db, sitting)
    lines = measures.lines(sitting.chosen)
    for part in portraits.parts(measures.changed(lines)):
        await db.write(portraits.keep, sitting, part, now=now)
    await db.write(portraits.end, sitting, lines, now=now)


async def _measured(db: Storage, sitting: Sitting) -> Measures:
    """Look at all of a shop's cards once."""
    measures, after = Measures(), 0
    while after is not None:
        measured, after = await db.read(portraits.measure_page, sitting, after)
        for one, before in measured:
            measures.add(one, before)
    return measures
