"""Messages that nobody is waiting for: written with their cause, sent afterwards, settled one by one."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Select, bindparam, delete, func, literal_column, or_, select, text, update

from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx, insert
from storage.tables import BOT_THERE, SPEAKS_FOR_SHOP, WRITTEN_TO_FOR_SHOP, Time, addresses, outbox


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A row to add; `dedup_key` makes it happen once, and of two that are due the lower `urgency` goes first.

    One that is lent is given by whoever adds it, and goes from here only if they did not by `lent_until`.
    """

    dedup_key: str
    kind: str
    data: dict[str, Any]
    urgency: int
    expires_at: datetime | None = None
    lent_until: datetime | None = None
    due_at: datetime | None = None  # None: at once


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A row to send: `kind` and `data` say what about, the words are found when it is sent."""

    id: int
    address_id: int
    kind: str
    data: dict[str, Any]
    attempts: int
    at_most_once: bool = False
    external_id: str = ""  # of the address, where the sender is to know whose chat it is
    slot_at: datetime | None = None  # when it leaves, where it was claimed to be sent
    created_at: datetime | None = None  # with its cause


# Kinds that had better not arrive than arrive twice.
_AT_MOST_ONCE = frozenset({"campaign"})
_NOW = bindparam("now", type_=Time())
# In the words of the index on waiting rows, so that it serves: a query that scans what was sent gets ever slower.
WAITING = text("state IN ('ready', 'sending')")
# Nor may these be parameters: SQLite would prepare a statement anew at each execution, to see whether the index serves.
READY = outbox.c.state == literal_column("'ready'")
SENDING = outbox.c.state == literal_column("'sending'")
_GIVEN = (
    "dedup_key", "kind", "data", "urgency", "state", "created_at", "due_at", "expires_at", "at_most_once",
    "lease_until",
)  # fmt: skip
_OF_ACCOUNT = (outbox.c.channel == bindparam("channel"), outbox.c.account == bindparam("account"))
_NEW = select(  # our account too: a claim reads the rows of one account alone, however many wait for another
    *(bindparam(f"new_{name}", type_=outbox.c[name].type) for name in _GIVEN),
    addresses.c.id,
    addresses.c.channel,
    addresses.c.account,
)


def _adding(new: Select[tuple[Any, ...]]) -> Insert:
    added = insert(outbox).from_select([*_GIVEN, "address_id", "channel", "account"], new)
    return added.on_conflict_do_nothing(index_elements=[outbox.c.dedup_key])


_ADD = Statement(_adding(_NEW.where(addresses.c.id == bindparam("to"))))
_ADD_FOR = Statement(
    _adding(
        _NEW.outerjoin(*BOT_THERE)
        .where(addresses.c.person_id == bindparam("whom"), SPEAKS_FOR_SHOP)
        .order_by(*WRITTEN_TO_FOR_SHOP)
        .limit(1)
    )
)
ROW = select(
    outbox.c.id,
    outbox.c.address_id,
    outbox.c.kind,
    outbox.c.data,
    outbox.c.attempts,
    outbox.c.at_most_once,
    select(addresses.c.external_id).where(addresses.c.id == outbox.c.address_id).scalar_subquery(),
    outbox.c.created_at,
    outbox.c.state,
    outbox.c.expires_at,
    outbox.c.reached,
    outbox.c.departed,
)
_WAITING_FOR = Statement(ROW.where(outbox.c.address_id == bindparam("address"), READY).order_by(outbox.c.id))
_WAITING_AT = Statement(ROW.where(*_OF_ACCOUNT, READY).order_by(outbox.c.id))
_SETTLE = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(
        state=bindparam("new_state"),
        message_id=func.coalesce(bindparam("message"), outbox.c.message_id),
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
_REWORD = Statement(update(outbox).where(outbox.c.id == bindparam("this")).values(data=bindparam("facts")))
_FORGET = Statement(  # but for what is owed by now, since the platform took it back meanwhile
    delete(outbox).where(outbox.c.dedup_key == bindparam("of_key"), SENDING)
)
_TOLD_BY = Statement(
    select(outbox.c.data).where(
        outbox.c.dedup_key == bindparam("of_key"),
        or_(
            outbox.c.created_at == bindparam("then", type_=outbox.c.created_at.type),
            outbox.c.state == "ready",
        ),
    )
)
_LEFT = Statement(
    select(outbox.c.data).where(
        outbox.c.dedup_key == bindparam("of_key"),
        or_(*(outbox.c.state == one for one in ("sending", "sent", "unknown"))),
    )
)
_LENT = Statement(
    select(outbox.c.data).where(outbox.c.dedup_key == bindparam("of_key"), outbox.c.state == "sending")
)
_READDRESS = Statement(
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(
        address_id=bindparam("new_address"),
        channel=bindparam("new_channel"),
        account=bindparam("new_account"),
        state="ready",
        lease_until=None,
        due_at=bindparam("due"),
        charge=None,
        reached=None,
    )
)


def add(tx: Tx, address_id: int, new: NewMessage, *, now: datetime) -> bool:
    """Put a message to an address into the outbox; False when one with this key was there before."""
    return _ADD.run(tx, to=address_id, **_row(new, now=now)) == 1


def add_for(tx: Tx, person_id: int, new: NewMessage, *, of_shop: int, now: datetime) -> None:
    """Put a shop's message to a person into the outbox, where that shop writes to them; who is reached nowhere gets none."""
    _ADD_FOR.later(tx, whom=person_id, of_shop=of_shop, **_row(new, now=now))


