"""What became of a broadcast: how many heard it, who did not and why, and who came after it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, func, select, text, update
from sqlalchemy.sql.expression import ColumnElement, cast
from sqlalchemy.types import Text

from storage.campaigns.broadcasts import Broadcast
from storage.engine.statements import Statement, Tx
from storage.tables import broadcasts, occurrences, outbox, visits


@dataclass(frozen=True, slots=True)
class Lot:
    """So many messages of a broadcast that share one fate; `reached` is what the platform reports, where it does."""

    state: str
    why: str | None
    left: str | None  # the state of its row in the outbox
    reached: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """So many people of a broadcast who were left out of it, or were not, and how many of them came since."""

    left_out: bool
    people: int
    came: int


_o, _b = occurrences.c, broadcasts.c
_MOMENT = _b.selected_at.type
# As actions/campaigns/dispatch.py names it there: what was put off after it had been queued goes under another key.
_key = case((_o.tries <= 1, _o.key), else_=_o.key + ":" + cast(_o.tries - 1, Text))
_OF_BROADCAST = _o.shop_id == bindparam("shop_id"), _o.broadcast_id == bindparam("broadcast_id")
_LOTS = Statement(
    select(_o.state, _o.why, outbox.c.state.label("left"), outbox.c.reached, func.count().label("count"))
    .select_from(occurrences)
    .outerjoin(outbox, and_(outbox.c.dedup_key == _key, _o.tries > 0))
    .where(*_OF_BROADCAST)
    .group_by(_o.state, _o.why, outbox.c.state, outbox.c.reached),
    into=Lot,
)
_CAME = Statement(
    select(func.count()).where(
        *_OF_BROADCAST,
        _o.state == "sent",
        exists().where(
            visits.c.shop_id == _o.shop_id,
            visits.c.account_id == _o.account_id,
            visits.c.at > _o.settled_at,
            visits.c.at <= bindparam("until", type_=_MOMENT),
            visits.c.undone_at.is_(None),
        ),
    )
)
_is_left_out = case((_o.state == "held_out", 1), else_=0)
_came_since = exists().where(
    visits.c.shop_id == _o.shop_id,
    visits.c.account_id == _o.account_id,
    visits.c.at >= _o.found_at,
    visits.c.at < bindparam("until", type_=_MOMENT),
    visits.c.undone_at.is_(None),
)
_GROUPS = Statement(
    select(
        _is_left_out.label("left_out"),
        func.count().label("people"),
        func.sum(case((_came_since, 1), else_=0)).label("came"),
    )
    .where(*_OF_BROADCAST)
    .group_by(_is_left_out)
)
_waits = text("occurrences.state IN ('due', 'queued')")  # in the words of the index
_open: ColumnElement[bool] = exists().where(_o.shop_id == _b.shop_id, _o.broadcast_id == _b.id, _waits)
_begun = and_(_b.selected_at.is_not(None), _b.came_told_at.is_(None), _b.cancelled_at.is_(None))
_SETTLED = Statement(select(_b.id).where(_begun, _b.told_at.is_(None), ~_open))
_OVER = Statement(
    select(_b.id).where(_begun, _b.told_at.is_not(None), _b.selected_at <= bindparam("before", type_=_MOMENT))
)
_TOLD = Statement(update(broadcasts).where(_b.id == bindparam("this")).values(told_at=bindparam("now")))
_CAME_TOLD = Statement(
    update(broadcasts)
    .where(_b.id == bindparam("this"))
    .values(came_told_at=bindparam("now"), verdict=bindparam("said"))
)


def lots(tx: Tx, broadcast: Broadcast) -> list[Lot]:
    """Count a broadcast's messages by what became of them."""
    return _LOTS.all(tx, shop_id=broadcast.shop_id, broadcast_id=broadcast.id)


def came(tx: Tx, broadcast: Broadcast, *, until: datetime) -> int:
    """Count who heard a broadcast and came after that, up to a moment."""
    return int(_CAME.value(tx, shop_id=broadcast.shop_id, broadcast_id=broadcast.id, until=until))


def groups(tx: Tx, broadcast: Broadcast, *, until: datetime) -> list[Group]:
    """Count who came since a broadcast's day, up to a moment, of those it was meant for and of those left out of it."""
    rows = _GROUPS.all(tx, shop_id=broadcast.shop_id, broadcast_id=broadcast.id, until=until)
    return [Group(bool(left_out), int(people), int(came)) for left_out, people, came in rows]


def settled(tx: Tx) -> list[int]:
    """Return the broadcasts of which nothing is on its way any more, and whose owners weren't told."""
    return [row[0] for row in _SETTLED.all(tx)]


def over(tx: Tx, *, before: datetime) -> list[int]:
    """Return those that went out before a moment, and of which nobody was told who came."""
    return [row[0] for row in _OVER.all(tx, before=before)]


def told(tx: Tx, broadcast_id: int, *, now: datetime) -> None:
    """Note that the owner was told what became of a broadcast."""
    _TOLD.run(tx, this=broadcast_id, now=now)


def came_told(tx: Tx, broadcast_id: int, *, verdict: str | None, now: datetime) -> None:
    """Note that the owner was told who came, and keep what was found out where some were left out."""
    _CAME_TOLD.run(tx, this=broadcast_id, said=verdict, now=now)
