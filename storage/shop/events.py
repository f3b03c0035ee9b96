"""Events of a shop: kept, called off, and who has a seat at each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, func, literal_column, or_, select, update

from loyalty.records import Account
from loyalty.shop.events import EventPlan, Seat
from storage.engine.statements import Statement, Tx, insert
from storage.tables import accounts, branches, event_guests, events, new_row, persons, row_of, visits


@dataclass(frozen=True, slots=True)
class Event:
    """What a shop invites to."""

    id: int
    shop_id: int
    title: str
    starts_at: datetime
    seats: int
    cancelled_at: datetime | None
    branch_id: int | None = None  # None: wherever the shop is
    gift_amount: int | None = None  # for coming; None: as the campaign says
    branch: str = ""  # what it is called

    @property
    def plan(self) -> EventPlan:
        """Return what its owner planned."""
        return EventPlan(self.title, self.starts_at, self.seats, self.branch_id, self.gift_amount)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who answered an invitation."""

    account_id: int
    seat: str
    name: str


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """An event that somebody answered to, and what became of that."""

    event_id: int
    seat: str


_e, _g, _v = events.c, event_guests.c, visits.c
_PLANNED = ("title", "starts_at", "seats", "branch_id", "gift_amount")
_EVENT = select(
    *(_e.id, _e.shop_id, _e.title, _e.starts_at, _e.seats, _e.cancelled_at, _e.branch_id, _e.gift_amount),
    literal_column("''").label("branch"),  # read apart, where an event has one: most have none
)
_BRANCH = Statement(
    select(branches.c.name).where(
        branches.c.shop_id == bindparam("shop_id"), branches.c.id == bindparam("branch_id")
    )
)
_IN_SHOP = _g.shop_id == bindparam("shop_id")
# Who was forgotten, or whose card became one with another, takes no seat.
_HERE = (accounts.c.person_id.is_not(None), accounts.c.closed_at.is_(None))
_ADD = Statement(new_row(events, "shop_id", *_PLANNED, "opened_by", "at"))
_BY_ID = Statement(_EVENT.where(_e.id == bindparam("id")), into=Event)
_CHANGE = Statement(
    update(events)
    .where(_e.id == bindparam("this"), _e.cancelled_at.is_(None))
    .values({name: bindparam(f"new_{name}", type_=_e[name].type) for name in _PLANNED})
)
_UPCOMING = Statement(
    _EVENT.where(
        _e.shop_id == bindparam("shop_id"),
        _e.starts_at > bindparam("since", type_=_e.starts_at.type),
        _e.cancelled_at.is_(None),
    ).order_by(_e.starts_at, _e.id),
    into=Event,
)
_CANCEL = Statement(
    update(events)
    .where(_e.id == bindparam("this"), _e.cancelled_at.is_(None))
    .values(cancelled_at=bindparam("now"))
)
_NEW = insert(event_guests)
_REPLY = Statement(
    _NEW.values(
        {
            name: bindparam(name, type_=_g[name].type)
            for name in ("shop_id", "event_id", "account_id", "seat", "at")
        }
    ).on_conflict_do_update(
        index_elements=[_g.shop_id, _g.event_id, _g.account_id],
        set_={name: _NEW.excluded[name] for name in ("seat", "at")},
    )
)
_OF_EVENT = (_IN_SHOP, _g.event_id == bindparam("event_id"))
_SEAT = Statement(select(_g.seat).where(*_OF_EVENT, _g.account_id == bindparam("account_id")))
_COUNTS = Statement(
    select(_g.seat, func.count())
    .join(accounts, row_of(accounts, _g.account_id))
    .where(*_OF_EVENT, *_HERE)
    .group_by(_g.seat)
)
_LINE = Statement(
    select(_g.account_id)
    .join(accounts, row_of(accounts, _g.account_id))
    .where(*_OF_EVENT, *_HERE, _g.seat == Seat.WAITING)
    .order_by(_g.at, _g.id)
)
_GUESTS = Statement(
    select(_g.account_id, _g.seat, persons.c.name)
    .join(accounts, row_of(accounts, _g.account_id))
    .join(persons, persons.c.id == accounts.c.person_id)
    .where(*_OF_EVENT, *_HERE)
    .order_by(_g.at, _g.id),
    into=Guest,
)
_OF_ACCOUNT = Statement(
    select(_g.event_id, _g.seat)
    .join(events, row_of(events, _g.event_id))
    .where(
        _IN_SHOP,
        _g.account_id == bindparam("account_id"),
        _e.starts_at > bindparam("since", type_=_e.starts_at.type),
        _e.cancelled_at.is_(None),
    )
    .order_by(_e.starts_at),
    into=OwnEvent,
)
_CAME = Statement(
    select(_v.id)
    .where(
        _v.shop_id == bindparam("shop_id"),
        _v.account_id == bindparam("account_id"),
        _v.at >= bindparam("since", type_=_v.at.type),
        _v.at < bindparam("until"),
        _v.undone_at.is_(None),
        or_(
            bindparam("branch_id", type_=_v.branch_id.type).is_(None),
            _v.branch_id.is_(None),
            _v.branch_id == bindparam("branch_id", type_=_v.branch_id.type),
        ),
    )
    .order_by(_v.at)
    .limit(1)
)
_COUNT_COMING = Statement(
    select(func.count())
    .select_from(event_guests)
    .join(events, row_of(events, _g.event_id))
    .where(
        _e.shop_id == bindparam("shop_id"),
        _e.starts_at > bindparam("since", type_=_e.starts_at.type),
        _g.seat == Seat.COMING,
        _e.cancelled_at.is_(None),
    )
)


