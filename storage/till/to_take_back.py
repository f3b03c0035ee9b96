"""What could be taken back in a shop, or on one card: newest first, and older ones from a moment on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    null,
    select,
)

from loyalty.cards.parts.surprise import Surprise
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    benefits,
    branches,
    counters,
    entries,
    memberships,
    programmes,
    row_of,
    staff,
    visits,
    vouchers,
)
from storage.tables.columns import by_the_way
from storage.till.day import (
    HANDED_OUT_ROWS,
    VISIT_ROWS,
    Booking,
    Scope,
    asked_of,
    by,
    holder,
    in_scope,
)

_later, _reversal = visits.alias(), entries.alias()
_counter, _membership = counters.alias(), memberships.alias()
# Outer joins as in storage/till/day.py.
_SURPRISE_ROWS = (
    select(
        entries.c.at, counters.c.account_id, accounts.c.code, accounts.c.closed_at,
        holder.c.name.label("holder"), func.coalesce(by.c.name, staff.c.name).label("staff"),
        branches.c.name.label("branch"), null().label("visit_id"), entries.c.amount, null().label("spent_minor"),
        null().label("undone_at"), null().label("voucher_id"), null().label("reward"),
        entries.c.counter_id, programmes.c.name.label("programme"), programmes.c.unit, entries.c.id.label("entry_id"), null().label("benefit_id"),
    )
    .outerjoin(counters, row_of(counters, entries.c.counter_id))
    .outerjoin(accounts, row_of(accounts, counters.c.account_id))
    .outerjoin(programmes, row_of(programmes, counters.c.programme_id))
    .outerjoin(holder, holder.c.id == accounts.c.person_id)
    .outerjoin(staff, row_of(staff, entries.c.staff_id))
    .outerjoin(by, by.c.id == staff.c.person_id)
    .outerjoin(branches, row_of(branches, staff.c.branch_id))
    .outerjoin(_reversal, and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id))
    .where(entries.c.reverses_id.is_(None), entries.c.staff_id.is_not(None), _reversal.c.id.is_(None))
)  # fmt: skip
_BENEFIT_ROWS = (
    select(
        benefits.c.at, memberships.c.account_id, accounts.c.code, accounts.c.closed_at,
        holder.c.name.label("holder"), func.coalesce(by.c.name, staff.c.name).label("staff"),
        branches.c.name.label("branch"), null().label("visit_id"), null().label("amount"), null().label("spent_minor"),
        null().label("undone_at"), null().label("voucher_id"), memberships.c.name.label("reward"),
        null().label("counter_id"), null().label("programme"), null().label("unit"), null().label("entry_id"),
        benefits.c.id.label("benefit_id"),
    )
    .outerjoin(memberships, row_of(memberships, benefits.c.membership_id))
    .outerjoin(accounts, row_of(accounts, memberships.c.account_id))
    .outerjoin(holder, holder.c.id == accounts.c.person_id)
    .outerjoin(staff, row_of(staff, benefits.c.staff_id))
    .outerjoin(by, by.c.id == staff.c.person_id)
    .outerjoin(branches, row_of(branches, staff.c.branch_id))
    .where(benefits.c.undone_at.is_(None), memberships.c.ended_at.is_(None))
)  # fmt: skip
# Others stand on a visit that is not the newest of its counter.
_NEWEST = ~exists().where(
    _later.c.shop_id == visits.c.shop_id,
    _later.c.account_id == visits.c.account_id,  # with which the index goes on
    _later.c.counter_id == visits.c.counter_id,
    _later.c.id > visits.c.id,
    _later.c.undone_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The kinds of what can be taken back, of a whole shop or of one card there."""

    visits: Statement[Booking]
    handed_out: Statement[Booking]
    surprises: Statement[Booking]
    benefits: Statement[Booking]


def _asking(
    rows: Select[Any],
    at: ColumnElement[datetime],
    row_id: ColumnElement[int],
    *which: ColumnElement[bool],
    of_card: bool,
) -> Statement[Booking]:
    """Ask for the newest of some rows; of one card's not by when they were, which leads SQLite through a whole shop's."""
    when = by_the_way(at) if of_card else at
    return Statement(
        rows.where(
            *which,
            when >= bindparam("since", type_=at.type),
            when < bindparam("before", type_=at.type),
            accounts.c.closed_at.is_(None),
        )
        .order_by(when.desc(), row_id.desc())
        .limit(bindparam("most")),
        into=Booking,
    )


def _kinds(*, of_card: bool) -> _Kinds:
    shop_id: BindParameter[int] = bindparam("shop_id")
    this: BindParameter[int] = bindparam("account_id")
    own = _counter.c.shop_id == shop_id, _counter.c.account_id == this
    held = _membership.c.shop_id == shop_id, _membership.c.account_id == this
    whose: dict[Table, tuple[ColumnElement[bool], ...]] = {
        visits: (visits.c.account_id == this,),
        vouchers: (vouchers.c.account_id == this,),
        entries: (entries.c.counter_id.in_(select(_counter.c.id).where(*own)),),
        benefits: (benefits.c.membership_id.in_(select(_membership.c.id).where(*held)),),
    }
    whose = whose if of_card else dict.fromkeys(whose, ())
    part = by_the_way(entries.c.part) if of_card else entries.c.part
    return _Kinds(
        _asking(
            VISIT_ROWS, visits.c.at, visits.c.id, visits.c.shop_id == shop_id, *whose[visits],
            visits.c.undone_at.is_(None), in_scope(visits.c.staff_id, visits.c.branch_id), _NEWEST,
            of_card=of_card,
        ),
        _asking(
            HANDED_OUT_ROWS, vouchers.c.used_at, vouchers.c.id, vouchers.c.shop_id == shop_id, *whose[vouchers],
            in_scope(vouchers.c.used_by, vouchers.c.used_branch_id), of_card=of_card,
        ),
        _asking(
            _SURPRISE_ROWS, entries.c.at, entries.c.id, entries.c.shop_id == shop_id, *whose[entries],
            in_scope(entries.c.staff_id, staff.c.branch_id), part == Surprise.name, of_card=of_card,
        ),
        _asking(
            _BENEFIT_ROWS, benefits.c.at, benefits.c.id, benefits.c.shop_id == shop_id, *whose[benefits],
            in_scope(benefits.c.staff_id, staff.c.branch_id), of_card=of_card,
        ),
    )  # fmt: skip


_OF_SHOP, _OF_CARD = _kinds(of_card=False), _kinds(of_card=True)


@dataclass(frozen=True, slots=True)
class WhoseBookings:
    """Whose bookings are asked for: of one card (None: of all), before a moment, visits and what was handed out since one each."""

    scope: Scope
    account_id: int | None
    before: datetime
    visits_since: datetime
    rewards_since: datetime


def newest(tx: Tx, shop_id: int, asked: WhoseBookings, *, most: int) -> list[Booking]:
    """Return visits on which no other stands, what was handed out, and surprises, newest first."""
    ask = _OF_SHOP if asked.account_id is None else _OF_CARD
    about = asked_of(shop_id, asked.scope, asked.visits_since) | {"before": asked.before, "most": most}
    if asked.account_id is not None:
        about["account_id"] = asked.account_id
    soon = about | {"since": asked.rewards_since}
    found = [
        *ask.visits.all(tx, **about),
        *(one for given in (ask.handed_out, ask.benefits) for one in given.all(tx, **soon)),
        *ask.surprises.all(tx, **about),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]
