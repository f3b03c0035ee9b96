"""Taking messages out of the outbox, and writing down how each one ended."""

from datetime import datetime, timedelta

from storage import outbox, persons
from storage.errors import StorageError
from storage.outbox import Message
from storage.statements import Tx

__all__ = ["Message", "StorageError", "claim", "drop", "retry", "sent", "shut"]

# Longer than any send may take; a process that died with rows in hand gives them back after it.
LEASE = timedelta(minutes=2)


def claim(tx: Tx, *, most: int, now: datetime) -> list[Message]:
    """Take up to `most` due messages, the urgent first; nobody else gets them for two minutes."""
    return outbox.claim(tx, now=now, lease_until=now + LEASE, most=most)


def sent(tx: Tx, message: Message, message_id: str, *, now: datetime) -> None:
    """Settle a message that arrived."""
    outbox.settle(tx, message.id, "sent", now=now, message_id=message_id)


def drop(tx: Tx, message: Message, why: str, *, now: datetime) -> None:
    """Settle a message that will never be sent."""
    outbox.settle(tx, message.id, "dropped", now=now, error=why)


def retry(tx: Tx, message: Message, why: str, *, due_at: datetime, counted: bool) -> None:
    """Put a message back for later; `counted` says whether this was one of its tries."""
    outbox.again(tx, message.id, due_at=due_at, error=why, attempts=message.attempts - (0 if counted else 1))


def shut(tx: Tx, message: Message, why: str, *, now: datetime) -> None:
    """Settle a message to somebody who shut us out, and give up what else waits for that address."""
    outbox.settle(tx, message.id, "dropped", now=now, error=why)
    outbox.drop_for(tx, message.address_id, error=why, now=now)
    persons.shut(tx, message.address_id, now=now)
