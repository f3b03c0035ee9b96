"""Challenges that customers took on: by which rules, from when until when, and with which visit they were won."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, update

from loyalty.records import Counter, Visit
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import by_the_way, challenges, counters, new_row, row_of, visits


@dataclass(frozen=True, slots=True)
class BegunChallenge:
    """A challenge that a customer took on: the part at `place` of the rules of then; `won_visit_id` is of a visit that counts, which was at `won_at`."""

    id: int
    shop_id: int
    account_id: int
    counter_id: int
    version_id: int
    place: int
    begun_at: datetime
    ends_at: datetime
    won_visit_id: int | None
    won_at: datetime | None


_c = challenges.c
_BEGUN = (
    select(
        _c.id,
        _c.shop_id,
        _c.account_id,
        _c.counter_id,
        _c.version_id,
        _c.place,
        _c.begun_at,
        _c.ends_at,
        visits.c.id.label("won_visit_id"),
        visits.c.at,
    )
    .outerjoin(visits, and_(row_of(visits, _c.won_visit_id), visits.c.undone_at.is_(None)))
    .where(_c.shop_id == bindparam("shop_id"), _c.account_id == bindparam("account_id"))
    .order_by(_c.id)
)
_OF_COUNTER = Statement(_BEGUN.where(_c.counter_id == bindparam("counter_id")), into=BegunChallenge)
_ADD = Statement(
    new_row(challenges, "shop_id", "account_id", "counter_id", "version_id", "place", "begun_at", "ends_at")
)
_WIN = Statement(
    update(challenges).where(_c.id == bindparam("this")).values(won_visit_id=bindparam("by_visit"))
)
_IN_SHOP = _c.shop_id == bindparam("shop")
_ENDS = Statement(
    select(_c.ends_at).where(_IN_SHOP, _c.ends_at > bindparam("now", type_=_c.ends_at.type)).distinct()
)
_MOVE_END = Statement(
    update(challenges)
    .where(_IN_SHOP, _c.ends_at == bindparam("old", type_=_c.ends_at.type))
    .values(ends_at=bindparam("over", type_=_c.ends_at.type))
)

# Until when somebody is at something on a counter, for the query that gives one: with nobody at it nothing else is read.
UNTIL = (
    select(func.max(by_the_way(_c.ends_at)))  # else SQLite goes through the whole shop's by when they end
    .where(
        _c.shop_id == counters.c.shop_id,
        _c.account_id == counters.c.account_id,  # with which the index goes on
        _c.counter_id == counters.c.id,
    )
    .correlate(counters)
    .scalar_subquery()
)


def of_counter(tx: Tx, counter: Counter) -> list[BegunChallenge]:
    """Return what was ever taken on for a counter, the oldest first."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return _OF_COUNTER.all(tx, **of)


def add(tx: Tx, counter: Counter, version_id: int, place: int, *, now: datetime, ends_at: datetime) -> int:
    """Let somebody take on what stands at a place of these rules, until then; return its id."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return int(_ADD.value(tx, version_id=version_id, place=place, begun_at=now, ends_at=ends_at, **of))


def ends(tx: Tx, shop_id: int, *, now: datetime) -> list[datetime]:
    """Return when what is under way in a shop ends."""
    return [ends_at for (ends_at,) in _ENDS.all(tx, shop=shop_id, now=now)]


def move_end(tx: Tx, shop_id: int, old: datetime, new: datetime) -> None:
    """Let what ends at one moment in a shop end at another."""
    _MOVE_END.run(tx, shop=shop_id, old=old, over=new)


def win(tx: Tx, challenge_id: int, visit: Visit) -> None:
    """Write down with which visit it was given."""
    _WIN.run(tx, this=challenge_id, by_visit=visit.id)
