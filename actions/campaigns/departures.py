"""Right before a campaign's message leaves the outbox it is asked for once more; what became of it is written down after."""

from datetime import datetime
from typing import assert_never

from actions.campaigns import gifts
from actions.campaigns.eligibility import reason_holds
from actions.campaigns.kinds import kind_named
from actions.campaigns.listeners import as_asked, listener_to
from loyalty.campaigns.frequency_cap import Gift, Later, Never, Send, may_contact
from storage.campaigns import due_to_people, occurrences
from storage.campaigns.occurrences import Due, PlannedMessage
from storage.engine.statements import Tx
from storage.locks import hold_persons
from storage.shop import shops

__all__ = [
    "PlannedMessage",
    "going",
    "mark_dropped",
    "mark_sent",
    "set_aside",
    "still_wanted",
]


def still_wanted(tx: Tx, occurrence_id: int, *, now: datetime) -> bool:
    """Ask everything again right before sending; if it may not go now, it is dropped, or put off by rule."""
    one = _held(tx, occurrence_id)
    if one is None or one.state != "queued":
        return False
    if not reason_holds(tx, one, now=now):
        _drop(tx, one, "gone", now=now)
        return False
    listener = listener_to(tx, one.person_id, shops.by_id(tx, one.shop_id), now=now, besides=one.id)
    match may_contact(as_asked(one), listener, now=now):
        case Send():
            return True
        case Later(until, why):
            set_aside(tx, one, until=until, why=why, now=now)
        case Never(why):
            _drop(tx, one, why, now=now)
        case never:
            assert_never(never)
    return False


def _held(tx: Tx, occurrence_id: int) -> Due | None:
    """Return an occurrence as nobody else can change it: two shops decide one after the other whether to write."""
    one = occurrences.by_id(tx, occurrence_id)
    if one is None:
        return None
    hold_persons(tx, one.person_id)
    return occurrences.locked(tx, occurrence_id)


def set_aside(tx: Tx, one: Due, *, until: datetime, why: str, now: datetime) -> None:
    """Put off a message that was about to go; those that gave way to it are asked again at once."""
    occurrences.put_off(tx, one.id, until=until, why=why)
    due_to_people.recall_outranked(tx, one.person_id, now=now)


def going(tx: Tx, *, now: datetime) -> list[PlannedMessage]:
    """Return what was put into the outbox at this moment."""
    return occurrences.queued_at(tx, now)


def mark_sent(tx: Tx, occurrence_id: int, *, now: datetime) -> None:
    """Write down that a message went."""
    occurrences.settle(tx, occurrence_id, "sent", why=None, now=now)


def mark_dropped(tx: Tx, occurrence_id: int, why: str, *, attempt: int | None = None, now: datetime) -> None:
    """Write down that a message never went; an offer that it brought is taken back.

    It may have been put off while it was worded, and be in the outbox again by now: that `attempt` stands.
    """
    one = _held(tx, occurrence_id)
    if one and one.state == "queued" and attempt in (None, one.tries):
        _drop(tx, one, why, now=now)


def _drop(tx: Tx, one: Due, why: str, *, now: datetime) -> None:
    occurrences.settle(tx, one.id, "dropped", why=why, now=now)
    due_to_people.recall_outranked(tx, one.person_id, now=now)
    if kind_named(one.kind).policy.gift is Gift.WITH_MESSAGE:
        gifts.take_back(tx, one.voucher_id)
