"""Each of our accounts has a queue of its own, though they be of one channel."""

from datetime import timedelta

from actions.delivery import outbox
from actions.delivery.closed_accounts import close_account, reopen_account
from actions.people.identify import Caller, recognise
from storage.delivery import outbox as queue
from storage.delivery.outbox import NewMessage
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW

HOUR = timedelta(hours=1)


def post(tx: Tx, account: str) -> None:
    """Let a receipt wait for somebody who writes to an account."""
    address = recognise(tx, Caller("telegram", account, "1", name="Ana", language="en"), now=NOW).address_id
    queue.add(tx, address, NewMessage(account, "visit", {}, urgency=1), now=NOW)


def taken(tx: Tx, account: str) -> list[str]:
    """Claim what is due there an hour later, and say for whom it is."""
    found = outbox.claim(tx, "telegram", account, most=9, now=NOW + HOUR)
    return [message.external_id for message in found]


async def test_what_waits_for_one_account_is_taken_by_no_other(db: Database) -> None:
    for account in ("luna", "sol"):
        await db.write(post, account)
    assert [await db.write(taken, account) for account in ("luna", "luna", "sol")] == [["1"], [], ["1"]]


async def test_a_new_process_takes_back_only_what_its_account_had_in_hand(sqlite_db: Database) -> None:
    for account in ("luna", "sol"):
        await sqlite_db.write(post, account)
        await sqlite_db.write(taken, account)
    await sqlite_db.write(outbox.reclaim, "telegram", "luna", now=NOW)
    assert [await sqlite_db.write(taken, account) for account in ("luna", "sol")] == [["1"], []]


async def test_an_account_that_is_open_again_hastens_its_own_queue_alone(db: Database) -> None:
    for account in ("luna", "sol"):
        await db.write(post, account)
        for message in await db.write(outbox.claim, "telegram", account, most=9, now=NOW):
            await db.write(outbox.put_back, message, due_at=NOW + 9 * HOUR)
    await db.write(close_account, "telegram", "luna", "closed", now=NOW)
    await db.write(reopen_account, "telegram", "luna", now=NOW + HOUR / 2)
    assert [await db.write(taken, account) for account in ("luna", "sol")] == [["1"], []]


async def test_a_report_of_another_account_says_nothing_of_a_message(db: Database) -> None:
    await db.write(post, "luna")
    [message] = await db.write(outbox.claim, "telegram", "luna", most=9, now=NOW)
    told = outbox.DeliveryReport("telegram", "sol", "7", "failed")
    assert await db.write(outbox.reported, message.id, told, now=NOW) is None