def add(tx: Tx, shop_id: int, plan: EventPlan, *, by: int, now: datetime) -> Event:
    """Keep an event."""
    planned = {name: getattr(plan, name) for name in _PLANNED}
    this = int(_ADD.value(tx, shop_id=shop_id, opened_by=by, at=now, **planned))
    return _written(tx, this)


def change(tx: Tx, event: Event, plan: EventPlan) -> Event:
    """Let an event be as it is planned now."""
    _CHANGE.run(tx, this=event.id, **{f"new_{name}": getattr(plan, name) for name in _PLANNED})
    return _written(tx, event.id)


def _written(tx: Tx, event_id: int) -> Event:
    event = by_id(tx, event_id)
    if event is None:
        raise LookupError(f"event {event_id}")
    return event


def by_id(tx: Tx, event_id: int) -> Event | None:
    """Return an event."""
    event = _BY_ID.one(tx, id=event_id)
    return _placed(tx, event) if event else None


def _placed(tx: Tx, event: Event) -> Event:
    """Say what the branch is called that it is at, also one that was closed since."""
    if event.branch_id is None:
        return event
    return replace(event, branch=branch_of(tx, event, event.branch_id))


def branch_of(tx: Tx, event: Event, branch_id: int) -> str:
    """Say what a branch is called where an event is or was, also one that was closed since."""
    return str(_BRANCH.value(tx, shop_id=event.shop_id, branch_id=branch_id))


def upcoming(tx: Tx, shop_id: int, *, since: datetime) -> list[Event]:
    """Return what a shop has on from a moment on, the next first."""
    return [_placed(tx, one) for one in _UPCOMING.all(tx, shop_id=shop_id, since=since)]


def cancel(tx: Tx, event_id: int, *, now: datetime) -> bool:
    """Call an event off; False when it was before."""
    return _CANCEL.run(tx, this=event_id, now=now) == 1


def reply(tx: Tx, event: Event, account_id: int, seat: Seat, *, now: datetime) -> None:
    """Keep what became of an invitation, in the place of what was before."""
    _REPLY.run(tx, shop_id=event.shop_id, event_id=event.id, account_id=account_id, seat=str(seat), at=now)


def seat_of(tx: Tx, event: Event, account: Account) -> Seat | None:
    """Return what somebody answered to an invitation; None: nothing yet."""
    found = _SEAT.one(tx, shop_id=event.shop_id, event_id=event.id, account_id=account.id)
    return Seat(found[0]) if found else None


def counts(tx: Tx, event: Event) -> Mapping[Seat, int]:
    """Count who comes, waits and stays away."""
    rows = _COUNTS.all(tx, shop_id=event.shop_id, event_id=event.id)
    return dict.fromkeys(Seat, 0) | {Seat(seat): n for seat, n in rows}


def line(tx: Tx, event: Event) -> list[int]:
    """Return the accounts that wait for a seat, who waits longest first."""
    return [row[0] for row in _LINE.all(tx, shop_id=event.shop_id, event_id=event.id)]


def guests(tx: Tx, event: Event) -> list[Guest]:
    """Return who answered an invitation, in that order."""
    return _GUESTS.all(tx, shop_id=event.shop_id, event_id=event.id)


def of_account(tx: Tx, account: Account, *, since: datetime) -> list[OwnEvent]:
    """Return what an account answered about events from a moment on, the next first."""
    return _OF_ACCOUNT.all(tx, shop_id=account.shop_id, account_id=account.id, since=since)


def came(tx: Tx, account: Account, *, at: int | None, since: datetime, until: datetime) -> int | None:
    """Return the first visit of an account within a time at a branch, or at any; a till without one is at each."""
    found = _CAME.one(
        tx, shop_id=account.shop_id, account_id=account.id, branch_id=at, since=since, until=until
    )
    return found[0] if found else None


def count_coming(tx: Tx, shop_id: int, *, since: datetime) -> int:
    """Count the seats that were taken at events from a moment on."""
    return int(_COUNT_COMING.value(tx, shop_id=shop_id, since=since))
