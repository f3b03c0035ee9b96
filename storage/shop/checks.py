"""What the checks of a shop's bookings ask, each answered in one query over the days that are looked through.

Days and hours are the shop's own by the distance of its zone from UTC now: for the checks an hour more or less does no harm.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Float, and_, bindparam, case, cast, func, literal, select, type_coerce
from sqlalchemy.types import NullType

from loyalty.shop.checks import FiveMinutes, FullDays, HourOfDay, NewCards, Pair, Redemptions, TakenBack
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, audit, by_the_way, counters, row_of, staff, visits, vouchers
from storage.tables.columns import Big

_MINUTE = 60_000_000  # microseconds, in which times are stored
_HOUR, _DAY, _FIVE = 60 * _MINUTE, 24 * 60 * _MINUTE, 5 * _MINUTE
_QUICK = 10 * _MINUTE
_OFTEN = 4  # visits of a card, before who booked them is looked at


@dataclass(frozen=True, slots=True)
class DaysLookedThrough:
    """The bookings that are looked through: of a shop, from one moment to another, in its own hours."""

    shop_id: int
    since: datetime
    until: datetime
    offset: int  # of its zone from UTC, in microseconds


def _moment(name: str) -> Any:
    return bindparam(name, type_=visits.c.at.type)


_offset: Any = bindparam("offset", type_=Big)
_local: Any = type_coerce(visits.c.at, Big) + _offset
_IN_SPAN = and_(
    visits.c.shop_id == bindparam("shop_id"),
    visits.c.at >= _moment("since"),
    visits.c.at < _moment("until"),
    visits.c.undone_at.is_(None),
)


def _parts(column: Any, length: int, name: str) -> Any:
    """Count a time in whole parts of a length."""
    return (column // literal(length, Big)).label(name)


# ---- a card and a cashier: what was booked in each hour, by whom, on which card

_by_hour = (
    select(
        visits.c.account_id,
        visits.c.staff_id,
        _parts(type_coerce(visits.c.at, Big), _HOUR, "slot"),
        func.count().label("n"),
    )
    .where(_IN_SPAN)
    .group_by(visits.c.account_id, visits.c.staff_id, "slot")
    .cte("by_hour")
)
_at_work = (
    select(_by_hour.c.staff_id, _by_hour.c.slot, func.sum(_by_hour.c.n).label("n"))
    .group_by(_by_hour.c.staff_id, _by_hour.c.slot)
    .cte("at_work")
)
_shared = (  # hours in which several were at work
    select(_at_work.c.slot, func.sum(_at_work.c.n).label("n"), func.count().label("staff"))
    .group_by(_at_work.c.slot)
    .having(func.count() > 1)
    .cte("shared")
)
_came = (
    select(_by_hour.c.account_id, _by_hour.c.slot, func.sum(_by_hour.c.n).label("n"))
    .join(_shared, _shared.c.slot == _by_hour.c.slot)
    .group_by(_by_hour.c.account_id, _by_hour.c.slot)
    .cte("came")
)
_often = (
    select(_came.c.account_id).group_by(_came.c.account_id).having(func.sum(_came.c.n) >= _OFTEN).cte("often")
)
_own = func.coalesce(_by_hour.c.n, 0)
_by_them = func.sum(_own)
# What a cashier would have booked, had the card gone where the others in that hour went; one more for each at work, so
# that a quiet hour is no proof.
_share = cast(_at_work.c.n - _own + 1, Float) / (_shared.c.n - _came.c.n + _shared.c.staff)
_PAIRS = Statement(
    select(
        _came.c.account_id,
        _at_work.c.staff_id,
        func.sum(_came.c.n).label("visits"),
        _by_them.label("by_them"),
        # Without a type: SQLAlchemy would ask the driver which kind of number this is.
        type_coerce(func.sum(_came.c.n * _share), NullType()).label("expected"),
    )
    .select_from(_often)
    .join(_came, _came.c.account_id == _often.c.account_id)
    .join(_shared, _shared.c.slot == _came.c.slot)
    .join(_at_work, _at_work.c.slot == _came.c.slot)
    .outerjoin(
        _by_hour,
        and_(
            _by_hour.c.account_id == _came.c.account_id,
            _by_hour.c.staff_id == _at_work.c.staff_id,
            _by_hour.c.slot == _came.c.slot,
        ),
    )
    .group_by(_came.c.account_id, _at_work.c.staff_id)
    .having(_by_them > 0),
    into=Pair,
)

# ---- within minutes, days and hours

_day: Any = _parts(_local, _DAY, "day")
_FIVE_MINUTES = Statement(
    select(
        visits.c.staff_id,
        _day,
        _parts(_local, _FIVE, "start"),
        func.count(visits.c.account_id.distinct()).label("cards"),
    )
    .where(_IN_SPAN)
    .group_by(visits.c.staff_id, "day", "start")
    .having(func.count(visits.c.account_id.distinct()) >= bindparam("least")),
    into=FiveMinutes,
)
_HOURS = Statement(
    select(
        visits.c.staff_id,
        _day,
        (_local // literal(_HOUR, Big) - _local // literal(_DAY, Big) * literal(24, Big)).label("hour"),
        func.count().label("visits"),
    )
    .where(_IN_SPAN)
    .group_by(visits.c.staff_id, "day", "hour"),
    into=HourOfDay,
)
_of_a_day = (
    select(visits.c.account_id, _day, func.sum(visits.c.amount).label("given"))
    .join(counters, row_of(counters, visits.c.counter_id))
    .where(_IN_SPAN, counters.c.programme_id == bindparam("programme_id"))
    .group_by(visits.c.account_id, "day")
    .cte("of_a_day")
)
_full = func.sum(case((_of_a_day.c.given >= bindparam("most"), 1), else_=0))
_FULL_DAYS = Statement(
    select(_of_a_day.c.account_id, func.count().label("days"), _full.label("full")).group_by(
        _of_a_day.c.account_id
    ),
    into=FullDays,
)

# ---- taken back, never back, handed out

_member = (
    select(func.max(staff.c.id))
    .where(staff.c.shop_id == audit.c.shop_id, staff.c.person_id == audit.c.person_id)
    .correlate(audit)
    .scalar_subquery()
)
_undoing = (
    select(
        func.coalesce(audit.c.till_id, _member).label("staff_id"),
        _parts(type_coerce(audit.c.at, Big) + _offset, _DAY, "day"),
    )
    .where(
        audit.c.shop_id == bindparam("shop_id"),
        audit.c.at >= _moment("since"),
        audit.c.at < _moment("until"),
        audit.c.what.in_([literal("visit_undone"), literal("redemption_undone"), literal("card_moved")]),
    )
    .cte("undoing")
)
_much = (
    select(_undoing.c.staff_id, _undoing.c.day, func.count().label("n"))
    .where(_undoing.c.staff_id.is_not(None))
    .group_by(_undoing.c.staff_id, _undoing.c.day)
    .having(func.count() >= bindparam("least"))
    .cte("much")
)
_booked_then = (
    select(func.count())
    .where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.staff_id == _much.c.staff_id,
        type_coerce(visits.c.at, Big) >= _much.c.day * literal(_DAY, Big) - _offset,
        type_coerce(visits.c.at, Big) < (_much.c.day + 1) * literal(_DAY, Big) - _offset,
    )
    .correlate(_much)
    .scalar_subquery()
)
_TAKEN_BACK = Statement(
    select(_much.c.staff_id, _much.c.day, _much.c.n.label("taken_back"), _booked_then.label("booked")),
    into=TakenBack,
)
_first = (
    select(
        accounts.c.shop_id,
        accounts.c.id.label("account_id"),
        func.min(visits.c.at).label("at"),
        (type_coerce(func.max(visits.c.at), Big) - type_coerce(func.min(visits.c.at), Big)).label("apart"),
    )
    .join(visits, and_(row_of(accounts, visits.c.account_id), visits.c.undone_at.is_(None)))
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.created_at >= _moment("since"),
        accounts.c.created_at < _moment("until"),
    )
    .group_by(accounts.c.shop_id, accounts.c.id)
    .cte("first")
)
_NEW_CARDS = Statement(
    select(
        visits.c.staff_id,
        _day,
        func.count().label("cards"),
        func.sum(case((_first.c.apart >= _DAY // 2, 1), else_=0)).label("back"),
    )
    .select_from(_first)
    .join(
        visits,
        and_(
            by_the_way(visits.c.shop_id) == bindparam("shop_id"),
            visits.c.shop_id == _first.c.shop_id,
            visits.c.account_id == _first.c.account_id,
            visits.c.at == _first.c.at,
        ),
    )
    .group_by(visits.c.staff_id, "day"),
    into=NewCards,
)
_IS_QUICK = and_(
    visits.c.staff_id == vouchers.c.used_by,
    type_coerce(vouchers.c.used_at, Big) - type_coerce(visits.c.at, Big) <= _QUICK,
)
_REDEMPTIONS = Statement(
    select(
        vouchers.c.used_by.label("staff_id"),
        func.count().label("rewards"),
        func.sum(case((_IS_QUICK, 1), else_=0)).label("own"),
    )
    .join(visits, row_of(visits, vouchers.c.visit_id))
    .where(
        vouchers.c.shop_id == bindparam("shop_id"),
        vouchers.c.used_at >= _moment("since"),
        vouchers.c.used_at < _moment("until"),
        vouchers.c.used_at.is_not(None),
    )
    .group_by(vouchers.c.used_by),
    into=Redemptions,
)


def _in(span: DaysLookedThrough) -> dict[str, Any]:
    return {"shop_id": span.shop_id, "since": span.since, "until": span.until}


def pairs(tx: Tx, span: DaysLookedThrough) -> list[Pair]:
    """Return for each card that came often, in hours when several were at work, who booked how many of its visits."""
    return _PAIRS.all(tx, **_in(span))


def five_minutes(tx: Tx, span: DaysLookedThrough, *, least: int) -> list[FiveMinutes]:
    """Return each five minutes in which a member of staff stamped so many cards."""
    return _FIVE_MINUTES.all(tx, **_in(span), offset=span.offset, least=least)


def hours(tx: Tx, span: DaysLookedThrough) -> list[HourOfDay]:
    """Return what was booked in each hour of each day, by whom."""
    return _HOURS.all(tx, **_in(span), offset=span.offset)


def full_days(tx: Tx, span: DaysLookedThrough, programme_id: int, *, most: int) -> list[FullDays]:
    """Return for each card the days on which it came and was given at least `most`."""
    return _FULL_DAYS.all(tx, **_in(span), offset=span.offset, programme_id=programme_id, most=most)


def taken_back(tx: Tx, span: DaysLookedThrough, *, least: int) -> list[TakenBack]:
    """Return the days on which somebody took back at least so much."""
    return _TAKEN_BACK.all(tx, **_in(span), offset=span.offset, least=least)


def new_cards(tx: Tx, span: DaysLookedThrough) -> list[NewCards]:
    """Return, of cards made in a span, who stamped them first on which day, and how many came again."""
    return _NEW_CARDS.all(tx, **_in(span), offset=span.offset)


def redemptions(tx: Tx, span: DaysLookedThrough) -> list[Redemptions]:
    """Return who handed out how many earned rewards, and how many of them minutes after they had booked the last visit."""
    return _REDEMPTIONS.all(tx, **_in(span))
