"""Messages that nobody is waiting for: written with their cause, sent afterwards, settled one by one."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, text, update

from storage.statements import Statement, Tx
from storage.tables import Time, new_row, outbox


@dataclass(frozen=True, slots=True)
class Message:
    """A row to send: `kind` and `data` say what about, the words are found when it is sent."""

    id: int
    address_id: int
    kind: str
    data: dict[str, Any]
    attempts: int


_NOW = bindparam("now", type_=Time())
# In the words of the index on waiting rows, so that it serves: a query that scans what was sent gets ever slower.
_WAITING = text("state IN ('ready', 'sending')")
_ADD = Statement(
    new_row(
        outbox,
        "dedup_key",
        "address_id",
        "kind",
        "data",
        "urgency",
        "state",
        "created_at",
        "due_at",
        "expires_at",
    )
)
_KNOWN = Statement(select(outbox.c.id).where(outbox.c.dedup_key == bindparam("dedup_key")))
_DUE = Statement(
    select(outbox.c.id, outbox.c.address_id, outbox.c.kind, outbox.c.data, outbox.c.attempts)
    .where(
        outbox.c.due_at <= _NOW,
        _WAITING,
        or_(outbox.c.state == "ready", outbox.c.lease_until <= _NOW),
    )
    .order_by(outbox.c.urgency, outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(state="sending", lease_until=bindparam("until"), attempts=outbox.c.attempts + 1)
)
_EXPIRE = Statement(
    update(outbox)
    .where(_WAITING, outbox.c.state == "ready", outbox.c.expires_at <= _NOW)
    .values(state="dropped", error="expired", settled_at=_NOW)
)
_SETTLE = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(
        state=bindparam("new_state"),
        message_id=bindparam("message"),
        error=bindparam("problem"),
        lease_until=None,
        settled_at=bindparam("at"),
    )
)
_AGAIN = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(
        state="ready",
        lease_until=None,
        due_at=bindparam("due"),
        error=bindparam("problem"),
        attempts=bindparam("tried"),
    )
)
_DROP_FOR = Statement(
    update(outbox)
    .where(outbox.c.address_id == bindparam("address"), outbox.c.state == "ready")
    .values(state="dropped", error=bindparam("problem"), settled_at=_NOW)
)


def add(  # noqa: PLR0913 - a message is these facts
    tx: Tx,
    dedup_key: str,
    *,
    address_id: int,
    kind: str,
    data: dict[str, Any],
    urgency: int,
    now: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """Put a message into the outbox; False when one with this key was there before."""
    if _KNOWN.one(tx, dedup_key=dedup_key) is not None:
        return False
    _ADD.value(
        tx,
        dedup_key=dedup_key,
        address_id=address_id,
        kind=kind,
        data=json.dumps(data),
        urgency=urgency,
        state="ready",
        created_at=now,
        due_at=now,
        expires_at=expires_at,
    )
    return True


def claim(tx: Tx, *, now: datetime, lease_until: datetime, most: int) -> list[Message]:
    """Take up to `most` due messages for sending; a claim that is not settled ends by itself."""
    _EXPIRE.run(tx, now=now)
    due = _DUE.all(tx, now=now, most=most)
    for row in due:
        _LEASE.run(tx, this=row[0], until=lease_until)
    return [Message(row[0], row[1], row[2], json.loads(row[3]), row[4] + 1) for row in due]


def settle(
    tx: Tx,
    outbox_id: int,
    state: str,
    *,
    now: datetime,
    message_id: str | None = None,
    error: str | None = None,
) -> None:
    """Write down how a message ended: sent, unknown or dropped."""
    _SETTLE.run(tx, this=outbox_id, new_state=state, message=message_id, problem=error, at=now)


def again(tx: Tx, outbox_id: int, *, due_at: datetime, error: str, attempts: int) -> None:
    """Put a message back to be sent later."""
    _AGAIN.run(tx, this=outbox_id, due=due_at, problem=error, tried=attempts)


def drop_for(tx: Tx, address_id: int, *, error: str, now: datetime) -> None:
    """Give up everything that waits for one address."""
    _DROP_FOR.run(tx, address=address_id, problem=error, now=now)
