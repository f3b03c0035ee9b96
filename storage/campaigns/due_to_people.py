"""What is due to a person, and what went to them, from whichever shop."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, update

from storage.campaigns.occurrences import ROW, Due
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    addresses,
    by_the_way,
    occurrences,
)

_o = occurrences.c
_NOW = bindparam("now", type_=_o.found_at.type)
_SINCE = bindparam("since", type_=_o.found_at.type)
_PEOPLE = Statement(
    select(_o.person_id)
    .where(_o.state == "due", _o.not_before <= _NOW)
    .order_by(_o.not_before, _o.person_id)
    .limit(bindparam("most"))
)
_OPEN = Statement(
    ROW.where(_o.person_id == bindparam("person_id"), _o.state == "due", _o.not_before <= _NOW).order_by(
        _o.id
    ),
    into=Due,
)
_PUT_OFF_OF = Statement(
    ROW.where(_o.person_id == bindparam("person_id"), _o.state == "due", _o.not_before > _NOW), into=Due
)
# What waits in the outbox counts as sent, so that nothing else goes beside it; what expired there never went.
_went = and_(
    _o.settled_at >= _SINCE, or_(_o.state == "sent", and_(_o.state == "queued", _o.expires_at > _NOW))
)
_CONTACTS = Statement(
    select(_o.kind, _o.settled_at, _o.id)
    .where(_o.person_id == bindparam("person_id"), _went)
    .order_by(_o.settled_at.desc())
)
_open_now = and_(_o.person_id == bindparam("of_person"), _o.state == "due", _o.not_before <= _NOW)
_REST = Statement(update(occurrences).where(_open_now).values(not_before=bindparam("until")))
_REST_OF_SHOP = Statement(
    update(occurrences)
    .where(_open_now, by_the_way(_o.shop_id) == bindparam("of_shop"))
    .values(not_before=bindparam("until"))
)
_RECALL = Statement(
    update(occurrences)
    .where(_o.person_id == bindparam("of_person"), _o.state == "due", _o.why == "outranked")
    .values(not_before=bindparam("now"))
)
_DROP_OPEN = Statement(
    update(occurrences)
    .where(_o.person_id == bindparam("person"), or_(_o.state == "due", _o.state == "queued"))
    .values(state="dropped", why=bindparam("because"), settled_at=bindparam("at"))
)
_LAST_WROTE = Statement(
    select(func.max(addresses.c.seen_at)).where(addresses.c.person_id == bindparam("person_id"))
)
_LAST_CAME = Statement(
    select(func.max(accounts.c.last_visit_at)).where(accounts.c.person_id == bindparam("person_id"))
)


def people_with_open(tx: Tx, *, now: datetime, most: int) -> list[int]:
    """Return up to `most` people to whom something is due, those who wait longest first."""
    return list(dict.fromkeys(row[0] for row in _PEOPLE.all(tx, now=now, most=most)))


def open_of(tx: Tx, person_id: int, *, now: datetime) -> list[Due]:
    """Return all that is due to a person."""
    return _OPEN.all(tx, person_id=person_id, now=now)


def put_off_of(tx: Tx, person_id: int, *, now: datetime) -> list[Due]:
    """Return all that was put off for a person until some time after now."""
    return _PUT_OFF_OF.all(tx, person_id=person_id, now=now)


def contacts(tx: Tx, person_id: int, *, since: datetime, now: datetime) -> list[tuple[str, datetime, int]]:
    """Return the kind, moment and id of what went to a person, from whichever shop, the newest first."""
    return [(row[0], row[1], row[2]) for row in _CONTACTS.all(tx, person_id=person_id, since=since, now=now)]


def rest(tx: Tx, person_id: int, shop_id: int | None, *, until: datetime, now: datetime) -> int:
    """Ask later about what is due to a person, in one shop or in all, and return how much that is."""
    if shop_id is None:
        return _REST.run(tx, of_person=person_id, until=until, now=now)
    return _REST_OF_SHOP.run(tx, of_person=person_id, of_shop=shop_id, until=until, now=now)


def recall_outranked(tx: Tx, person_id: int, *, now: datetime) -> None:
    """Ask at once about what gave way to another message, which did not go after all."""
    _RECALL.run(tx, of_person=person_id, now=now)


def drop_open(tx: Tx, person_id: int, *, why: str, now: datetime) -> None:
    """Give up all that is due to a person."""
    _DROP_OPEN.run(tx, person=person_id, because=why, at=now)


def heard_at(tx: Tx, person_id: int) -> datetime | None:
    """Return when a person last wrote, or came to any shop."""
    wrote, came = _LAST_WROTE.value(tx, person_id=person_id), _LAST_CAME.value(tx, person_id=person_id)
    return max((moment for moment in (wrote, came) if moment), default=None)
