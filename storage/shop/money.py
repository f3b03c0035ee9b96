"""What `/money` is made of, for a whole shop or one of its branches; undone visits are in none of it.

A branch is counted as though it were a shop: by the visits that were booked there. Who asked to be forgotten is nobody's
customer from that moment on, and was one until then: what they spent stays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    distinct,
    func,
    or_,
    select,
    type_coerce,
)

from loyalty.shop.money import LOST_AFTER, HandedOut, Period, Takings, TypedBy, Visitors
from storage.engine.statements import Statement, Tx
from storage.tables import Time, accounts, persons, row_of, staff, staff_name, visits, vouchers
from storage.tables.columns import Big

_LOST_AFTER_US = LOST_AFTER // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A shop, or one of its branches."""

    shop_id: int
    branch_id: int | None = None

    @property
    def named(self) -> dict[str, int | None]:
        """Give the parameters that name it."""
        return {"shop_id": self.shop_id, "branch": self.branch_id}


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=Time())


def _there(branch: ColumnElement[int]) -> ColumnElement[bool]:
    asked = bindparam("branch", type_=Big)
    return or_(asked.is_(None), branch == asked)


def _count(table: FromClause) -> ColumnElement[bool]:
    """Take visits of the place, those that count."""
    return and_(
        table.c.shop_id == bindparam("shop_id"), table.c.undone_at.is_(None), _there(table.c.branch_id)
    )


def _within(table: FromClause, since: str = "since", until: str = "until") -> ColumnElement[bool]:
    return and_(_count(table), table.c.at >= _moment(since), table.c.at < _moment(until))


def _later(table: FromClause, us: int) -> ColumnElement[int]:
    """Give a visit's moment so many microseconds later, as it is stored."""
    return type_coerce(table.c.at, Big) + us


def _gone_by(name: str) -> ColumnElement[bool]:
    """Take visits of cards that nobody held any more at a moment: few, and an index knows them."""
    closed = select(accounts.c.id).where(
        accounts.c.shop_id == bindparam("shop_id"), accounts.c.closed_at <= _moment(name)
    )
    return _v.c.account_id.in_(closed)


_v, _other = visits.alias("v"), visits.alias("other")
_same = and_(_count(_other), _other.c.account_id == _v.c.account_id)
_stored = type_coerce(_other.c.at, Big)
_lately = select(1).where(_same, _other.c.at < _v.c.at, _stored >= _later(_v, -_LOST_AFTER_US))
_long_ago = select(1).where(_same, _stored < _later(_v, -_LOST_AFTER_US))
_came_again = select(1).where(_same, _other.c.at > _v.c.at, _stored <= _later(_v, _LOST_AFTER_US))
_gone_before_silent = select(1).where(
    accounts.c.shop_id == bindparam("shop_id"),
    accounts.c.id == _v.c.account_id,
    type_coerce(accounts.c.closed_at, Big) <= _later(_v, _LOST_AFTER_US),
)
_customers = distinct(_v.c.account_id)

