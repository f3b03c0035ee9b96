"""The people whom a platform lets an account write to in a day, outside of their windows: one more than that waits."""

from datetime import timedelta
from functools import partial

import pytest

from actions.delivery import outbox
from actions.delivery.messaging_window import ByTemplate, Full, travel
from actions.people.identify import Caller, recognise
from storage.delivery import outbox as queue
from storage.delivery import templates
from storage.delivery.outbox import NewMessage, OutboxMessage
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.people import known_addresses
from tests.actions.overlaps import overlap
from tests.actions.places import NOW


def _waiting(tx: Tx, account: str, *names: str) -> None:
    """Let a message wait for each of these people at an account, whose windows are closed."""
    state = templates.TemplateState("visit", "en", "utility", "approved", None)
    templates.keep(tx, account, state, now=NOW)
    for name in names:
        address = recognise(
            tx, Caller("whatsapp", account, name, name=name, language="en"), now=NOW
        ).address_id
        queue.add(tx, address, NewMessage(f"{account}:{name}", "visit", {}, urgency=1), now=NOW)


async def _claimed(db: Database, account: str, *names: str) -> list[OutboxMessage]:
    await db.write(_waiting, account, *names)
    found: list[OutboxMessage] = []
    while len(found) < len(names):
        found += await db.write(
            outbox.claim, "whatsapp", account, most=9, now=NOW + timedelta(minutes=len(found))
        )
    return found


def _travels(tx: Tx, message: OutboxMessage, limit: int) -> object:
    reach = known_addresses.address_by_id(tx, message.address_id)
    return travel(tx, message, reach, "visit", language="en", limit=limit, now=NOW)


async def test_of_two_who_are_written_to_at_once_the_last_place_is_ones(db: Database) -> None:
    both = [partial(_travels, message=each, limit=1) for each in await _claimed(db, "111", "ana", "ben")]
    assert await overlap(db, *both) == (ByTemplate("utility"), Full())


@pytest.mark.parametrize(("account", "how"), [("222", ByTemplate("utility")), ("111", Full())])
async def test_each_number_has_places_of_its_own(db: Database, account: str, how: object) -> None:
    [ana] = await _claimed(db, "111", "ana")
    assert await db.write(_travels, ana, 1) == ByTemplate("utility")
    [ben] = await _claimed(db, account, "ben")
    assert await db.write(_travels, ben, 1) == how
