"""One pace for an account, whoever claims: slots at even distances, a gap in each chat, and pauses that all keep."""

from datetime import timedelta

import pytest

from actions.delivery import outbox
from actions.delivery.closed_accounts import close_account
from actions.delivery.outbox import ClaimedShare, Share
from actions.people.identify import Caller, recognise
from loyalty.delivery.slots import AHEAD, Tempo
from storage.delivery import outbox as queue
from storage.delivery import pauses
from storage.delivery.outbox import NewMessage
from storage.delivery.pauses import WHOLE_ACCOUNT, Pause
from storage.engine.database import Database
from storage.engine.statements import Tx
from tests.actions.places import NOW

pytestmark = pytest.mark.engines

SECOND = timedelta(seconds=1)
TEMPO = Tempo(SECOND / 10, SECOND)


def post(tx: Tx, key: str, chat: str, *, urgency: int = 1) -> None:
    """Let a receipt wait for somebody."""
    address = recognise(tx, Caller("telegram", "luna", chat, name=chat, language="en"), now=NOW).address_id
    queue.add(tx, address, NewMessage(key, "visit", {}, urgency), now=NOW)


async def crowd(db: Database, size: int) -> None:
    """Let a receipt wait for each of so many."""
    for number in range(size):
        await db.write(post, f"to {number}", str(number))


async def claim(
    db: Database, *, most: int = 4, answered: timedelta = timedelta(0), after_s: float = 0
) -> ClaimedShare:
    """Claim as one of several processes does."""
    share = Share(most, TEMPO, answered)
    return await db.write(outbox.claim_share, "telegram", "luna", share, now=NOW + after_s * SECOND)


def slots(*claims: ClaimedShare) -> list[float]:
    """Say after how many seconds each message leaves."""
    return [(one.slot_at - NOW).total_seconds() for each in claims for one in each.messages if one.slot_at]


async def test_those_who_claim_at_one_moment_share_the_pace(db: Database) -> None:
    await crowd(db, 9)
    assert slots(await claim(db), await claim(db)) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]


async def test_nothing_is_claimed_that_leaves_much_later(db: Database) -> None:
    await crowd(db, 20)
    assert slots(await claim(db, most=20))[-1] == AHEAD.total_seconds()
    waits = await claim(db)
    assert not waits.messages
    assert waits.opens_at == NOW + 0.1 * SECOND
    assert slots(await claim(db, after_s=0.1)) == [1.1]


async def test_answers_of_one_process_slow_down_what_all_send(db: Database) -> None:
    await crowd(db, 9)
    assert slots(await claim(db, most=1, answered=SECOND / 2), await claim(db, most=1)) == [0.5, 0.6]


async def test_a_chat_that_was_written_to_waits_whoever_writes(db: Database) -> None:
    await db.write(post, "first", "ana")
    assert slots(await claim(db)) == [0]
    await db.write(post, "second", "ana")
    await db.write(post, "hers", "eva", urgency=2)
    assert slots(await claim(db)) == [0.1]
    waits = await claim(db, after_s=0.5)
    assert not waits.messages
    assert slots(await claim(db, after_s=1)) == [1]


async def test_a_chats_gap_counts_from_when_a_late_message_left(db: Database) -> None:
    await db.write(post, "first", "ana")
    [late] = (await claim(db)).messages
    await db.write(outbox.departs, late, now=NOW + 0.5 * SECOND)
    await db.write(post, "second", "ana")
    assert slots(await claim(db, after_s=1.2)) == []
    assert slots(await claim(db, after_s=1.5)) == [1.5]


async def test_two_to_one_chat_are_not_claimed_together(db: Database) -> None:
    for key in ("first", "second"):
        await db.write(post, key, "ana")
    claimed = await claim(db)
    assert slots(claimed) == [0]
    assert claimed.opens_at == NOW + SECOND


async def test_a_pause_of_one_chat_that_any_process_was_ordered_holds_it_up_alone(db: Database) -> None:
    await crowd(db, 2)
    await db.write(pauses.order, [Pause("telegram", "luna", "0", NOW + 9 * SECOND)])
    assert [one.external_id for one in (await claim(db)).messages] == ["1"]
    assert slots(await claim(db, after_s=8)) == []
    assert slots(await claim(db, after_s=9)) == [9]


async def test_a_pause_of_the_account_holds_up_all_of_it(db: Database) -> None:
    await crowd(db, 2)
    for seconds in (9, 5):  # the shorter one shortens nothing
        await db.write(pauses.order, [Pause("telegram", "luna", WHOLE_ACCOUNT, NOW + seconds * SECOND)])
    assert slots(await claim(db, after_s=8)) == []
    assert len(slots(await claim(db, after_s=9))) == 2


async def test_a_closed_account_gives_nothing_out(db: Database) -> None:
    await crowd(db, 2)
    await db.write(close_account, "telegram", "luna", "closed", now=NOW)
    assert slots(await claim(db)) == []


async def test_a_clock_that_was_set_back_holds_up_nobody(db: Database) -> None:
    await crowd(db, 2)
    tomorrow = NOW + 86_400 * SECOND
    await db.write(pauses.order, [Pause("telegram", "luna", "eva", tomorrow + 9 * SECOND)])
    assert slots(await claim(db, after_s=86_400)) == [86_400, 86_400.1]
    for key, chat in (("again", "0"), ("hers", "eva")):
        await db.write(post, key, chat)
    await db.write(outbox.bring_forward, 86_400 * SECOND, now=NOW)
    assert slots(await claim(db), await claim(db, after_s=8), await claim(db, after_s=9)) == [0, 9]


async def test_what_somebody_else_has_by_now_is_not_settled_by_who_lost_it(db: Database) -> None:
    await crowd(db, 1)
    [lost] = (await claim(db)).messages
    [mine] = (await claim(db, after_s=130)).messages
    with pytest.raises(outbox.TakenError):
        await db.write(outbox.hold, lost)
    await db.write(outbox.hold, mine)
