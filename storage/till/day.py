"""What was booked and handed out in a shop since a moment: line by line, and summed up for each branch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, literal_column, null, or_, select

from loyalty.units import Unit
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    branches,
    counters,
    entries,
    persons,
    programmes,
    row_of,
    staff,
    visits,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit, a reward that was handed out, or what else was given: when, whose card, by whom, where; names are None where nobody has one."""

    at: datetime
    account_id: int
    code: str
    closed_at: datetime | None  # when the card went out of use
    holder: str | None
    staff: str
    branch: str | None
    visit_id: int | None
    amount: int | None
    spent_minor: int | None
    undone_at: datetime | None
    voucher_id: int | None
    reward: str | None
    counter_id: int | None  # of the visit, and its programme's name: "" where its unit says enough
    programme: str | None
    unit: str | None
    entry_id: int | None  # of a surprise
    benefit_id: int | None  # of what a membership gave


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose bookings are looked at: everybody's, or those of one branch and of one member of staff."""

    everything: bool
    member_id: int
    branch_id: int | None


@dataclass(frozen=True, slots=True)
class _Visits:
    branch: str | None
    unit: Unit
    count: int
    amount: int
    spent_minor: int | None


holder, by = persons.alias("holder"), persons.alias("by")
NOBODYS = -1  # as a member or a branch: matches none


def in_scope(member: ColumnElement[int], branch: ColumnElement[int | None]) -> ColumnElement[bool]:
    """Hold for what is of a `Scope`: `asked_of` says which."""
    everything = bindparam("everything", type_=Integer)
    return or_(everything == 1, member == bindparam("member"), branch == bindparam("branch"))


_visit_of = (
    visits.c.shop_id == bindparam("shop_id"),
    visits.c.at >= bindparam("since", type_=visits.c.at.type),
    in_scope(visits.c.staff_id, visits.c.branch_id),
)
_voucher_of = (
    vouchers.c.shop_id == bindparam("shop_id"),
    vouchers.c.used_at >= bindparam("since", type_=vouchers.c.used_at.type),
    in_scope(vouchers.c.used_by, vouchers.c.used_branch_id),
)
# Outer joins, also of what is always there: SQLite begins with what they are joined to, newest first, and stops at the limit.
VISIT_ROWS = (
    select(
        visits.c.at, visits.c.account_id, accounts.c.code, accounts.c.closed_at,
        holder.c.name.label("holder"), func.coalesce(by.c.name, staff.c.name).label("staff"),
        branches.c.name.label("branch"), visits.c.id.label("visit_id"), visits.c.amount, visits.c.spent_minor,
        visits.c.undone_at, null().label("voucher_id"), null().label("reward"),
        visits.c.counter_id, programmes.c.name.label("programme"), programmes.c.unit, null().label("entry_id"), null().label("benefit_id"),
    )
    .outerjoin(accounts, row_of(accounts, visits.c.account_id))
    .outerjoin(counters, row_of(counters, visits.c.counter_id))
    .outerjoin(programmes, row_of(programmes, counters.c.programme_id))
    .outerjoin(holder, holder.c.id == accounts.c.person_id)
    .outerjoin(staff, row_of(staff, visits.c.staff_id))
    .outerjoin(by, by.c.id == staff.c.person_id)
    .outerjoin(branches, row_of(branches, visits.c.branch_id))
)  # fmt: skip
HANDED_OUT_ROWS = (
    select(
        vouchers.c.used_at.label("at"), vouchers.c.account_id, accounts.c.code, accounts.c.closed_at,
        holder.c.name.label("holder"),
        func.coalesce(by.c.name, staff.c.name).label("staff"), branches.c.name.label("branch"), null().label("visit_id"), null().label("amount"),
        null().label("spent_minor"), null().label("undone_at"), vouchers.c.id.label("voucher_id"), vouchers.c.reward,
        null().label("counter_id"), null().label("programme"), null().label("unit"), null().label("entry_id"), null().label("benefit_id"),
    )
    .outerjoin(accounts, row_of(accounts, vouchers.c.account_id))
    .outerjoin(holder, holder.c.id == accounts.c.person_id)
    .outerjoin(staff, row_of(staff, vouchers.c.used_by))
    .outerjoin(by, by.c.id == staff.c.person_id)
    .outerjoin(branches, row_of(branches, vouchers.c.used_branch_id))
)  # fmt: skip
_VISITS = Statement(
    VISIT_ROWS.where(*_visit_of).order_by(visits.c.at.desc(), visits.c.id.desc()).limit(bindparam("most")),
    into=Booking,
)
_HANDED_OUT = Statement(
    HANDED_OUT_ROWS.where(*_voucher_of)
    .order_by(vouchers.c.used_at.desc(), vouchers.c.id.desc())
    .limit(bindparam("most")),
    into=Booking,
)
_reversal = entries.alias()
_VISITS_SUMMED = Statement(
    select(
        branches.c.name.label("branch"),
        programmes.c.unit,
        func.count(visits.c.id).label("count"),
        func.sum(visits.c.amount).label("amount"),
        func.sum(visits.c.spent_minor).label("spent_minor"),
    )
    .select_from(visits)
    .join(counters, row_of(counters, visits.c.counter_id))
    .join(programmes, row_of(programmes, counters.c.programme_id))
    .outerjoin(branches, row_of(branches, visits.c.branch_id))
    .where(*_visit_of, visits.c.undone_at.is_(None))
    .group_by(branches.c.name, programmes.c.unit),
    into=_Visits,
)
_HANDED_OUT_COUNTED = Statement(
    select(branches.c.name, func.count(vouchers.c.id))
    .outerjoin_from(vouchers, branches, row_of(branches, vouchers.c.used_branch_id))
    .where(*_voucher_of)
    .group_by(branches.c.name)
)


