"""Seats at events: customers take one, wait for one, or give it back; none stays empty while somebody waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.campaigns.kinds.event_soon import EVENT_SOON
from actions.campaigns.settings import campaign_of
from actions.tell import URGENT, tell
from loyalty.dates import day_of
from loyalty.records import Account, Shop
from loyalty.shop.events import Seat, seat_for
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import events, shops
from storage.shop.events import Event

__all__ = [
    "Event",
    "EventOver",
    "SeatTaken",
    "awaited_in",
    "event_of",
    "fill_seats",
    "free_seats",
    "join_seats",
    "left_branch",
    "own_events",
    "reminds_of",
    "reply_to_event",
    "tell_guest",
]

_STARTED = timedelta(hours=1)  # after its start nobody takes a seat any more


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """What became of an answer; `place` is that in the line of those who wait, `reminded` whether I write the day before."""

    shop: Shop
    event: Event
    seat: Seat
    place: int = 0
    reminded: bool = False


@dataclass(frozen=True, slots=True)
class EventOver:
    """It has begun, was called off, or is not for this person."""


def reply_to_event(
    tx: Tx, person_id: int, event_id: int, *, comes: bool, now: datetime
) -> SeatTaken | EventOver:
    """Give somebody a seat, a place in the line, or their seat to who waits longest."""
    event = events.by_id(tx, event_id)
    account = accounts.in_shop(tx, person_id, event.shop_id) if event else None
    if event is None or account is None:
        return EventOver()
    hold_shop(tx, event.shop_id)  # the last seat goes to one
    event = events.by_id(tx, event_id)
    if event is None or event.cancelled_at or now >= event.starts_at + _STARTED:
        return EventOver()
    shop, had = shops.by_id(tx, event.shop_id), events.seat_of(tx, event, account)
    if not comes:
        events.reply(tx, event, account.id, Seat.AWAY, now=now)
        fill_seats(tx, event, now=now)
        return SeatTaken(shop, event, Seat.AWAY)
    if had in (None, Seat.AWAY):
        had = seat_for(event.seats, taken=events.counts(tx, event)[Seat.COMING])
        events.reply(tx, event, account.id, had, now=now)
    place = events.line(tx, event).index(account.id) + 1 if had is Seat.WAITING else 0
    return SeatTaken(shop, event, had, place, reminds_of(tx, shop, event.starts_at, now=now))


def reminds_of(tx: Tx, shop: Shop, starts_at: datetime, *, now: datetime) -> bool:
    """Say whether guests hear of an event the day before: that is to come, and the owner lets it be said."""
    days = day_of(starts_at, shop.zone) - day_of(now, shop.zone)
    return days > timedelta(days=1) and campaign_of(tx, shop.id, EVENT_SOON).on


def fill_seats(tx: Tx, event: Event, *, now: datetime) -> None:
    """Give each seat that is free to who waits longest, and tell them; the shop is held."""
    free = event.seats - events.counts(tx, event)[Seat.COMING]
    if event.cancelled_at or now >= event.starts_at + _STARTED:
        return
    for account_id in events.line(tx, event)[: max(free, 0)]:
        events.reply(tx, event, account_id, Seat.COMING, now=now)
        tell_guest(tx, event, account_id, "event_seat", now=now)


def tell_guest(
    tx: Tx, event: Event, account_id: int, kind: str, *, was_at: int | None = None, now: datetime
) -> None:
    """Tell who answered an invitation at once what became of it; `was_at` is the branch where it would have been."""
    person_id = accounts.by_id(tx, account_id).person_id
    tell(
        tx,
        [person_id] if person_id else [],
        kind,
        f"{event.id}:{now.timestamp()}",
        of_shop=event.shop_id,
        now=now,
        urgency=URGENT,
        lives=max(event.starts_at - now, timedelta(hours=1)),
        event_id=event.id,
        was_at=was_at or 0,
    )


def awaited_in(tx: Tx, cards: Iterable[Account], *, now: datetime) -> set[int]:
    """Return the shops where one of these has a seat that somebody else may get, so that they can be held."""
    return {account.shop_id for account in cards if events.of_account(tx, account, since=now - _STARTED)}


def free_seats(tx: Tx, account: Account, *, now: datetime) -> None:
    """Let others have the seats of a card that is nobody's any more; its shop is held."""
    for own in events.of_account(tx, account, since=now - _STARTED):
        event = events.by_id(tx, own.event_id)
        if event:
            fill_seats(tx, event, now=now)


def join_seats(tx: Tx, source: Account, target: Account, *, now: datetime) -> None:
    """Leave one seat of two to a card that another one was emptied onto, the better one; their shop is held."""
    for own in events.of_account(tx, source, since=now - _STARTED):
        event = events.by_id(tx, own.event_id)
        if event and own.seat == Seat.COMING:
            events.reply(tx, event, target.id, Seat.COMING, now=now)
    free_seats(tx, source, now=now)


def event_of(tx: Tx, person_id: int, event_id: int) -> tuple[Shop, Event] | None:
    """Return an event of a shop where a person has a card."""
    event = events.by_id(tx, event_id)
    if event is None or accounts.in_shop(tx, person_id, event.shop_id) is None:
        return None
    return shops.by_id(tx, event.shop_id), event


def left_branch(tx: Tx, event: Event, was_at: int) -> str:
    """Name the branch that an event moved away from, where it is at none in particular now; "" for any other event."""
    return events.branch_of(tx, event, was_at) if was_at and event.branch_id is None else ""


def own_events(
    tx: Tx, person_id: int, *, only_shop: int | None = None, now: datetime
) -> list[tuple[Shop, Event, Seat | None]]:
    """Return what is on in the shops where a person has a card, and what they answered, the next first."""
    found = [
        (shops.by_id(tx, account.shop_id), event, events.seat_of(tx, event, account))
        for account in accounts.of_person(tx, person_id, only_shop=only_shop)
        for event in events.upcoming(tx, account.shop_id, since=now)
    ]
    return sorted(found, key=lambda one: one[1].starts_at)
