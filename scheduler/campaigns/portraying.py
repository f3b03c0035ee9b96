"""Every night each card of a shop gets its portrait again, a page at a time, beside the answering."""

from datetime import datetime

from actions.people import portraits
from actions.people.portraits import Measures, Sitting
from loyalty.people.portrait import Lines
from scheduler.database import Storage


async def portray(db: Storage, shop_id: int, *, now: datetime) -> None:
    """Make the portraits of a shop's cards, and keep those that changed."""
    sitting = await db.read(portraits.sit, shop_id, now=now)
    lines = await _drawn(db, sitting)
    after: int | None = 0
    while after is not None:
        changed = await db.read(portraits.place_page, sitting, lines, after)
        for part in changed.parts():
            await db.write(portraits.keep, sitting, part, now=now)
        after = changed.next
    await db.write(portraits.end, sitting, lines, now=now)


async def _drawn(db: Storage, sitting: Sitting) -> Lines:
    """Draw a shop's lines by all of its cards."""
    measures, after = Measures(), 0
    while after is not None:
        measured, after = await db.read(portraits.measure_page, sitting, after)
        for portrait in measured:
            measures.add(portrait)
    return measures.lines(sitting.chosen)
