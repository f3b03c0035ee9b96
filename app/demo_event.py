"""An event in the demo: an evening for which one seat is left."""

from datetime import datetime, time, timedelta

from actions.shop.event_seats import reply_to_event
from actions.shop.events import Event, open_event
from app.invented import Cast
from loyalty.dates import day_of
from loyalty.shop.events import EventPlan
from storage.engine.statements import Tx
from storage.shop import events

_TITLE, _SEATS = "Latte art evening", 6
_AHEAD, _BEGINS = timedelta(days=2), time(19)


def open_evening(tx: Tx, cast: Cast, *, now: datetime) -> None:
    """Invite to an event for which all seats but one are taken; once as long as it is ahead."""
    if events.upcoming(tx, cast.shop.id, since=now):
        return
    begins = datetime.combine(day_of(now, cast.shop.zone) + _AHEAD, _BEGINS, cast.shop.zone)
    opened = open_event(tx, cast.owner, cast.shop.id, EventPlan(_TITLE, begins, _SEATS), now=now)
    if not isinstance(opened, Event):
        raise TypeError(opened)
    guests = [one.person_id for one in cast.regulars.people if one.joined]
    for guest in guests[: _SEATS - 1]:
        reply_to_event(tx, guest, opened.id, comes=True, now=now)
