"""Taking messages out of the outbox, and writing down how each one ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.campaigns import departures, dispatch
from actions.campaigns.consents import withdraw_consent
from loyalty.campaigns.frequency_cap import Purpose
from storage.delivery import claims, delivery_status, due_times, messaging_window, outbox, pauses
from storage.delivery.claims import Share
from storage.delivery.outbox import OutboxMessage
from storage.engine.errors import StorageError
from storage.engine.statements import Tx
from storage.people import known_addresses

__all__ = [
    "ClaimedShare", "OutboxMessage", "Share", "StorageError", "TakenError", "TooSoonError", "Tx", "bring_forward", "claim",
    "claim_share", "departs", "drop", "give_elsewhere", "hold", "lost", "put_back", "reclaim", "refuse", "reported", "reroute", "retry", "sent", "stop", "stop_marketing",
]  # fmt: skip

_BY_PLATFORM = "platform"  # in place of the words that somebody tapped under
# Longer than any send may take; a process that died with rows in hand gives them back after it.
LEASE = timedelta(minutes=2)
_LATE = timedelta(milliseconds=50)  # less is not worth a write to an index
_LONGEST_WAIT = timedelta(hours=1)  # no retry of ours lies further ahead


@dataclass(frozen=True, slots=True)
class ClaimedShare:
    """Messages to send, each in its slot; what had to wait although it is due may go at `opens_at`.

    `more` says that others may be due: where it is not said, none was left.
    """

    messages: list[OutboxMessage]
    opens_at: datetime | None = None
    more: bool = False


def claim(tx: Tx, channel: str, account: str, *, most: int, now: datetime) -> list[OutboxMessage]:
    """Take up to `most` due messages of an account, the urgent first; nobody else gets them for two minutes."""
    return claim_share(tx, channel, account, Share(most), now=now).messages


def claim_share(tx: Tx, channel: str, account: str, share: Share, *, now: datetime) -> ClaimedShare:
    """Take due messages of an account, the urgent first, at the pace that all processes keep together."""
    claimed = claims.claim(tx, channel, account, share, lease_until=now + LEASE, now=now)
    _went(tx, claimed.lost + claimed.arrived, now=now)
    _dropped(tx, claimed.expired, "expired", now=now)
    return ClaimedShare(claimed.messages, claimed.opens_at, claimed.more)


def reclaim(tx: Tx, channel: str, account: str, *, now: datetime) -> None:
    """Take over what a process that died had in hand, where it is known that no other process lives."""
    if tx.dialect.name == "sqlite":  # the lock on its file says so; elsewhere the leases must end first
        _went(tx, claims.reclaim(tx, channel, account, now=now), now=now)


def bring_forward(tx: Tx, back: timedelta, *, now: datetime) -> None:
    """Let nothing wait because the clock was set back so far."""
    pauses.set_back(tx, back, now=now)
    due_times.bring_forward(tx, now=now, due_within=_LONGEST_WAIT, lease=LEASE)


def sent(tx: Tx, message: OutboxMessage, message_id: str, *, now: datetime) -> None:
    """Settle a message that arrived."""
    outbox.settle(tx, message.id, "sent", now=now, message_id=message_id)
    _went(tx, [message], now=now)


def lost(tx: Tx, message: OutboxMessage, why: str, *, now: datetime) -> None:
    """Settle a message that may have arrived and is not sent again; the frequency cap counts it as sent."""
    known = delivery_status.fate(tx, message.id)
    arrived = known is not None and known.reached in outbox.ARRIVED
    outbox.settle(tx, message.id, "sent" if arrived else "unknown", now=now, error=None if arrived else why)
    _went(tx, [message], now=now)


def drop(tx: Tx, message: OutboxMessage, why: str, *, known_as: str = "", now: datetime) -> None:
    """Settle a message that will never be sent; `known_as` is why in a word of ours, where the platform has its own."""
    outbox.settle(tx, message.id, "dropped", now=now, error=why)
    _dropped(tx, [message], known_as or why, now=now)


class TakenError(Exception):
    """Somebody else has this message by now: it had lain too long."""


def departs(tx: Tx, message: OutboxMessage, *, now: datetime) -> None:
    """Note that a message is on its way from here on; raises `TakenError` where it is not ours any more."""
    late = message.slot_at is not None and now > message.slot_at + _LATE
    if not claims.departs(tx, message.id, attempts=message.attempts, late_at=now if late else None):
        raise TakenError(message.id)


def hold(tx: Tx, message: OutboxMessage) -> None:
    """Let nobody else have a message until the commit; raises `TakenError` where it is not ours any more."""
    if not claims.is_held(tx, message.id, attempts=message.attempts):
        raise TakenError(message.id)


def put_back(tx: Tx, message: OutboxMessage, *, due_at: datetime) -> None:
    """Give a message back that was not tried."""
    outbox.put_back(tx, message.id, due_at=due_at, error=None, attempts=message.attempts - 1)


def retry(
    tx: Tx, message: OutboxMessage, why: str, *, due_at: datetime, counted: bool, now: datetime
) -> None:
    """Put a message back for later, unless it is known to have arrived; `counted`: this was one of its tries."""
    known = delivery_status.fate(tx, message.id)
    if known and known.reached in outbox.ARRIVED:
        outbox.settle(tx, message.id, "sent", now=now)
        _went(tx, [message], now=now)
        return
    outbox.put_back(
        tx, message.id, due_at=due_at, error=why, attempts=message.attempts - (0 if counted else 1)
    )


def refuse(tx: Tx, message: OutboxMessage, why: str, *, now: datetime) -> None:
    """Settle what a platform won't have; what it would have billed may still go where nothing is billed."""
    known = delivery_status.fate(tx, message.id)
    if known and known.billed:
        give_elsewhere(tx, [message], why, now=now)
    else:
        drop(tx, message, why, now=now)


