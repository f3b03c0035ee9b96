"""What became of the people that something was due to: their visits around that day, and what its gifts cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Column, bindparam, exists, func, select
from sqlalchemy.sql.expression import ColumnElement

from loyalty.campaigns.experiment import Arm
from storage.engine.statements import Statement, Tx
from storage.tables import by_the_way, counters, entries, occurrences, row_of, visits, vouchers


@dataclass(frozen=True, slots=True)
class FirstTime:
    """The first time that what is measured was due to a person."""

    id: int
    person_id: int
    account_id: int
    state: str
    holdout_percent: int
    found_at: datetime
    arm: Arm | None  # of an experiment


_Id = Column[Any]
Whose = Literal["campaign", "broadcast", "experiment"]  # what is measured


@dataclass(frozen=True, slots=True)
class Measured:
    """What a shop measures: one of its campaigns, one broadcast or one experiment."""

    whose: Whose
    shop_id: int
    id: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Occurrences of what is measured after one id, up to another."""

    of: Measured
    after: int
    last: int


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked about the occurrences of one kind of what is measured."""

    firsts: Statement[FirstTime]
    visits: Statement[tuple[Any, ...]]
    spent: Statement[tuple[Any, ...]]
    booked: Statement[tuple[Any, ...]]


_o = occurrences.c
_e = occurrences.alias("earlier").c
_turned = entries.alias("turned").c
_SINCE = bindparam("since", type_=_o.found_at.type)


def _asked(whose: Whose) -> _Questions:
    own, earlier = _o[f"{whose}_id"], _e[f"{whose}_id"]
    return _Questions(_firsts(own, earlier), _visits(earlier), _spent(own, earlier), _booked(own, earlier))


def _firsts(own: _Id, earlier: _Id) -> Statement[FirstTime]:
    return Statement(
        select(_o.id, _o.person_id, _o.account_id, _o.state, _o.holdout_percent, _o.found_at, _o.arm)
        .where(
            _o.shop_id == bindparam("shop_id"),
            own == bindparam("measured"),
            _o.id > bindparam("after"),
            _o.found_at >= _SINCE,
            _o.found_at <= bindparam("until", type_=_o.found_at.type),
            # By the person's index: SQLite would take the shop's for the narrower one.
            ~exists().where(
                by_the_way(_e.shop_id) == _o.shop_id,
                _e.person_id == _o.person_id,
                by_the_way(earlier) == own,
                by_the_way(_e.id) < _o.id,
                _e.found_at >= _SINCE,
            ),
        )
        .order_by(_o.id)
        .limit(bindparam("most")),
        into=FirstTime,
    )


def _in_stretch(earlier: _Id) -> tuple[ColumnElement[bool], ...]:
    return (
        _e.shop_id == bindparam("shop_id"),
        earlier == bindparam("measured"),
        _e.id > bindparam("after"),
        _e.id <= bindparam("last"),
    )


def _visits(earlier: _Id) -> Statement[tuple[Any, ...]]:
    return Statement(
        select(visits.c.account_id, visits.c.at).where(
            visits.c.shop_id == bindparam("shop_id"),
            visits.c.account_id.in_(select(_e.account_id).where(*_in_stretch(earlier))),
            visits.c.at >= bindparam("since", type_=visits.c.at.type),
            visits.c.at < bindparam("until", type_=visits.c.at.type),
            visits.c.undone_at.is_(None),
        )
    )


def _spent(own: _Id, earlier: _Id) -> Statement[tuple[Any, ...]]:
    return Statement(
        select(_o.person_id, func.sum(vouchers.c.cost_minor))
        .join_from(occurrences, vouchers, row_of(vouchers, _o.voucher_id))
        .where(
            by_the_way(_o.shop_id) == bindparam("shop_id"),
            _o.person_id.in_(select(_e.person_id).where(*_in_stretch(earlier))),
            by_the_way(own) == bindparam("measured"),
            _o.found_at >= _SINCE,
            vouchers.c.reward_key == bindparam("gift"),
            vouchers.c.state == "used",
            vouchers.c.cost_minor.is_not(None),
        )
        .group_by(_o.person_id)
    )


def _booked(own: _Id, earlier: _Id) -> Statement[tuple[Any, ...]]:
    return Statement(
        select(_o.person_id, counters.c.programme_id, func.sum(entries.c.amount))
        .join_from(occurrences, entries, row_of(entries, _o.entry_id))
        .join(counters, row_of(counters, entries.c.counter_id))
        .where(
            by_the_way(_o.shop_id) == bindparam("shop_id"),
            _o.person_id.in_(select(_e.person_id).where(*_in_stretch(earlier))),
            by_the_way(own) == bindparam("measured"),
            _o.found_at >= _SINCE,
            ~exists().where(_turned.shop_id == entries.c.shop_id, _turned.reverses_id == entries.c.id),
        )
        .group_by(_o.person_id, counters.c.programme_id)
    )


_EACH: tuple[Whose, ...] = ("campaign", "broadcast", "experiment")
_ASKED: Mapping[Whose, _Questions] = {whose: _asked(whose) for whose in _EACH}


def first_times(
    tx: Tx, of: Measured, *, after: int, since: datetime, until: datetime, most: int
) -> list[FirstTime]:
    """Return the next people whom this was due to, each once, in the order of their first time `since`."""
    asked = {"shop_id": of.shop_id, "measured": of.id, "after": after, "most": most}
    return _ASKED[of.whose].firsts.all(tx, since=since, until=until, **asked)


def visits_of(tx: Tx, among: Stretch, *, since: datetime, until: datetime) -> list[tuple[int, datetime]]:
    """Return the card and the moment of these people's visits between two moments."""
    rows = _ASKED[among.of.whose].visits.all(tx, since=since, until=until, **_named(among))
    return [(row[0], row[1]) for row in rows]


def spent_by_person(tx: Tx, among: Stretch, *, since: datetime, gift: str) -> dict[int, int]:
    """Return what these people's used vouchers cost that were given so `since`, as far as it was told."""
    rows = _ASKED[among.of.whose].spent.all(tx, since=since, gift=gift, **_named(among))
    return {row[0]: int(row[1]) for row in rows}


def booked_by_person(tx: Tx, among: Stretch, *, since: datetime) -> list[tuple[int, int, int]]:
    """Return the person, the programme and how much was put on cards so `since`, without what was taken back."""
    rows = _ASKED[among.of.whose].booked.all(tx, since=since, **_named(among))
    return [(row[0], row[1], int(row[2])) for row in rows]


def _named(among: Stretch) -> dict[str, int]:
    of = among.of
    return {"shop_id": of.shop_id, "measured": of.id, "after": among.after, "last": among.last}
