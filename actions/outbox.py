"""Taking messages out of the outbox, and writing down how each one ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from actions import dose
from storage import outbox, persons
from storage.errors import StorageError
from storage.outbox import Message
from storage.statements import Tx

__all__ = [
    "Message", "StorageError", "bring_forward", "claim", "drop", "lost", "put_back", "reclaim", "retry", "sent", "shut",
]  # fmt: skip

# Longer than any send may take; a process that died with rows in hand gives them back after it.
LEASE = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=1)  # no retry lies further ahead


def claim(tx: Tx, *, most: int, now: datetime) -> list[Message]:
    """Take up to `most` due messages, the urgent first; nobody else gets them for two minutes."""
    while True:
        claimed = outbox.claim(tx, now=now, lease_until=now + LEASE, most=most)
        _went(tx, claimed.lost, now=now)
        _dropped(tx, claimed.expired, "expired", now=now)
        if claimed.messages or not (claimed.lost or claimed.expired):
            return claimed.messages


def reclaim(tx: Tx, *, now: datetime) -> None:
    """Take over what a process that died had in hand, where it is known that no other process lives."""
    if tx.dialect.name == "sqlite":  # the lock on its file says so; elsewhere the leases must end first
        _went(tx, outbox.reclaim(tx, now=now), now=now)


def bring_forward(tx: Tx, *, now: datetime) -> None:
    """Let nothing wait because the clock was set back."""
    outbox.bring_forward(tx, now=now, due_within=_LONGEST_WAIT, lease=LEASE)


def sent(tx: Tx, message: Message, message_id: str, *, now: datetime) -> None:
    """Settle a message that arrived."""
    outbox.settle(tx, message.id, "sent", now=now, message_id=message_id)
    _went(tx, [message], now=now)


def lost(tx: Tx, message: Message, why: str, *, now: datetime) -> None:
    """Settle a message that may have arrived and is not sent again; for the dose it went."""
    outbox.settle(tx, message.id, "unknown", now=now, error=why)
    _went(tx, [message], now=now)


def drop(tx: Tx, message: Message, why: str, *, now: datetime) -> None:
    """Settle a message that will never be sent."""
    outbox.settle(tx, message.id, "dropped", now=now, error=why)
    _dropped(tx, [message], why, now=now)


def put_back(tx: Tx, message: Message, *, due_at: datetime) -> None:
    """Give a message back that was not tried."""
    outbox.again(tx, message.id, due_at=due_at, error=None, attempts=message.attempts - 1)


def retry(tx: Tx, message: Message, why: str, *, due_at: datetime, counted: bool) -> None:
    """Put a message back for later; `counted` says whether this was one of its tries."""
    outbox.again(tx, message.id, due_at=due_at, error=why, attempts=message.attempts - (0 if counted else 1))


def shut(tx: Tx, message: Message, why: str, *, now: datetime) -> None:
    """Settle a message to somebody who shut us out, and give up what else waits for that address."""
    drop(tx, message, why, now=now)
    _dropped(tx, outbox.drop_for(tx, message.address_id, error=why, now=now), why, now=now)
    persons.shut(tx, message.address_id, now=now)


def _went(tx: Tx, messages: Sequence[Message], *, now: datetime) -> None:
    for message in messages:
        if message.kind == dose.CAMPAIGN:
            dose.mark_sent(tx, message.data["occurrence_id"], now=now)


def _dropped(tx: Tx, messages: Sequence[Message], why: str, *, now: datetime) -> None:
    for message in messages:
        if message.kind == dose.CAMPAIGN:
            dose.mark_dropped(tx, message.data["occurrence_id"], why, now=now)
