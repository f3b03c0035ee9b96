"""Events: an owner opens one, changes it and calls it off; what its guests do is in `event_seats`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import NotAllowed, may
from actions.campaigns.campaign import MOST_GIFT_AMOUNT
from actions.campaigns.gifts import unit_on_the_card
from actions.campaigns.kinds.event_came import EVENT_CAME
from actions.campaigns.kinds.event_invite import EVENT_INVITE
from actions.campaigns.message_facts import GivenAmount
from actions.campaigns.settings import campaign_of, kept
from actions.shop.event_seats import fill_seats, reminds_of, tell_guest
from loyalty.actor import ActingPerson, Actor
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.shop.events import BadEvent, EventPlan, Seat, check_change, check_event
from storage.campaigns import settings as campaign_settings
from storage.engine.statements import Tx
from storage.locks import hold_shop
from storage.shop import audit, events, programmes, shops
from storage.shop.audit import Act
from storage.shop.events import Event, Guest

__all__ = [
    "BadEvent",
    "Event",
    "EventPlan",
    "EventStanding",
    "Guest",
    "NoEvent",
    "Seat",
    "cancel_event",
    "change_event",
    "open_event",
    "preview_event",
    "reminds_of",
    "see_event",
    "see_events",
]


@dataclass(frozen=True, slots=True)
class EventStanding:
    """An event, how many come, wait and stay away, and what who comes gets."""

    shop: Shop
    event: Event
    counts: Mapping[Seat, int]
    gives: GivenAmount
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, slots=True)
class NoEvent:
    """It has begun, or was called off."""


def preview_event(
    tx: Tx, actor: Actor, shop_id: int, plan: EventPlan, *, now: datetime
) -> GivenAmount | BadEvent | NotAllowed:
    """Return how many stamps or points each gets who comes, or what is wrong; nothing is written."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return _wrong(tx, shop_id, plan, now=now) or _given(tx, shop_id, plan)


def _wrong(tx: Tx, shop_id: int, plan: EventPlan, *, now: datetime) -> BadEvent | None:
    return check_event(plan, most_gift=_most_gift(tx, shop_id), now=now) or _no_such_place(tx, shop_id, plan)


def _most_gift(tx: Tx, shop_id: int) -> int:
    """Return the most that coming may bring: stamps no more than a card holds."""
    return programmes.first(tx, shop_id).programme.places or MOST_GIFT_AMOUNT


def _no_such_place(tx: Tx, shop_id: int, plan: EventPlan) -> BadEvent | None:
    there = {branch.id for branch in shops.branches_of(tx, shop_id)}
    return BadEvent("place") if plan.branch_id not in {None, *there} else None


def _given(tx: Tx, shop_id: int, plan: EventPlan) -> GivenAmount:
    usual = campaign_of(tx, shop_id, EVENT_CAME).amount("")
    unit = unit_on_the_card(tx, shop_id)
    return GivenAmount(usual if plan.gift_amount is None else plan.gift_amount, unit)


def open_event(
    tx: Tx, actor: ActingPerson, shop_id: int, plan: EventPlan, *, now: datetime
) -> Event | BadEvent | NotAllowed:
    """Let an owner invite to an event; who agreed to offers hears of it by the dose."""
    hold_shop(tx, shop_id)
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    wrong = _wrong(tx, shop_id, plan, now=now)
    if wrong:
        return wrong
    event = events.add(tx, shop_id, plan, by=actor.person_id, now=now)
    campaign_settings.look_again(tx, kept(tx, shop_id, EVENT_INVITE).id)
    audit.add(tx, actor, shop_id, Act("event_opened", subject=plan.title), now=now)
    return event


def see_events(tx: Tx, actor: Actor, shop_id: int, *, now: datetime) -> list[EventStanding] | NotAllowed:
    """Show a shop's staff what is on and how many come, the next first; one that was today too."""
    if may(tx, actor, shop_id, Role.CASHIER) is None:
        return NotAllowed()
    shop = shops.by_id(tx, shop_id)
    found = events.upcoming(tx, shop_id, since=now - timedelta(days=1))
    return [_standing(tx, shop, one) for one in found]


def see_event(tx: Tx, actor: Actor, event_id: int) -> EventStanding | NotAllowed:
    """Show owners and managers an event with its guests."""
    event = events.by_id(tx, event_id)
    if event is None or may(tx, actor, event.shop_id, Role.MANAGER) is None:
        return NotAllowed()
    return _standing(tx, shops.by_id(tx, event.shop_id), event, tuple(events.guests(tx, event)))


def _standing(tx: Tx, shop: Shop, event: Event, guests: tuple[Guest, ...] = ()) -> EventStanding:
    return EventStanding(shop, event, events.counts(tx, event), _given(tx, shop.id, event.plan), guests)


def change_event(
    tx: Tx, actor: Actor, event_id: int, plan: EventPlan, *, now: datetime
) -> EventStanding | BadEvent | NoEvent | NotAllowed:
    """Let an owner change an event until it begins.

    Whoever comes or waits is told of another time or place at once; nobody loses a seat, and new ones go to who waits.
    """
    event = events.by_id(tx, event_id)
    if event is None or may(tx, actor, event.shop_id, Role.OWNER) is None:
        return NotAllowed()
    hold_shop(tx, event.shop_id)
    event = events.by_id(tx, event_id)
    if event is None or event.cancelled_at or now >= event.starts_at:
        return NoEvent()
    taken = events.counts(tx, event)[Seat.COMING]
    wrong = check_change(event.plan, plan, taken=taken, most_gift=_most_gift(tx, event.shop_id), now=now) or (
        plan.branch_id != event.branch_id and _no_such_place(tx, event.shop_id, plan)
    )
    if wrong or plan == event.plan:
        return wrong or see_event(tx, actor, event_id)
    after = events.change(tx, event, plan)
    if (after.starts_at, after.branch_id) != (event.starts_at, event.branch_id):
        for account_id in _concerned(tx, after):
            tell_guest(tx, after, account_id, "event_changed", was_at=event.branch_id, now=now)
    fill_seats(tx, after, now=now)
    audit.add(tx, actor, event.shop_id, Act("event_changed", subject=after.title), now=now)
    return see_event(tx, actor, event_id)


def _concerned(tx: Tx, event: Event) -> list[int]:
    return [one.account_id for one in events.guests(tx, event) if one.seat != Seat.AWAY]


def cancel_event(tx: Tx, actor: Actor, event_id: int, *, now: datetime) -> Event | NotAllowed:
    """Let an owner call an event off; whoever comes or waits is told at once."""
    event = events.by_id(tx, event_id)
    if event is None or may(tx, actor, event.shop_id, Role.OWNER) is None:
        return NotAllowed()
    hold_shop(tx, event.shop_id)
    if events.cancel(tx, event_id, now=now):
        for account_id in _concerned(tx, event):
            tell_guest(tx, event, account_id, "event_cancelled", now=now)
        audit.add(tx, actor, event.shop_id, Act("event_cancelled", subject=event.title), now=now)
    return event
