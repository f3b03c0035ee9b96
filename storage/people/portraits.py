"""Portraits of a shop's cards: kept, compared, counted, listed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select

from loyalty.customer_kinds import Phase, Quadrant
from loyalty.people.portrait import SLIPPING_DAYS, Lines, Portrait, PortraitMove
from loyalty.people.reward_money import NOTHING, Spent
from loyalty.records import Account
from storage.engine.statements import Statement, Tx, insert
from storage.people import card_pasts
from storage.tables import (
    accounts,
    new_row,
    persons,
    portrait_moves,
    portrait_nights,
    portraits,
    row_of,
)

_FIELDS = [field.name for field in fields(Portrait)]
_LINES = [field.name for field in fields(Lines)]
_p = portraits.c


@dataclass(frozen=True, slots=True)
class CustomerName:
    """A customer in a list; the portrait's figures that a line tells."""

    account_id: int
    name: str
    months: int | None  # None before the next night
    sales_minor: int | None
    gap_days: int | None
    due_on: int | None


@dataclass(frozen=True, slots=True)
class CountedMoves:
    """How many went from where to where."""

    axis: str
    old: str
    new: str
    count: int


@dataclass(frozen=True, slots=True)
class Census:
    """How many customers are in which phase and quadrant; of how many visits in a year the till was told the amount."""

    phases: Mapping[Phase, int]
    quadrants: Mapping[Quadrant, int]
    visits: int
    told: int
    money: Mapping[Quadrant, Spent]  # what each quadrant cost and left


def _portrait(account_id: int, phase: str, quadrant: str | None, *figures: Any) -> Portrait:
    return Portrait(account_id, Phase(phase), Quadrant(quadrant) if quadrant else None, *figures)


_PORTRAIT = select(*(_p[name] for name in _FIELDS))
_ONE = (_p.shop_id == bindparam("shop_id"), _p.account_id == bindparam("account_id"))
_OF_ACCOUNT = Statement(_PORTRAIT.where(*_ONE), into=_portrait)
_page = card_pasts.PAGE
_ON_PAGE = Statement(
    _PORTRAIT.join_from(
        _page, portraits, (_p.shop_id == bindparam("shop_id")) & (_p.account_id == _page.c.id)
    ),
    into=_portrait,
)
_NEW = insert(portraits)
_PUT = Statement(
    _NEW.values({name: bindparam(name) for name in ("shop_id", *_FIELDS)}).on_conflict_do_update(
        index_elements=[_p.shop_id, _p.account_id],
        set_={name: _NEW.excluded[name] for name in _FIELDS if name != "account_id"},
    )
)
_MOVED = Statement(new_row(portrait_moves, "shop_id", "account_id", "axis", "old", "new", "at"))
_FORGET = {
    table.name: Statement(
        delete(table).where(
            table.c.shop_id == bindparam("shop_id"), table.c.account_id == bindparam("account_id")
        )
    )
    for table in (portraits, portrait_moves)
}
_NIGHT = insert(portrait_nights)
_END_NIGHT = Statement(
    _NIGHT.values(
        shop_id=bindparam("shop_id"),
        at=bindparam("at", type_=portrait_nights.c.at.type),
        **{name: bindparam(name) for name in _LINES},
    ).on_conflict_do_update(
        index_elements=[portrait_nights.c.shop_id],
        set_={name: _NIGHT.excluded[name] for name in ("at", *_LINES)},
    )
)
_LAST_NIGHT = Statement(
    select(portrait_nights.c.at, *(portrait_nights.c[name] for name in _LINES)).where(
        portrait_nights.c.shop_id == bindparam("shop_id")
    )
)
_COUNTS = Statement(
    select(
        _p.phase,
        _p.quadrant,
        func.count(),
        func.sum(_p.visits),
        func.sum(_p.told),
        func.sum(_p.cost_minor),
        func.sum(func.coalesce(_p.margin_minor, 0)),
        func.sum(_p.unpriced),
    )
    .where(_p.shop_id == bindparam("shop_id"))
    .group_by(_p.phase, _p.quadrant)
)
_MOVES = Statement(
    select(portrait_moves.c.axis, portrait_moves.c.old, portrait_moves.c.new, func.count().label("n"))
    .where(
        portrait_moves.c.shop_id == bindparam("shop_id"),
        portrait_moves.c.at >= bindparam("since", type_=portrait_moves.c.at.type),
    )
    .group_by(portrait_moves.c.axis, portrait_moves.c.old, portrait_moves.c.new),
    into=CountedMoves,
)
_left_butterflies = (
    portrait_moves.c.shop_id == bindparam("shop_id"),
    portrait_moves.c.at >= bindparam("since", type_=portrait_moves.c.at.type),
    portrait_moves.c.axis == "quadrant",
    portrait_moves.c.old == str(Quadrant.BUTTERFLY),
)
_BECAME_FRIENDS = Statement(
    select(func.count(func.distinct(portrait_moves.c.account_id))).where(
        *_left_butterflies, portrait_moves.c.new == str(Quadrant.FRIEND)
    )
)
_WERE_BUTTERFLIES = Statement(
    select(func.count()).select_from(
        select(_p.account_id)
        .where(_p.shop_id == bindparam("shop_id"), _p.quadrant == str(Quadrant.BUTTERFLY))
        .union(select(portrait_moves.c.account_id).where(*_left_butterflies))
        .subquery()
    )
)
_slipping = (
    _p.shop_id == bindparam("shop_id"),
    _p.due_on <= bindparam("today"),
    _p.due_on > bindparam("today") - SLIPPING_DAYS,
)
_COUNT_SLIPPING = Statement(select(func.count()).select_from(portraits).where(*_slipping))


