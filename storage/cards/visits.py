"""Visits: what each scan booked, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from loyalty.records import Account, Counter, Member, Visit
from storage.engine.statements import Statement, Tx, insert
from storage.tables import persons, row_of, staff, staff_name, visits


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What one scan books; `key` is that of the update that booked it."""

    key: str
    at: datetime
    amount: int
    spent_minor: int | None = None
    bonus: int = 0


_FORGET_REASONS = Statement(
    update(visits)
    .where(visits.c.shop_id == bindparam("of_shop"), visits.c.account_id == bindparam("account"))
    .values(undo_reason=None)
)
_VISIT = (
    select(
        visits.c.id,
        visits.c.account_id,
        visits.c.counter_id,
        visits.c.shop_id,
        visits.c.branch_id,
        visits.c.staff_id,
        visits.c.at,
        visits.c.amount,
        visits.c.spent_minor,
        visits.c.undone_at,
        staff_name,
        visits.c.bonus,
    )
    .join(staff, row_of(staff, visits.c.staff_id))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
)
_VISIT_BY_ID = Statement(_VISIT.where(visits.c.id == bindparam("id")), into=Visit)
_VISIT_BY_KEY = Statement(_VISIT.where(visits.c.key == bindparam("key")), into=Visit)
_BRANCHES = Statement(
    select(visits.c.branch_id)
    .where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.account_id == bindparam("account_id"),
        visits.c.branch_id.is_not(None),
    )
    .group_by(visits.c.branch_id)
    .order_by(func.max(visits.c.at).desc(), visits.c.branch_id)
)
_SAME_MOMENT = (
    visits.c.shop_id == bindparam("shop_id"),
    visits.c.account_id == bindparam("account_id"),
    visits.c.at == bindparam("at", type_=visits.c.at.type),
    visits.c.counter_id == bindparam("counter_id"),
)
_IN_PLACE_OF = Statement(
    select(visits.c.id)
    .where(
        *_SAME_MOMENT,
        visits.c.id > bindparam("this"),
        visits.c.undone_at.is_(None),
    )
    .limit(1)
)
_STOOD_HERE = Statement(
    select(visits.c.id)
    .where(
        *_SAME_MOMENT,
        visits.c.id < bindparam("this"),
    )
    .order_by(visits.c.id.desc())
)
_GIVEN = Statement(
    select(func.coalesce(func.sum(visits.c.amount - visits.c.bonus), 0)).where(
        visits.c.shop_id == bindparam("shop_id"),
        visits.c.account_id == bindparam("account_id"),  # with which the index goes on
        visits.c.counter_id == bindparam("counter_id"),
        visits.c.at >= bindparam("since"),
        visits.c.undone_at.is_(None),
    )
)
_NEW_VISIT = (
    "account_id", "counter_id", "shop_id", "branch_id", "staff_id", "key", "at", "amount", "spent_minor", "bonus",
)  # fmt: skip
_ADD_VISIT = Statement(
    insert(visits)
    .values({name: bindparam(name, type_=visits.c[name].type) for name in _NEW_VISIT})
    .on_conflict_do_nothing(index_elements=[visits.c.key])
    .returning(visits.c.id)
)
_GROW_VISIT = Statement(
    update(visits)
    .where(visits.c.id == bindparam("this"))
    .values(amount=visits.c.amount + bindparam("more"), bonus=visits.c.bonus + bindparam("on_top"))
)
_NOTE_SPENT = Statement(
    update(visits).where(visits.c.id == bindparam("this")).values(spent_minor=bindparam("spent"))
)
_UNDO_VISIT = Statement(
    update(visits)
    .where(visits.c.id == bindparam("this"), visits.c.undone_at.is_(None))
    .values(undone_at=bindparam("when"), undone_by=bindparam("by"), undo_reason=bindparam("why"))
)


def add(tx: Tx, counter: Counter, by: Member, new: NewVisit) -> Visit | None:
    """Remember a visit under the key of the update that booked it; None where that update has booked one before."""
    this = _ADD_VISIT.value(
        tx,
        account_id=counter.account_id,
        counter_id=counter.id,
        shop_id=by.shop_id,
        branch_id=by.branch_id,
        staff_id=by.id,
        key=new.key,
        at=new.at,
        amount=new.amount,
        spent_minor=new.spent_minor,
        bonus=new.bonus,
    )
    if this is None:
        return None
    return Visit(
        int(this), counter.account_id, counter.id, by.shop_id, by.branch_id, by.id, new.at, new.amount,
        new.spent_minor, None, by.name, new.bonus,
    )  # fmt: skip


def grow(tx: Tx, visit_id: int, more: int, *, bonus: int) -> None:
    """Count extra stamps towards a visit, `bonus` of them on top of what the programme itself gives."""
    _GROW_VISIT.run(tx, this=visit_id, more=more, on_top=bonus)


def note_spent(tx: Tx, visit: Visit, spent_minor: int | None) -> None:
    """Remember what was spent at a visit, or that nobody knows."""
    _NOTE_SPENT.run(tx, this=visit.id, spent=spent_minor)


def undo(tx: Tx, visit_id: int, *, by: int | None, reason: str | None, at: datetime) -> bool:
    """Mark a visit as taken back; False when it was already."""
    return _UNDO_VISIT.run(tx, this=visit_id, by=by, why=reason, when=at) == 1


def forget_reasons(tx: Tx, account: Account) -> None:
    """Drop what staff wrote about a card's visits."""
    _FORGET_REASONS.run(tx, of_shop=account.shop_id, account=account.id)


def by_id(tx: Tx, visit_id: int) -> Visit | None:
    """Return a visit."""
    return _VISIT_BY_ID.one(tx, id=visit_id)


def by_key(tx: Tx, key: str) -> Visit | None:
    """Return the visit that an update booked."""
    return _VISIT_BY_KEY.one(tx, key=key)


def branches_of(tx: Tx, account: Account) -> list[int]:
    """Return where a card was shown, the latest first."""
    return [int(row[0]) for row in _BRANCHES.all(tx, shop_id=account.shop_id, account_id=account.id)]


def in_place_of(tx: Tx, visit: Visit) -> Visit | None:
    """Return the visit that stands where one stood that was taken back; None where none does."""
    of = {"shop_id": visit.shop_id, "account_id": visit.account_id, "counter_id": visit.counter_id}
    found = _IN_PLACE_OF.value(tx, at=visit.at, this=visit.id, **of)
    return by_id(tx, found) if found else None


def stood_here(tx: Tx, visit: Visit) -> list[int]:
    """Return the visits that were taken back for this one to stand in their place, the newest first."""
    of = {"shop_id": visit.shop_id, "account_id": visit.account_id, "counter_id": visit.counter_id}
    return [int(row[0]) for row in _STOOD_HERE.all(tx, at=visit.at, this=visit.id, **of)]


def given_since(tx: Tx, counter: Counter, *, since: datetime) -> int:
    """Count what a counter's visits gave from a moment on, without what came on top: limits are of the rest."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return int(_GIVEN.value(tx, since=since, **of))