def _row(new: NewMessage, *, now: datetime) -> dict[str, Any]:
    return {
        "new_dedup_key": new.dedup_key,
        "new_kind": new.kind,
        "new_data": json.dumps(new.data),
        "new_urgency": new.urgency,
        "new_state": "sending" if new.lent_until else "ready",
        "new_lease_until": new.lent_until,
        "new_created_at": now,
        "new_due_at": new.due_at or now,
        "new_expires_at": new.expires_at,
        "new_at_most_once": int(new.kind in _AT_MOST_ONCE),
    }


def told_by(tx: Tx, dedup_key: str, *, then: datetime) -> dict[str, Any] | None:
    """Return what the message with this key is about, if it was added just then or has yet to be worded."""
    found = _TOLD_BY.one(tx, of_key=dedup_key, then=then)
    return json.loads(found[0]) if found else None


def left_with(tx: Tx, dedup_key: str) -> dict[str, Any] | None:
    """Return what the message with this key is about, if it is on its way or may have been read."""
    found = _LEFT.one(tx, of_key=dedup_key)
    return json.loads(found[0]) if found else None


ARRIVED = ("sent", "delivered", "read")  # each is further than the one before


def forget(tx: Tx, dedup_key: str) -> None:
    """Take out a message that was lent: it has arrived, or is put in anew."""
    _FORGET.run(tx, of_key=dedup_key)


def lent(tx: Tx, dedup_key: str) -> dict[str, Any] | None:
    """Return what a message is about that is lent, or on its way; None where there is none."""
    found = _LENT.one(tx, of_key=dedup_key)
    return json.loads(found[0]) if found else None


def message_of(row: Sequence[Any]) -> OutboxMessage:
    this, address_id, kind, data, attempts, at_most_once, external_id, created_at = row
    once, about = bool(at_most_once), json.loads(data)
    return OutboxMessage(this, address_id, kind, about, attempts, once, external_id, created_at=created_at)


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


def put_back(tx: Tx, outbox_id: int, *, due_at: datetime, error: str | None, attempts: int) -> None:
    """Put a message back to be sent later."""
    _AGAIN.run(tx, this=outbox_id, due=due_at, problem=error, tried=attempts)


def reword(tx: Tx, outbox_id: int, data: dict[str, Any]) -> None:
    """Change what a message is about."""
    _REWORD.run(tx, this=outbox_id, facts=json.dumps(data))


def waiting_for(tx: Tx, address_id: int) -> list[OutboxMessage]:
    """Return everything that waits for one address."""
    return [message_of(row) for *row, _, _, _, _ in _WAITING_FOR.all(tx, address=address_id)]


def waiting_at(tx: Tx, channel: str, account: str) -> list[OutboxMessage]:
    """Return everything that waits to leave from one of our accounts."""
    return [message_of(row) for *row, _, _, _, _ in _WAITING_AT.all(tx, channel=channel, account=account)]


def readdress(tx: Tx, outbox_id: int, address_id: int, channel: str, account: str, *, now: datetime) -> None:
    """Send a message to another address of the same person."""
    _READDRESS.run(
        tx, this=outbox_id, new_address=address_id, new_channel=channel, new_account=account, due=now
    )


def drop_for(tx: Tx, address_id: int, *, error: str, now: datetime) -> list[OutboxMessage]:
    """Give up everything that waits for one address, and return it."""
    waiting = waiting_for(tx, address_id)
    for message in waiting:
        settle(tx, message.id, "dropped", now=now, error=error)
    return waiting