_GIFTS = Statement(
    select(counters.c.programme_id, func.sum(entries.c.amount))
    .join_from(entries, counters, row_of(counters, entries.c.counter_id))
    .outerjoin(staff, row_of(staff, entries.c.staff_id))
    .outerjoin(_reversal, and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id))
    .where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.kind == literal_column("'gift'"),  # in the words of the index
        entries.c.amount > 0,
        entries.c.at >= bindparam("since", type_=entries.c.at.type),
        in_scope(entries.c.staff_id, staff.c.branch_id),
        entries.c.voucher_id.is_(None),  # what a reward gave was earned
        _reversal.c.id.is_(None),
    )
    .group_by(counters.c.programme_id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sum:
    """What came together at a branch (None: at none): visits that count, what they gave in each unit, money, rewards."""

    branch: str | None
    visits: int
    given: Mapping[Unit, int]
    spent_minor: int | None
    rewards: int


def bookings(tx: Tx, shop_id: int, scope: Scope, *, since: datetime, most: int) -> list[Booking]:
    """Return the newest visits and redemptions since a moment, newest first; what was taken back is among them."""
    asked = asked_of(shop_id, scope, since) | {"most": most}
    found = [*_VISITS.all(tx, **asked), *_HANDED_OUT.all(tx, **asked)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def sums(tx: Tx, shop_id: int, scope: Scope, *, since: datetime) -> list[Sum]:
    """Sum up each branch's visits and redemptions since a moment, in the order of their names."""
    asked = asked_of(shop_id, scope, since)
    came: dict[str | None, list[_Visits]] = defaultdict(list)
    for one in _VISITS_SUMMED.all(tx, **asked):
        came[one.branch].append(one)
    handed = {row[0]: int(row[1]) for row in _HANDED_OUT_COUNTED.all(tx, **asked)}
    branches_of_day = sorted(came.keys() | handed.keys(), key=lambda name: name or "")
    return [_sum(branch, came[branch], handed.get(branch, 0)) for branch in branches_of_day]


def gifts(tx: Tx, shop_id: int, scope: Scope, *, since: datetime) -> Mapping[int, int]:
    """Add up what each programme gave without a visit since a moment; who looks at a part sees what staff gave there."""
    given = _GIFTS.all(tx, **asked_of(shop_id, scope, since))
    return {int(programme): int(units) for programme, units in given}


def _sum(branch: str | None, visited: Sequence[_Visits], rewards: int) -> Sum:
    spent = [one.spent_minor for one in visited if one.spent_minor is not None]
    given = {Unit(one.unit): one.amount for one in visited}
    return Sum(branch, sum(one.count for one in visited), given, sum(spent) if spent else None, rewards)


def asked_of(shop_id: int, scope: Scope, since: datetime) -> dict[str, object]:
    """Return what a query of a shop's bookings since a moment is asked with."""
    return {
        "shop_id": shop_id,
        "since": since,
        "everything": int(scope.everything),
        "member": scope.member_id,
        "branch": NOBODYS if scope.branch_id is None else scope.branch_id,
    }
