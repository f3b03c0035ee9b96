"""On a platform with a window: what goes freely, what waits for a word, what is billed, what is put off."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from actions.campaigns.departures import still_wanted
from actions.delivery import outbox
from actions.delivery.messaging_window import (
    ByTemplate,
    Freely,
    Full,
    NoTemplate,
    Ride,
    close_window,
    counted,
    heard,
    travel,
)
from storage.delivery import templates
from storage.delivery.outbox import OutboxMessage
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import known_addresses
from storage.tables import occurrences
from storage.tables import outbox as rows
from tests.actions.customers import Told, luna_with, tick, told
from tests.actions.places import DAY, HOUR, Luna, stamps
from tests.kinds import VOUCHER_WAITING

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
MORNING = timedelta(hours=12)  # the last call falls into the night, whose quiet hours hold
WINDOW = timedelta(hours=24)
_OUTBOX = Statement(
    select(rows.c.state, rows.c.charge, rows.c.reached).where(rows.c.kind == "campaign").order_by(rows.c.id)
)
_CHARGES = Statement(select(occurrences.c.charge).order_by(occurrences.c.id))


async def waiting(db: Database) -> Luna:
    """Open Café Luna, where a coffee has waited for Ana for two weeks at `NOON`, and her last word is as old."""
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOON - 14 * DAY)
    await db.write(_settle_receipts)
    return luna


def _settle_receipts(tx: Tx) -> None:
    tx.execute(text("UPDATE outbox SET state = 'sent'"))


def _approve(tx: Tx, name: str, category: str, *, status: str = "approved") -> None:
    templates.keep(tx, "luna_bot", templates.TemplateState(name, "en", category, status, None), now=NOON)


async def one_message(luna: Luna, now: datetime) -> OutboxMessage:
    """Do the round, and claim what came of it."""
    await tick(luna, now)
    [message] = await luna.db.write(outbox.claim, "telegram", "luna_bot", most=9, now=now)
    return message


async def travels(luna: Luna, message: OutboxMessage, now: datetime, *, limit: int | None = None) -> object:
    def ask(tx: Tx) -> object:
        reach = known_addresses.address_by_id(tx, message.address_id)
        how = travel(tx, message, reach, "voucher_waiting", language="en", limit=limit, now=now)
        if not isinstance(how, Freely | ByTemplate):
            outbox.drop(tx, message, "stale", now=now)  # as the sender does with what has no words
        return how

    return await luna.db.write(ask)


async def writes(luna: Luna, now: datetime) -> None:
    await luna.db.write(heard, 1, luna.cafe.ana, WINDOW, now=now)


async def test_a_word_opens_the_window_for_a_day(db: Database) -> None:
    luna = await waiting(db)
    await writes(luna, NOON - HOUR)
    message = await one_message(luna, NOON)
    assert await travels(luna, message, NOON) == Freely()
    await db.write(outbox.sent, message, "1", now=NOON)
    assert await db.read(_CHARGES.all) == [("free",)]
    assert await db.read(_OUTBOX.all) == [("sent", None, None)]
    assert await db.read(counted, luna.cafe.shop.id, since=NOON) == [("voucher_waiting", "free", 1)]


async def test_what_can_wait_rides_along_with_the_next_word(db: Database) -> None:
    luna = await waiting(db)
    message = await one_message(luna, NOON)
    ride = await travels(luna, message, NOON)
    assert isinstance(ride, Ride)
    assert await told(luna) == [Told("voucher_waiting", "", "due", "rides")]
    await tick(luna, NOON + DAY)
    assert await told(luna) == [Told("voucher_waiting", "", "due", "rides")]
    await writes(luna, NOON + DAY + HOUR)
    [again] = await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=NOON + DAY + HOUR)
    assert await db.write(still_wanted, again.data["occurrence_id"], now=NOON + DAY + HOUR)
    assert await travels(luna, again, NOON + DAY + HOUR) == Freely()


async def test_a_word_that_comes_while_a_message_is_put_off_is_not_lost_on_it(db: Database) -> None:
    luna = await waiting(db)
    message = await one_message(luna, NOON)

    def word(tx: Tx) -> object:
        reach = known_addresses.address_by_id(tx, message.address_id)
        return travel(tx, message, reach, None, language="en", limit=None, now=NOON)

    assert isinstance(await db.write(word), Ride)
    await writes(luna, NOON)  # and only now is the first try settled
    await db.write(outbox.drop, message, "stale", now=NOON)
    [again] = await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=NOON)
    assert await db.write(still_wanted, again.data["occurrence_id"], now=NOON)


async def test_what_waits_for_a_word_takes_nobody_elses_turn(db: Database) -> None:
    luna = await waiting(db)
    message = await one_message(luna, NOON)
    await travels(luna, message, NOON)
    assert (await told(luna))[0].state == "due"  # and only what is queued or sent counts for the dose


async def test_at_last_call_it_is_paid_for_where_words_are_approved(db: Database) -> None:
    luna = await waiting(db)
    await db.write(_approve, "voucher_waiting", "marketing")
    ride = await travels(luna, await one_message(luna, NOON), NOON)
    assert isinstance(ride, Ride)
    morning = ride.until + MORNING
    message = await one_message(luna, morning)
    assert await travels(luna, message, morning) == ByTemplate("marketing")
    await db.write(outbox.sent, message, "1", now=morning)
    assert await db.read(counted, luna.cafe.shop.id, since=NOON) == [("voucher_waiting", "marketing", 1)]


@pytest.mark.parametrize("status", ["pending", "rejected", "paused"])
async def test_words_that_are_not_approved_are_not_used(db: Database, status: str) -> None:
    luna = await waiting(db)
    await db.write(lambda tx: _approve(tx, "voucher_waiting", "marketing", status=status))
    ride = await travels(luna, await one_message(luna, NOON), NOON)
    assert isinstance(ride, Ride)
    morning = ride.until + MORNING
    assert await travels(luna, await one_message(luna, morning), morning) == NoTemplate()
    assert await told(luna) == [Told("voucher_waiting", "", "due", "no_template")]


async def test_beyond_the_days_limit_marketing_waits(db: Database) -> None:
    luna = await waiting(db)
    await db.write(_approve, "voucher_waiting", "marketing")
    ride = await travels(luna, await one_message(luna, NOON), NOON)
    assert isinstance(ride, Ride)
    morning = ride.until + MORNING
    message = await one_message(luna, morning)
    assert isinstance(await travels(luna, message, morning, limit=0), Full)
    assert await told(luna) == [Told("voucher_waiting", "", "due", "full")]


async def test_the_platform_knows_better_when_the_window_closed(db: Database) -> None:
    luna = await waiting(db)
    await writes(luna, NOON)
    message = await one_message(luna, NOON)
    await db.write(close_window, 1, now=NOON)
    assert isinstance(await travels(luna, message, NOON), Ride)
