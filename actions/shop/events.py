"""Events: an owner opens one and calls it off, customers take a seat, wait for one, or give it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.kinds.event_came import EVENT_CAME
from actions.campaigns.kinds.event_invite import EVENT_INVITE
from actions.campaigns.message_facts import GivenAmount
from actions.campaigns.settings import kept
from actions.tell import URGENT, tell
from loyalty.actor import ActingPerson, Actor
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.events import BadEvent, EventPlan, Seat, check_event, seat_for
from storage.campaigns import settings as campaign_settings
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, events, programmes, shops
from storage.shop.audit import Act
from storage.shop.events import Event, Guest

__all__ = [
    "BadEvent",
    "Event",
    "EventOver",
    "EventPlan",
    "EventStanding",
    "Guest",
    "Seat",
    "SeatTaken",
    "cancel_event",
    "event_of",
    "open_event",
    "own_events",
    "preview_event",
    "reply_to_event",
    "see_event",
    "see_events",
]

_STARTED = timedelta(hours=1)  # after its start nobody takes a seat any more


@dataclass(frozen=True, slots=True)
class EventStanding:
    """An event, how many come, wait and stay away, and what who comes gets."""

    shop: Shop
    event: Event
    counts: Mapping[Seat, int]
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """What became of an answer; `place` is that in the line of those who wait."""

    shop: Shop
    event: Event
    seat: Seat
    place: int = 0


@dataclass(frozen=True, slots=True)
class EventOver:
    """It has begun, was called off, or is not for this person."""


def preview_event(
    tx: Tx, actor: Actor, shop_id: int, plan: EventPlan, *, now: datetime
) -> GivenAmount | BadEvent | NotAllowed:
    """Return how many stamps or points each gets who comes, or what is wrong; nothing is written."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    unit = programmes.first(tx, shop_id).programme.unit
    return check_event(plan, now=now) or GivenAmount(kept(tx, shop_id, EVENT_CAME).amount(""), unit)


def open_event(
    tx: Tx, actor: ActingPerson, shop_id: int, plan: EventPlan, *, now: datetime
) -> Event | BadEvent | NotAllowed:
    """Let an owner invite to an event; who agreed to offers hears of it by the dose."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    wrong = check_event(plan, now=now)
    if wrong:
        return wrong
    event = events.add(tx, shop_id, plan, by=actor.person_id, now=now)
    campaign_settings.look_again(tx, kept(tx, shop_id, EVENT_INVITE).id)
    audit.add(tx, actor, shop_id, Act("event_opened", subject=plan.title), now=now)
    return event


def see_events(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> list[EventStanding] | NotAllowed:
    """Show owners and managers what is on, the next first; one that was today too."""
    if may(tx, actor, shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    found = events.upcoming(tx, shop_id, since=now - timedelta(days=1))
    return [EventStanding(shop, one, events.counts(tx, one)) for one in found]


def see_event(tx: Tx, actor: Actor, event_id: int) -> EventStanding | NotAllowed:
    """Show owners and managers an event with its guests."""
    event = events.by_id(tx, event_id)
    if event is None or may(tx, actor, event.shop_id, Role.MANAGER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, event.shop_id)
    return EventStanding(shop, event, events.counts(tx, event), tuple(events.guests(tx, event)))


def cancel_event(tx: Tx, actor: Actor, event_id: int, *, now: datetime) -> Event | NotAllowed:
    """Let an owner call an event off; whoever comes or waits is told at once."""
    event = events.by_id(tx, event_id)
    if event is None or may(tx, actor, event.shop_id, Role.OWNER) is None:
        return NotAllowed()
    hold_shop(tx, event.shop_id)
    if events.cancel(tx, event_id, now=now):
        concerned = [one.account_id for one in events.guests(tx, event) if one.seat != Seat.AWAY]
        for account_id in concerned:
            _tell(tx, event, account_id, "event_cancelled", now=now)
        audit.add(tx, actor, event.shop_id, Act("event_cancelled", subject=event.title), now=now)
    return event


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
        if had is Seat.COMING:
            _let_in(tx, event, now=now)
        return SeatTaken(shop, event, Seat.AWAY)
    if had in (None, Seat.AWAY):
        had = seat_for(event.seats, taken=events.counts(tx, event)[Seat.COMING])
        events.reply(tx, event, account.id, had, now=now)
    place = events.line(tx, event).index(account.id) + 1 if had is Seat.WAITING else 0
    return SeatTaken(shop, event, had, place)


def _let_in(tx: Tx, event: Event, *, now: datetime) -> None:
    """Give a seat that is free to who waits longest, and tell them."""
    waiting = events.line(tx, event)
    if waiting:
        events.reply(tx, event, waiting[0], Seat.COMING, now=now)
        _tell(tx, event, waiting[0], "event_seat", now=now)


def _tell(tx: Tx, event: Event, account_id: int, kind: str, *, now: datetime) -> None:
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
    )


def event_of(tx: Tx, person_id: int, event_id: int) -> tuple[Shop, Event] | None:
    """Return an event of a shop where a person has a card."""
    event = events.by_id(tx, event_id)
    if event is None or accounts.in_shop(tx, person_id, event.shop_id) is None:
        return None
    return shops.by_id(tx, event.shop_id), event


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
