"""Every night old rows go, a few hundred at a time: a till that books at night waits for no more than those."""

from collections.abc import Callable
from datetime import datetime, timedelta

from actions.retention import GO
from scheduler.alone import Failed, alone
from scheduler.database import Storage

ENOUGH = timedelta(hours=1)  # of a night, in all: what is left then goes in the next


async def forget_old(
    db: Storage,
    *,
    now: datetime,
    spent: Callable[[], timedelta] = timedelta,
    gone: Callable[[str, int], None] = lambda _table, _rows: None,
) -> None:
    """Take out all rows that are old enough, telling `gone` how many of which table; what fails is raised at the end.

    `spent` says how long it has taken: each table gets its share of the night, however much there is in those before.
    """
    failed: list[Exception] = []
    for place, one in enumerate(GO, 1):
        while rows := await alone(db.write(one.forget, now=now)):
            if isinstance(rows, Failed):
                rows.error.add_note(one.rows)
                failed.append(rows.error)
                break
            gone(one.table, rows)
            if spent() >= ENOUGH * place / len(GO):
                break
    if failed:
        raise ExceptionGroup("not all that is old was taken out", failed)
