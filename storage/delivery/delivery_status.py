"""What became of messages after they had left, as the platform reports it."""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from storage.delivery.outbox import OutboxMessage
from storage.engine.statements import Statement, Tx
from storage.tables import outbox


@dataclass(frozen=True, slots=True)
class Fate:
    """A message, the state of its row, how far the platform says that it got, and what it knows it by."""

    message: OutboxMessage
    state: str
    reached: str | None
    billed: bool
    channel: str
    account: str
    message_id: str | None


_BY_ID = Statement(
    select(
        outbox.c.id,
        outbox.c.address_id,
        outbox.c.kind,
        outbox.c.data,
        outbox.c.attempts,
        outbox.c.at_most_once,
        outbox.c.state,
        outbox.c.reached,
        outbox.c.charge,
        outbox.c.channel,
        outbox.c.account,
        outbox.c.message_id,
    ).where(outbox.c.id == bindparam("this"))
)
_REACHED = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(reached=bindparam("so_far"), message_id=func.coalesce(outbox.c.message_id, bindparam("message")))
)


def fate(tx: Tx, outbox_id: int) -> Fate | None:
    """Return what is known of a message."""
    found = _BY_ID.one(tx, this=outbox_id)
    if found is None:
        return None
    this, address_id, kind, data, attempts, once, state, reached, charge, channel, account, message_id = found
    message = OutboxMessage(this, address_id, kind, json.loads(data), attempts, bool(once))
    return Fate(message, state, reached, charge is not None, channel, account, message_id)


def set_reached(tx: Tx, outbox_id: int, reached: str, *, message_id: str | None) -> None:
    """Write down how far a message got, and under which id where that was not known."""
    _REACHED.run(tx, this=outbox_id, so_far=reached, message=message_id)