def reroute(tx: Tx, message: OutboxMessage, why: str, *, now: datetime) -> None:
    """Take to the person's other address what can't reach this one; where there is none, give it up."""
    known_addresses.mark_unreachable(tx, message.address_id, now=now)
    here = [message, *outbox.waiting_for(tx, message.address_id)]
    give_elsewhere(tx, here, why, known_as="unreachable", now=now)


def give_elsewhere(
    tx: Tx, messages: Sequence[OutboxMessage], why: str, *, known_as: str = "", now: datetime
) -> None:
    """Take what can't be sent from one address to the person's other one; where there is none, give it up."""
    here = messages[0].address_id
    # A shop's own chat is no other address: what waits may be another shop's.
    reaches = known_addresses.shared_addresses_of(tx, known_addresses.address_by_id(tx, here).person_id)
    other = next((one for one in reaches if one.id != here), None)
    for message in messages:
        if other is None:
            drop(tx, message, why, known_as=known_as, now=now)
            continue
        outbox.readdress(tx, message.id, other.id, other.channel, other.account, now=now)
        if message.kind == dispatch.CAMPAIGN:
            messaging_window.unbill(tx, message.data["occurrence_id"])


def stop(tx: Tx, message: OutboxMessage, why: str, *, now: datetime) -> None:
    """Settle marketing that the person told the platform not to let through: they agree to none any more."""
    drop(tx, message, why, known_as="consent", now=now)
    reach = known_addresses.address_by_id(tx, message.address_id)
    stop_marketing(tx, reach.person_id, reach.channel, now=now)


def stop_marketing(tx: Tx, person_id: int, channel: str, *, now: datetime) -> None:
    """Withdraw what a person agreed to, since they stopped it on the platform itself."""
    for purpose in Purpose:
        withdraw_consent(tx, person_id, purpose, channel=channel, wording=_BY_PLATFORM, now=now)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a platform reports of a message: how far it got, under which id, and what it is billed as."""

    channel: str
    account: str
    message_id: str
    state: str
    charge: str = ""


class TooSoonError(Exception):
    """A report overtook the answer that tells which try it is about: it must be heard again."""


def reported(tx: Tx, outbox_id: int, told: DeliveryReport, *, now: datetime) -> OutboxMessage | None:
    """Believe what the platform reports of a message; one that failed after all is returned, to be settled anew.

    What arrived has arrived: reports come in any order, and a later one never takes that back. One of an earlier try,
    or of another account, says nothing of this one. Raises `TooSoonError` where it failed before its answer was heard.
    """
    known = delivery_status.fate(tx, outbox_id)
    if known is None or (known.channel, known.account) != (told.channel, told.account):
        return None
    if told.state not in outbox.ARRIVED:
        if known.state == "sending" and known.reached is None:
            raise TooSoonError(outbox_id)
        this_try = known.message_id in (None, told.message_id) and known.reached in (None, "sent")
        return _failed(tx, known) if this_try else None
    if told.charge:
        messaging_window.bill(tx, outbox_id, known.message.data.get("occurrence_id"), told.charge)
    before = outbox.ARRIVED.index(known.reached) if known.reached in outbox.ARRIVED else -1
    if outbox.ARRIVED.index(told.state) > before:
        delivery_status.set_reached(tx, outbox_id, told.state, message_id=told.message_id)
    if known.state == "unknown" or _in_doubt(known):
        outbox.settle(tx, outbox_id, "sent", now=now, message_id=told.message_id)
        _went(tx, [known.message], now=now)
    return None


def _in_doubt(known: delivery_status.Fate) -> bool:
    """Say whether a message that is given up, or goes again, may have arrived after all."""
    if known.reached == "failed":
        return known.state in ("dropped", "ready")
    return known.state == "ready" and known.reached is None and known.message.attempts > 0


def _failed(tx: Tx, known: delivery_status.Fate) -> OutboxMessage | None:
    if known.state not in ("sent", "unknown"):
        return None
    delivery_status.set_reached(tx, known.message.id, "failed", message_id=None)
    if known.message.kind == dispatch.CAMPAIGN:
        messaging_window.reopen(tx, known.message.data["occurrence_id"])
    return known.message


def _went(tx: Tx, messages: Sequence[OutboxMessage], *, now: datetime) -> None:
    for message in messages:
        if message.kind == dispatch.CAMPAIGN:
            departures.mark_sent(tx, message.data["occurrence_id"], now=now)


def _dropped(tx: Tx, messages: Sequence[OutboxMessage], why: str, *, now: datetime) -> None:
    for message in messages:
        if message.kind == dispatch.CAMPAIGN:
            data = message.data
            departures.mark_dropped(tx, data["occurrence_id"], why, attempt=data.get("try"), now=now)
