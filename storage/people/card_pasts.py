"""What is known of a shop's cards, for their portraits: a page of holders at a time, in the order of the persons.

Cards that nobody holds are in none of it. Days are the shop's own by the distance of its zone from UTC now.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, func, literal, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from loyalty.people.portrait import CardPast
from storage.engine.statements import Statement, Tx
from storage.tables import Time, accounts, by_the_way, referrals, visits, vouchers
from storage.tables.columns import Big

_DAY = 24 * 60 * 60 * 1_000_000  # microseconds, in which times are stored


@dataclass(frozen=True, slots=True)
class CardsOf:
    """Whose cards are looked at: of a shop, what happened since a moment summed up, in its own hours."""

    shop_id: int
    since: datetime
    offset: int  # of its zone from UTC, in microseconds


@dataclass(frozen=True, slots=True)
class PastsPage:
    """Some cards, and the person after whom the next ones follow; None after the last."""

    pasts: list[CardPast]
    next: int | None


class _one_after_the_other(FunctionElement[str]):  # noqa: N801 - reads as a function
    """All texts of a group in one, with commas between; SQLAlchemy's own writes its separator only as it executes."""

    type = Text()
    inherit_cache = True


@compiles(_one_after_the_other)
def _string_agg(element: _one_after_the_other, compiler: SQLCompiler, **kw: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **kw)}, ',')"


@compiles(_one_after_the_other, "sqlite")
def _group_concat(element: _one_after_the_other, compiler: SQLCompiler, **kw: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **kw)})"


_since: Any = bindparam("since", type_=Time())
_day: Any = (type_coerce(visits.c.at, Big) + bindparam("offset", type_=Big)) // literal(_DAY, Big)
PAGE = (  # of open cards that somebody holds
    select(accounts.c.id, accounts.c.person_id)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.person_id > bindparam("after"),
        accounts.c.closed_at.is_(None),
    )
    .order_by(accounts.c.person_id)
    .limit(bindparam("most"))
    .cte("page")
)
_lately: Any = case((visits.c.at >= _since, 1))
_spent: Any = case((visits.c.at >= _since, visits.c.spent_minor))
_used = (
    vouchers.c.shop_id == bindparam("shop_id"),
    vouchers.c.account_id == PAGE.c.id,
    by_the_way(vouchers.c.state) == "used",  # each card's few, not all of the shop's
    by_the_way(vouchers.c.used_at) >= _since,
)


def _of_rewards(*columns: Any) -> Any:
    return select(*columns).where(*_used).correlate(PAGE).scalar_subquery()


_friends = (
    select(func.count())
    .where(
        referrals.c.shop_id == bindparam("shop_id"),
        referrals.c.inviter_id == PAGE.c.id,
        referrals.c.came_at.is_not(None),
    )
    .correlate(PAGE)
    .scalar_subquery()
)
_PASTS = Statement(
    select(
        PAGE.c.person_id,
        PAGE.c.id,
        _one_after_the_other(cast(_day, Text)).label("came"),
        func.count(_lately).label("lately"),
        func.count(_spent).label("told"),
        func.coalesce(func.sum(_spent), 0).label("spent"),
        _of_rewards(func.count()).label("rewards"),
        _of_rewards(func.count() - func.count(vouchers.c.cost_minor)).label("unpriced"),
        func.coalesce(_of_rewards(func.sum(vouchers.c.cost_minor)), 0).label("cost"),
        _friends.label("friends"),
    )
    .select_from(PAGE)
    .outerjoin(
        visits,
        (visits.c.shop_id == bindparam("shop_id"))
        & (visits.c.account_id == PAGE.c.id)
        & visits.c.undone_at.is_(None),
    )
    .group_by(PAGE.c.person_id, PAGE.c.id)
    .order_by(PAGE.c.person_id)
)
_at: Any = type_coerce(visits.c.at, Big)


def _begins(day: Any) -> Any:
    """Return the moment at which a day begins in the shop, as it is stored."""
    return day * literal(_DAY, Big) - bindparam("offset", type_=Big)


def _first_day(*since: Any) -> Any:
    """Return the day of the first visit, or of the first one since."""
    first = func.min(_at) + bindparam("offset", type_=Big)
    return (
        select(first // literal(_DAY, Big))
        .where(visits.c.shop_id == bindparam("shop_id"), *since)
        .scalar_subquery()
    )


# From one day with visits to the next by the index: grouped, all visits of a shop would be sorted in memory.
_days = select(_first_day().label("day")).cte("days", recursive=True)
_days = _days.union_all(select(_first_day(_at >= _begins(_days.c.day + 1))).where(_days.c.day.is_not(None)))
_BY_DAY = Statement(
    select(
        _days.c.day,
        select(func.count())
        .where(
            visits.c.shop_id == bindparam("shop_id"),
            _at >= _begins(_days.c.day),
            _at < _begins(_days.c.day + 1),
        )
        .scalar_subquery(),
    ).where(_days.c.day.is_not(None))
)


def visits_by_day(tx: Tx, shop_id: int, *, offset: int) -> dict[int, int]:
    """Count all that was booked on each day, also what was taken back: somebody was there."""
    return {row[0]: row[1] for row in _BY_DAY.all(tx, shop_id=shop_id, offset=offset)}


def page(tx: Tx, of: CardsOf, *, after: int, most: int) -> PastsPage:
    """Return what is known of the cards that follow."""
    rows = _PASTS.all(tx, shop_id=of.shop_id, since=of.since, offset=of.offset, after=after, most=most)
    pasts = [_past(*row[1:]) for row in rows]
    return PastsPage(pasts, rows[-1][0] if len(rows) == most else None)


def _past(account_id: int, came: str | None, *figures: int) -> CardPast:
    days = sorted({int(day) for day in came.split(",")}) if came else []
    return CardPast(account_id, days, *figures)
