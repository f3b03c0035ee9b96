"""Windows: opened by a person's word, used by what waited for it, and what it costs to write outside of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.campaigns import departures, dispatch
from actions.campaigns.kinds import kind_named
from loyalty.delivery.messaging_window import ByTemplate, Freely, NoTemplate, Ride, Route, choose_route
from storage.campaigns import occurrences
from storage.delivery import messaging_window as kept
from storage.delivery import templates
from storage.delivery.messaging_window import counted
from storage.delivery.outbox import OutboxMessage
from storage.engine.statements import Tx
from storage.locks import line_up_at_account
from storage.people.known_addresses import KnownAddress

__all__ = [
    "ByTemplate",
    "Freely",
    "Full",
    "NoTemplate",
    "Ride",
    "close_window",
    "counted",
    "heard",
    "is_open",
    "travel",
]

_A_DAY = timedelta(hours=24)
_MARGIN = timedelta(minutes=1)  # clocks differ, and a message takes a moment
_FULL_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Full:
    """So many people were written to in a day that the platform takes no more for now."""

    ask_again_after: timedelta = _FULL_FOR


def heard(tx: Tx, address_id: int, person_id: int, window: timedelta | None, *, now: datetime) -> None:
    """Note that a person wrote: what waited for that goes now, and the platform's window opens where it has one."""
    if window:
        kept.set_window(tx, address_id, now + window - _MARGIN)
    if kept.release(tx, person_id, now=now):
        dispatch.dispatch_to(tx, person_id, now=now, at=address_id)


def is_open(tx: Tx, address_id: int, *, now: datetime) -> bool:
    """Say whether free words get through to an address, by what we know."""
    until = kept.window_until(tx, address_id)
    return until is not None and until > now


def close_window(tx: Tx, address_id: int, *, now: datetime) -> None:
    """Believe the platform that the window is closed."""
    kept.set_window(tx, address_id, now)


def travel(
    tx: Tx,
    message: OutboxMessage,
    reach: KnownAddress,
    template: str | None,
    *,
    language: str,
    limit: int | None,
    now: datetime,
) -> Route | Full:
    """Choose how a message travels, and write that down; what can't go now is put off, by rule."""
    one = occurrences.locked(tx, message.data["occurrence_id"]) if message.kind == dispatch.CAMPAIGN else None
    chosen = choose_route(
        patient=one is not None and kind_named(one.kind).policy.patient,
        window_until=kept.window_until(tx, reach.id),
        expires_at=one.expires_at if one else None,
        category=_category(tx, reach.account, template, language),
        now=now,
    )
    match chosen:
        case Freely():
            kept.bill(tx, message.id, one.id if one else None, "free")
        case ByTemplate() if limit is not None and _others_written_to(tx, reach, now=now) >= limit:
            kept.bill(tx, message.id, None, "free")  # of an earlier try, which would count against others
            if one:
                departures.set_aside(tx, one, until=now + _FULL_FOR, why="full", now=now)
            return Full()
        case ByTemplate(category):
            kept.bill(tx, message.id, one.id if one else None, category)
        case Ride(until) if one:
            departures.set_aside(tx, one, until=until, why=kept.RIDES, now=now)
        case NoTemplate() if one:
            departures.set_aside(tx, one, until=now + _A_DAY, why=kept.NO_FORM, now=now)
    return chosen


def _category(tx: Tx, account: str, template: str | None, language: str) -> str | None:
    state = templates.state_of(tx, account, template, language) if template else None
    return state.category if state and state.status == "approved" else None


def _others_written_to(tx: Tx, reach: KnownAddress, *, now: datetime) -> int:
    """Count whom the platform would count besides; one who was written to today counts no more for a second message."""
    line_up_at_account(tx, reach.channel, reach.account)
    return kept.others_billed(tx, reach.channel, reach.account, but=reach.id, since=now - _A_DAY)
