"""Reports of what became of a message come late, twice and in any order; what arrived has arrived."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest
from sqlalchemy import select, text

from actions.delivery import outbox
from actions.delivery.outbox import OutboxMessage
from channels.channel import NotAcknowledgedError
from channels.deliveries import Capped, Delivery, OptedOut, Uncertain, Unreachable, WindowClosed
from channels.messages import Address, Report
from scheduler.delivery.delivery_reports import take_report
from scheduler.delivery.retries import decide
from scheduler.delivery.settle import settle
from storage.campaigns import consents
from storage.engine.database import Database
from storage.engine.statements import Statement, Tx
from storage.people import known_addresses
from storage.tables import addresses
from storage.tables import outbox as rows
from tests.actions.customers import Told, luna_with, tick, told
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, stamps
from tests.kinds import VOUCHER_WAITING

_ROWS = Statement(
    select(rows.c.state, rows.c.reached, rows.c.charge).where(rows.c.kind == "campaign").order_by(rows.c.id)
)
_REACH = Statement(select(addresses.c.unreachable_at, addresses.c.window_until).where(addresses.c.id == 1))
NOON = NOW + 14 * DAY + HOUR
LATER = NOON + MINUTE


async def sent(db: Database) -> tuple[Luna, OutboxMessage]:
    """Remind Ana of the coffee that has waited for her for two weeks."""
    luna = await luna_with(db, stamps(1), VOUCHER_WAITING)
    await luna.booked(NOW)
    await db.write(lambda tx: tx.execute(text("UPDATE outbox SET state = 'sent'")).close())
    await tick(luna, NOON)
    [message] = await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=NOON)
    await db.write(outbox.sent, message, "wamid.1", now=NOON)
    return luna, message


def report(message: OutboxMessage, state: str, delivery: Delivery | None = None, **more: str) -> Report:
    to = Address("telegram", "luna_bot", "ana")
    key = f"wamid.1:{state}"
    return Report(key, to, "wamid.1", state, str(message.id), delivery, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read", "failed"])))
async def test_in_whatever_order_they_come_what_was_read_is_read(
    sqlite_db: Database, order: tuple[str, ...]
) -> None:
    _, message = await sent(sqlite_db)
    for state in order:
        failure = Unreachable("gone") if state == "failed" else None
        await take_report(sqlite_db, report(message, state, failure), now=LATER)
    assert await sqlite_db.read(_ROWS.all) == [("sent", "read", None)]


async def test_what_failed_after_all_gives_its_address_up(db: Database) -> None:
    luna, message = await sent(db)
    await take_report(db, report(message, "failed", Unreachable("gone")), now=LATER)
    assert await db.read(_ROWS.all) == [("dropped", "failed", None)]
    assert await told(luna) == [Told("voucher_waiting", "", "dropped", "unreachable")]
    assert (await db.read(_REACH.all))[0][0] == LATER


async def test_a_failure_that_is_reported_twice_counts_once(db: Database) -> None:
    _, message = await sent(db)
    failure = report(message, "failed", Capped("enough"))
    await take_report(db, failure, now=LATER)
    await take_report(db, failure, now=LATER + DAY)
    assert await db.read(_ROWS.all) == [("ready", "failed", None)]


async def test_who_has_enough_of_marketing_is_tried_once_more_after_a_day(db: Database) -> None:
    _, message = await sent(db)
    await take_report(db, report(message, "failed", Capped("enough")), now=LATER)
    assert await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=LATER + DAY - HOUR) == []
    [again] = await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=LATER + DAY)
    await db.write(outbox.sent, again, "wamid.2", now=LATER + DAY)
    second = Report(
        "wamid.2:failed",
        Address("telegram", "luna_bot", "ana"),
        "wamid.2",
        "failed",
        str(again.id),
        Capped("enough"),
    )
    await take_report(db, second, now=LATER + DAY + MINUTE)
    assert await db.read(_ROWS.all) == [("dropped", "failed", None)]


async def test_a_clock_that_is_set_back_tries_no_sooner_who_has_enough_of_marketing(db: Database) -> None:
    _, message = await sent(db)
    await take_report(db, report(message, "failed", Capped("enough")), now=LATER)
    await db.write(outbox.bring_forward, DAY, now=NOON)
    assert await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=NOON + HOUR) == []


async def test_who_stopped_marketing_on_the_platform_agrees_to_none_any_more(db: Database) -> None:
    luna, message = await sent(db)
    assert await db.read(consents.given, luna.cafe.ana)
    await take_report(db, report(message, "failed", OptedOut("stop")), now=LATER)
    assert await db.read(consents.given, luna.cafe.ana) == frozenset()


async def test_a_window_that_was_closed_is_closed_and_the_message_goes_again(db: Database) -> None:
    _, message = await sent(db)
    await take_report(db, report(message, "failed", WindowClosed("24 hours")), now=LATER)
    assert (await db.read(_REACH.all))[0][1] == LATER
    [again] = await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=LATER)
    assert again.id == message.id


async def test_what_may_have_arrived_is_settled_by_the_report(db: Database) -> None:
    luna, message = await sent(db)
    await db.write(lambda tx: tx.execute(text("UPDATE outbox SET state = 'sending'")).close())
    await db.write(outbox.lost, message, "no answer", now=LATER)
    assert (await db.read(_ROWS.all))[0][0] == "unknown"
    await take_report(db, report(message, "delivered"), now=LATER)
    assert await db.read(_ROWS.all) == [("sent", "delivered", None)]
    assert (await told(luna))[0].state == "sent"


async def test_a_report_that_overtakes_the_answer_is_believed(db: Database) -> None:
    _, message = await sent(db)
    await db.write(lambda tx: tx.execute(text("UPDATE outbox SET state = 'sending'")).close())
    await take_report(db, report(message, "delivered"), now=LATER)
    await db.write(outbox.lost, message, "no answer", now=LATER)
    assert (await db.read(_ROWS.all))[0][0] == "sent"


@pytest.mark.parametrize("overtakes", [True, False])
async def test_a_receipt_in_doubt_that_was_reported_does_not_go_again(
    db: Database, *, overtakes: bool
) -> None:
    _, message = await sent(db)
    receipt = replace(message, at_most_once=False)
    await db.write(_in_a_dead_hand)
    believe = partial(take_report, db, report(message, "delivered"), now=LATER)
    if overtakes:
        await believe()
    doubt = decide(Uncertain("no answer"), receipt.attempts, once=False)
    await db.write(settle, receipt, doubt, now=LATER)
    if not overtakes:
        await believe()
    assert await db.read(_ROWS.all) == [("sent", "delivered", None)]


async def test_a_dead_senders_message_that_was_reported_does_not_go_again(db: Database) -> None:
    _, message = await sent(db)
    await db.write(_in_a_dead_hand)
    await take_report(db, report(message, "delivered"), now=LATER)
    assert await db.write(outbox.claim, "telegram", "luna_bot", most=9, now=LATER) == []
    assert (await db.read(_ROWS.all))[0][0] == "sent"


def _in_a_dead_hand(tx: Tx) -> None:
    tx.execute(text("UPDATE outbox SET state = 'sending', lease_until = 0, at_most_once = 0"))


async def test_what_the_platform_bills_is_kept(db: Database) -> None:
    _, message = await sent(db)
    await take_report(db, report(message, "delivered", charge="marketing"), now=LATER)
    assert await db.read(_ROWS.all) == [("sent", "delivered", "marketing")]


@pytest.mark.parametrize("tracker", ["", "999", "not ours", "٣", "9" * 40])
async def test_reports_of_messages_we_never_sent_change_nothing(db: Database, tracker: str) -> None:
    await sent(db)
    stray = Report(
        "stray", Address("telegram", "luna_bot", "ana"), "wamid.9", "failed", tracker, Unreachable("gone")
    )
    await take_report(db, stray, now=LATER)
    assert await db.read(_ROWS.all) == [("sent", None, None)]


async def test_what_cannot_reach_one_address_goes_to_the_other(db: Database) -> None:
    luna, message = await sent(db)
    other = await db.write(_also_on_whatsapp(luna.cafe.ana))
    await take_report(db, report(message, "failed", Unreachable("blocked")), now=LATER)
    [again] = await db.write(outbox.claim, "whatsapp", "316", most=9, now=LATER)
    assert (again.id, again.address_id) == (message.id, other)


def _also_on_whatsapp(person_id: int) -> Callable[[Tx], int]:
    return lambda tx: known_addresses.add_address(tx, person_id, "whatsapp", "316", "NL.1", now=NOW)


async def test_a_failure_of_an_earlier_try_or_of_another_channel_says_nothing_of_this_one(
    db: Database,
) -> None:
    _, message = await sent(db)
    there = Address("whatsapp", "316", "NL.1")
    earlier = replace(report(message, "failed", Unreachable("gone")), key="earlier", message_id="wamid.0")
    elsewhere = replace(report(message, "failed", Unreachable("gone")), key="elsewhere", to=there)
    for stray in (earlier, elsewhere):
        await take_report(db, stray, now=LATER)
    assert await db.read(_ROWS.all) == [("sent", None, None)]


async def test_a_failure_that_overtakes_the_answer_comes_again_and_counts_then(db: Database) -> None:
    _, message = await sent(db)
    await db.write(lambda tx: tx.execute(text("UPDATE outbox SET state = 'sending'")).close())
    failure = report(message, "failed", Unreachable("gone"))
    with pytest.raises(NotAcknowledgedError):
        await take_report(db, failure, now=LATER)
    await db.write(outbox.sent, message, "wamid.1", now=LATER)
    await take_report(db, failure, now=LATER)
    assert await db.read(_ROWS.all) == [("dropped", "failed", None)]
