"""The bookings behind a finding, the newest first: what an owner looks at."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, exists, select, type_coerce

from loyalty.shop.checks import Check, Finding
from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import accounts, persons, row_of, staff, staff_name, visits, vouchers
from storage.tables.columns import Big

_UNDONE_WITHIN = timedelta(days=31)
_QUICK = 10 * 60_000_000  # microseconds between a booking and its reward


@dataclass(frozen=True, slots=True)
class FoundBooking:
    """A visit that a finding rests on: on which card, whose, by whom."""

    id: int
    at: datetime
    amount: int
    undone_at: datetime | None
    code: str
    holder: str | None
    who: str | None


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=visits.c.at.type)


_within = and_(visits.c.at >= _moment("since"), visits.c.at < _moment("until"))
_theirs = visits.c.staff_id == bindparam("staff_id")
_of_card = visits.c.account_id == bindparam("account_id")
_handed_out = exists().where(
    row_of(visits, vouchers.c.visit_id),
    vouchers.c.used_by == visits.c.staff_id,
    type_coerce(vouchers.c.used_at, Big) - type_coerce(visits.c.at, Big) <= _QUICK,
)
_first_time = ~exists().where(
    (_earlier := visits.alias()).c.shop_id == visits.c.shop_id,
    _earlier.c.account_id == visits.c.account_id,
    _earlier.c.at < visits.c.at,
    _earlier.c.undone_at.is_(None),
)
_undone_then = and_(
    visits.c.undone_by == bindparam("staff_id"),
    visits.c.undone_at >= _moment("undone_since"),
    visits.c.undone_at < _moment("until"),
)
# What is behind a finding of each check, within its days.
_BEHIND: Mapping[Check, ColumnElement[bool]] = {
    "pair": and_(_of_card, _theirs),
    "burst": _theirs,
    "full_days": _of_card,
    "taken_back": _undone_then,
    "odd_hours": _theirs,
    "sign_ups": and_(_theirs, _first_time),
    "second_times": _theirs,
    "own_rewards": and_(_theirs, _handed_out),
}
_holder = persons.alias()
_BOOKINGS: Mapping[Check, Statement[FoundBooking]] = {
    check: Statement(
        select(
            visits.c.id,
            visits.c.at,
            visits.c.amount,
            visits.c.undone_at,
            accounts.c.code,
            _holder.c.name.label("holder"),
            staff_name.label("who"),
        )
        .join(accounts, row_of(accounts, visits.c.account_id))
        .outerjoin(_holder, _holder.c.id == accounts.c.person_id)
        .join(staff, row_of(staff, visits.c.staff_id))
        .outerjoin(persons, persons.c.id == staff.c.person_id)
        .where(visits.c.shop_id == bindparam("shop_id"), _within, behind)
        .order_by(visits.c.at.desc(), visits.c.id.desc())
        .limit(bindparam("most"))
        .offset(bindparam("skipped")),
        into=FoundBooking,
    )
    for check, behind in _BEHIND.items()
}


def page(
    tx: Tx, shop_id: int, finding: Finding, span: tuple[datetime, datetime], *, skipped: int, most: int
) -> list[FoundBooking]:
    """Return some of the bookings behind a finding, within its days."""
    since, until = span
    asked: dict[str, object] = {}
    if finding.check == "taken_back":  # what was booked on days before, too
        asked["undone_since"], since = since, since - _UNDONE_WITHIN
    if finding.check != "full_days":
        asked["staff_id"] = finding.staff_id
    if finding.check in ("pair", "full_days"):
        asked["account_id"] = finding.account_id
    return _BOOKINGS[finding.check].all(
        tx, shop_id=shop_id, since=since, until=until, skipped=skipped, most=most, **asked
    )