def _listed(*which: ColumnElement[bool]) -> Statement[CustomerName]:
    """List customers, those first who brought most."""
    return Statement(
        select(_p.account_id, persons.c.name, _p.months, _p.sales_minor, _p.gap_days, _p.due_on)
        .join_from(portraits, accounts, row_of(accounts, _p.account_id))
        .join(persons, persons.c.id == accounts.c.person_id)
        .where(_p.shop_id == bindparam("shop_id"), accounts.c.closed_at.is_(None), *which)
        .order_by(_p.sales_minor.desc().nulls_last(), _p.visits.desc(), _p.account_id)
        .limit(bindparam("most"))
        .offset(bindparam("skipped")),
        into=CustomerName,
    )


_LISTS: Mapping[str, Statement[CustomerName]] = {
    "phase": _listed(_p.phase == bindparam("this")),
    "quadrant": _listed(_p.quadrant == bindparam("this")),
    "top": _listed(_p.sales_minor >= bindparam("this")),
    "slipping": _listed(_p.due_on <= bindparam("this"), _p.due_on > bindparam("this") - SLIPPING_DAYS),
}


def of_account(tx: Tx, account: Account) -> Portrait | None:
    """Return a card's portrait, if a night has made one."""
    return _OF_ACCOUNT.one(tx, shop_id=account.shop_id, account_id=account.id)


def on_page(tx: Tx, shop_id: int, *, after: int, most: int) -> dict[int, Portrait]:
    """Return the portraits of the cards that follow a person, as `card_pasts.page` has them."""
    return {one.account_id: one for one in _ON_PAGE.all(tx, shop_id=shop_id, after=after, most=most)}


def put(tx: Tx, shop_id: int, portrait: Portrait) -> None:
    """Keep a portrait in place of the one before."""
    _PUT.run(tx, shop_id=shop_id, **asdict(portrait))


def add_move(tx: Tx, shop_id: int, account_id: int, move: PortraitMove, *, now: datetime) -> None:
    """Write down what became of somebody."""
    _MOVED.value(tx, shop_id=shop_id, account_id=account_id, **asdict(move), at=now)


def forget(tx: Tx, account: Account) -> None:
    """Drop the portrait of a card, and what became of its holder."""
    for statement in _FORGET.values():
        statement.run(tx, shop_id=account.shop_id, account_id=account.id)


def end_night(tx: Tx, shop_id: int, lines: Lines, *, now: datetime) -> None:
    """Note that all of a shop's portraits are made, by which lines."""
    _END_NIGHT.run(tx, shop_id=shop_id, at=now, **asdict(lines))


def last_night(tx: Tx, shop_id: int) -> tuple[datetime, Lines] | None:
    """Return when a shop's portraits were made last, and by which lines."""
    row = _LAST_NIGHT.one(tx, shop_id=shop_id)
    return None if row is None else (row[0], Lines(*row[1:]))


def census(tx: Tx, shop_id: int) -> Census:
    """Count customers by phase and by quadrant."""
    phases, quadrants, visits, told = Counter[Phase](), Counter[Quadrant](), 0, 0
    money: dict[Quadrant, Spent] = {}
    for phase, quadrant, customers, theirs, of_them, *spent in _COUNTS.all(tx, shop_id=shop_id):
        phases[Phase(phase)] += customers
        if quadrant:
            quadrants[Quadrant(quadrant)] += customers
            money[Quadrant(quadrant)] = money.get(Quadrant(quadrant), NOTHING).plus(
                customers, *map(int, spent)
            )
        visits, told = visits + int(theirs), told + int(of_them)
    return Census(phases, quadrants, visits, told, money)


def butterflies(tx: Tx, shop_id: int, since: datetime) -> tuple[int, int]:
    """Count who was a butterfly since a moment, and who of them became a friend."""
    asked = {"shop_id": shop_id, "since": since}
    return int(_WERE_BUTTERFLIES.value(tx, **asked)), int(_BECAME_FRIENDS.value(tx, **asked))


def moves_since(tx: Tx, shop_id: int, since: datetime) -> list[CountedMoves]:
    """Count who moved where since a moment."""
    return _MOVES.all(tx, shop_id=shop_id, since=since)


def count_slipping(tx: Tx, shop_id: int, *, today: int) -> int:
    """Count who is overdue by their own rhythm."""
    return int(_COUNT_SLIPPING.value(tx, shop_id=shop_id, today=today))


def listed(
    tx: Tx, shop_id: int, by: str, this: int | str, *, most: int, skipped: int = 0
) -> list[CustomerName]:
    """Return a page of those in a phase or quadrant, at the top from some sales on, or slipping on a day."""
    return _LISTS[by].all(tx, shop_id=shop_id, this=this, most=most, skipped=skipped)
