"""Two transactions that overlap: the second begins when the first has done everything but its commit."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.util import await_only

from actions.till.scan import Scan, scan_card
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import Luna

A = TypeVar("A")
B = TypeVar("B")
_LOOKS_EVERY_S = 0.005  # without a pause looking took the other's turns on a busy machine
_SOMEBODY_WAITS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def overlap(db: Database, first: Callable[[Tx], A], second: Callable[[Tx], B]) -> tuple[A, B]:
    """Let the second run until it waits for the first, or ends; only then commit the first.

    On SQLite, which has one writer, they come one after the other.
    """
    if await db.read(lambda tx: tx.dialect.name) == "sqlite":
        return await db.write(first), await db.write(second)
    here, acted = asyncio.get_running_loop(), asyncio.Event()
    others: list[asyncio.Task[Any]] = []

    async def other_waits() -> None:
        here.call_soon_threadsafe(acted.set)  # the shared database's transactions run in a loop of its own
        while not (others and others[0].done()) and not await db.read(_waits):  # noqa: ASYNC110 - a lock has no event
            await asyncio.sleep(_LOOKS_EVERY_S)

    def almost(tx: Tx) -> A:
        done = first(tx)
        await_only(other_waits())
        return done

    async with asyncio.TaskGroup() as group:
        one = group.create_task(db.write(almost))
        await acted.wait()
        others.append(group.create_task(db.write(second)))
    return one.result(), others[0].result()


def _waits(tx: Tx) -> bool:
    return bool(tx.execute(_SOMEBODY_WAITS).scalar())


def scans(
    luna: Luna, now: datetime, *, key: str = "beside", programme_id: int | None = None
) -> Callable[[Tx], object]:
    """Let Eva scan Ana's card."""
    scan = Scan(ActingPerson(luna.cafe.eva), luna.cafe.card_id, Claim(), programme_id)
    return partial(scan_card, scan=scan, key=key, now=now)