_FIRST = Statement(select(func.min(_v.c.at)).where(_count(_v)))
_TAKINGS = Statement(
    select(
        func.count().label("visits"),
        func.count(_v.c.spent_minor).label("told"),
        func.coalesce(func.sum(_v.c.spent_minor), 0).label("spent_minor"),
    ).where(_within(_v)),
    into=Takings,
)
_came = select(_v.c.account_id).where(_within(_v)).distinct().subquery()
_earlier = select(1).where(
    _count(_other), _other.c.account_id == _came.c.account_id, _other.c.at < _moment("since")
)
_VISITORS = Statement(
    select(func.count(), func.coalesce(func.sum(case((_earlier.exists(), 1), else_=0)), 0)).select_from(_came)
)
_BACK = Statement(select(func.count(_customers)).where(_within(_v), ~_lately.exists(), _long_ago.exists()))
_SILENT = Statement(
    select(func.count(_customers)).where(_within(_v), ~_came_again.exists(), ~_gone_before_silent.exists())
)
_until_they_went = select(1).where(
    _count(_other),
    _other.c.account_id == accounts.c.id,
    _other.c.at < _moment("until"),
    _stored >= type_coerce(accounts.c.closed_at, Big) - _LOST_AFTER_US,
)
_WENT = Statement(
    select(func.count()).where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.closed_at > _moment("since"),
        accounts.c.closed_at <= _moment("until"),
        _until_they_went.exists(),
    )
)
_CUSTOMERS = Statement(select(func.count(_customers)).where(_within(_v), ~_gone_by("until")))
_were = select(_v.c.account_id).where(_within(_v), ~_gone_by("until")).distinct().subquery()
_still = select(1).where(
    _count(_other),
    _other.c.account_id == _were.c.account_id,
    _other.c.at >= _moment("since_then"),
    _other.c.at < _moment("until_then"),
)
_went_since = select(1).where(
    accounts.c.shop_id == bindparam("shop_id"),
    accounts.c.id == _were.c.account_id,
    accounts.c.closed_at <= _moment("until_then"),
)
_stays = case((and_(_still.exists(), ~_went_since.exists()), 1), else_=0)
_STILL = Statement(select(func.count(), func.coalesce(func.sum(_stays), 0)).select_from(_were))
_HANDED_OUT = Statement(
    select(
        func.count().label("count"),
        func.coalesce(func.sum(vouchers.c.cost_minor), 0).label("cost_minor"),
        (func.count() - func.count(vouchers.c.cost_minor)).label("unpriced"),
    ).where(
        vouchers.c.shop_id == bindparam("shop_id"),
        vouchers.c.state == "used",
        vouchers.c.used_at >= _moment("since"),
        vouchers.c.used_at < _moment("until"),
        _there(vouchers.c.used_branch_id),
    ),
    into=HandedOut,
)
_ODD = Statement(
    select(
        func.coalesce(staff_name, "").label("name"),
        func.count().label("count"),
        func.sum(_v.c.spent_minor).label("spent_minor"),
        func.max(_v.c.spent_minor).label("largest_minor"),
        func.min(_v.c.spent_minor).label("smallest_minor"),
    )
    .join_from(_v, staff, row_of(staff, _v.c.staff_id))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .where(
        _within(_v),
        or_(_v.c.spent_minor < bindparam("below"), _v.c.spent_minor > bindparam("above")),
    )
    .group_by(_v.c.staff_id, staff_name)
    .order_by(func.count().desc(), _v.c.staff_id),
    into=TypedBy,
)
_NEWEST_TYPED = Statement(
    select(func.coalesce(staff_name, "").label("name"), _v.c.spent_minor)
    .join_from(_v, staff, row_of(staff, _v.c.staff_id))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .where(_count(_v), _v.c.spent_minor.is_not(None))
    .order_by(_v.c.at.desc())
    .limit(bindparam("most"))
)


def first_visit_at(tx: Tx, place: Place) -> datetime | None:
    """Return when somebody first came."""
    found: datetime | None = _FIRST.value(tx, **place.named)
    return found


def takings(tx: Tx, place: Place, period: Period) -> Takings:
    """Add up the visits of a period and what was spent in them."""
    return _TAKINGS.one(tx, **place.named, since=period.begins, until=period.until) or Takings()


def visitors(tx: Tx, place: Place, period: Period) -> Visitors:
    """Count who came in a period, and who of them had come before."""
    between = {"since": period.begins, "until": period.until}
    everybody, before = _VISITORS.one(tx, **place.named, **between) or (0, 0)
    return Visitors(int(everybody), int(before), int(_BACK.value(tx, **place.named, **between)))


def lost(tx: Tx, place: Place, period: Period) -> int:
    """Count whose silence became so long in a period that they count as gone, and who was a customer and erased in it."""
    since, until = period.begins - LOST_AFTER, period.until - LOST_AFTER
    silent = int(_SILENT.value(tx, **place.named, since=since, until=until))
    return silent + int(_WENT.value(tx, **place.named, since=period.begins, until=period.until))


def customers(tx: Tx, place: Place, at: datetime) -> int:
    """Count who was there lately enough before a moment to be no lost one, and was not erased by then."""
    return int(_CUSTOMERS.value(tx, **place.named, since=at - LOST_AFTER, until=at))


def still_customers(tx: Tx, place: Place, *, then: datetime, now: datetime) -> tuple[int, int]:
    """Count the customers of a moment, and how many of them still are."""
    row = _STILL.one(
        tx,
        **place.named,
        since=then - LOST_AFTER,
        until=then,
        since_then=now - LOST_AFTER,
        until_then=now,
    )
    everybody, still = row or (0, 0)
    return int(everybody), int(still)


def handed_out(tx: Tx, place: Place, period: Period) -> HandedOut:
    """Count the rewards that were handed out in a period."""
    return _HANDED_OUT.one(tx, **place.named, since=period.begins, until=period.until) or HandedOut()


def odd_amounts(tx: Tx, place: Place, period: Period, *, below: int, above: int) -> list[TypedBy]:
    """Return who of the staff typed amounts out of these bounds, the most first."""
    return _ODD.all(tx, **place.named, since=period.begins, until=period.until, below=below, above=above)


def newest_typed(tx: Tx, place: Place, *, most: int) -> list[tuple[str, int]]:
    """Return who typed which of the newest amounts."""
    return [(name, int(spent)) for name, spent in _NEWEST_TYPED.all(tx, **place.named, most=most)]
