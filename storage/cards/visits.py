"""The ledger of every counter, append-only, and the visits that its entries belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, update

from loyalty.cards.visits import NewEntry
from loyalty.records import Account, Counter, Member, Visit, Voucher
from storage.engine.statements import Statement, Tx, insert
from storage.tables import entries, persons, row_of, staff, staff_name, visits


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: stamps or points given (+) or taken (−), and why."""

    id: int
    shop_id: int
    counter_id: int
    visit_id: int | None
    voucher_id: int | None
    version_id: int
    staff_id: int | None
    kind: str
    amount: int
    round: int
    at: datetime
    reverses_id: int | None
    reason: str | None
    part: str | None


@dataclass(frozen=True, slots=True)
class Cause:
    """What brings a line, and when: a visit, a voucher, somebody of the staff, in their words."""

    at: datetime
    visit_id: int | None = None
    voucher_id: int | None = None
    staff_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What one scan books; `key` is that of the update that booked it."""

    key: str
    at: datetime
    amount: int
    spent_minor: int | None = None
    bonus: int = 0


_e = entries.c
_ENTRY = select(
    _e.id, _e.shop_id, _e.counter_id, _e.visit_id, _e.voucher_id, _e.version_id, _e.staff_id, _e.kind, _e.amount,
    _e.round, _e.at, _e.reverses_id, _e.reason, _e.part,
)  # fmt: skip
_ADD = Statement(insert(entries))
_IN_SHOP = entries.c.shop_id == bindparam("shop_id")
_ON_COUNTER = _IN_SHOP, entries.c.counter_id == bindparam("counter_id")
_OF_COUNTER = _ENTRY.where(*_ON_COUNTER)
_LATEST = Statement(_OF_COUNTER.order_by(entries.c.id.desc()).limit(bindparam("most")), into=Entry)
_SUM = Statement(select(func.coalesce(func.sum(entries.c.amount), 0)).where(*_ON_COUNTER))
_reversal = entries.alias()
_takes_back = and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
_OF_VISIT = Statement(
    _ENTRY.outerjoin(_reversal, _takes_back)
    .where(
        _IN_SHOP,
        entries.c.visit_id == bindparam("visit_id"),
        entries.c.reverses_id.is_(None),
        _reversal.c.id.is_(None),
    )
    .order_by(entries.c.id),
    into=Entry,
)
_STANDING_SINCE = Statement(
    _OF_COUNTER.outerjoin(_reversal, _takes_back)
    .where(entries.c.id >= bindparam("first"), entries.c.reverses_id.is_(None), _reversal.c.id.is_(None))
    .order_by(entries.c.id),
    into=Entry,
)
_CAME = Statement(
    select(func.max(entries.c.at))
    .outerjoin(_reversal, _takes_back)
    .where(
        *_ON_COUNTER,
        or_(entries.c.kind == "visit", entries.c.kind == "extra", entries.c.kind == "moved"),
        _reversal.c.id.is_(None),
    )
)
_LABELLED = Statement(
    select(entries.c.at, entries.c.reason, visits.c.at)
    .outerjoin(_reversal, _takes_back)
    .outerjoin(visits, row_of(visits, entries.c.visit_id))
    .where(
        *_ON_COUNTER,
        entries.c.part == bindparam("part"),
        entries.c.kind == "bonus",
        entries.c.reason.is_not(None),
        _reversal.c.id.is_(None),
    )
    .order_by(entries.c.id)
)
_LINE = Statement(_ENTRY.where(entries.c.id == bindparam("id")), into=Entry)
_REVERSAL_OF = Statement(_ENTRY.where(_IN_SHOP, entries.c.reverses_id == bindparam("id")), into=Entry)
_GIVEN_FOR = Statement(
    _ENTRY.outerjoin(_reversal, _takes_back).where(
        _IN_SHOP,
        entries.c.voucher_id == bindparam("voucher_id"),
        entries.c.kind == "gift",
        _reversal.c.id.is_(None),
    ),
    into=Entry,
)
_PAID_FOR = Statement(
    _OF_COUNTER.where(entries.c.voucher_id == bindparam("voucher_id"), entries.c.kind == "reward"), into=Entry
)
_HEAD_START = Statement(_OF_COUNTER.where(entries.c.kind == "head_start"), into=Entry)
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


def append(tx: Tx, counter: Counter, lines: Sequence[NewEntry], cause: Cause) -> None:
    """Add lines to a counter's ledger; the caller moves the counter's balance in the same transaction."""
    for line in lines:
        _ADD.run(
            tx,
            shop_id=counter.shop_id,
            counter_id=counter.id,
            visit_id=cause.visit_id,
            voucher_id=cause.voucher_id,
            version_id=line.version_id,
            staff_id=cause.staff_id,
            kind=line.kind,
            amount=line.amount,
            round=line.round,
            at=cause.at,
            reverses_id=None,
            reason=cause.reason,
            part=line.part,
        )


def reverse(tx: Tx, entry: Entry, *, staff_id: int | None, reason: str | None, at: datetime) -> None:
    """Add the opposite of a line, linked to it; a line can be reversed once."""
    _ADD.run(
        tx,
        shop_id=entry.shop_id,
        counter_id=entry.counter_id,
        visit_id=entry.visit_id,
        voucher_id=entry.voucher_id,
        version_id=entry.version_id,
        staff_id=staff_id,
        kind="reversal",
        amount=-entry.amount,
        round=entry.round,
        at=at,
        reverses_id=entry.id,
        reason=reason,
        part=entry.part,
    )


def of_visit(tx: Tx, visit: Visit) -> list[Entry]:
    """Return what a visit booked and what of it still counts, oldest first."""
    return _OF_VISIT.all(tx, shop_id=visit.shop_id, visit_id=visit.id)


def latest(tx: Tx, counter: Counter, *, most: int) -> list[Entry]:
    """Return a counter's newest lines, newest first."""
    return _LATEST.all(tx, shop_id=counter.shop_id, counter_id=counter.id, most=most)


def balance(tx: Tx, counter: Counter) -> int:
    """Sum a counter's ledger."""
    return int(_SUM.value(tx, shop_id=counter.shop_id, counter_id=counter.id))


def standing_since(tx: Tx, counter: Counter, first: int) -> list[Entry]:
    """Return a counter's lines that still count, from one of them on."""
    return _STANDING_SINCE.all(tx, shop_id=counter.shop_id, counter_id=counter.id, first=first)


def labelled(tx: Tx, counter: Counter, part: str) -> list[tuple[datetime, str, datetime | None]]:
    """Return when a part added something to a counter's visits that still counts, what it was called, and when they were."""
    rows = _LABELLED.all(tx, shop_id=counter.shop_id, counter_id=counter.id, part=part)
    return [(row[0], row[1], row[2]) for row in rows]


def came_at(tx: Tx, counter: Counter) -> datetime | None:
    """Return when a counter last gained by a visit or a claim that still counts."""
    at: datetime | None = _CAME.value(tx, shop_id=counter.shop_id, counter_id=counter.id)
    return at


def head_start(tx: Tx, counter: Counter) -> Entry | None:
    """Return the line that gives a counter the gift it began with; None when there was none, or it was taken back."""
    line = _HEAD_START.one(tx, shop_id=counter.shop_id, counter_id=counter.id)
    while line and (
        opposite := _REVERSAL_OF.one(tx, shop_id=line.shop_id, id=line.id)
    ):  # taken back, and perhaps given again
        line = opposite
    return line if line and line.amount > 0 else None


def paid_for(tx: Tx, counter: Counter, voucher_id: int) -> Entry | None:
    """Return the line with which a counter's points paid for a voucher; None where none of its points did."""
    return _PAID_FOR.one(tx, shop_id=counter.shop_id, counter_id=counter.id, voucher_id=voucher_id)


def given_for(tx: Tx, voucher: Voucher) -> Entry | None:
    """Return the line with which a voucher that was handed out gave stamps or points; None where it gave none, or they went back."""
    return _GIVEN_FOR.one(tx, shop_id=voucher.shop_id, voucher_id=voucher.id)


def line(tx: Tx, entry_id: int) -> Entry:
    """Return a line that surely exists; raises `LookupError` otherwise."""
    found = _LINE.one(tx, id=entry_id)
    if found is None:
        raise LookupError(f"entry {entry_id}")
    return found


def add_visit(tx: Tx, counter: Counter, by: Member, new: NewVisit) -> Visit | None:
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


def grow_visit(tx: Tx, visit_id: int, more: int, *, bonus: int) -> None:
    """Count extra stamps towards a visit, `bonus` of them on top of what the programme itself gives."""
    _GROW_VISIT.run(tx, this=visit_id, more=more, on_top=bonus)


def note_spent(tx: Tx, visit: Visit, spent_minor: int | None) -> None:
    """Remember what was spent at a visit, or that nobody knows."""
    _NOTE_SPENT.run(tx, this=visit.id, spent=spent_minor)


def undo_visit(tx: Tx, visit_id: int, *, by: int | None, reason: str | None, at: datetime) -> bool:
    """Mark a visit as taken back; False when it was already."""
    return _UNDO_VISIT.run(tx, this=visit_id, by=by, why=reason, when=at) == 1


def forget_reasons(tx: Tx, account: Account) -> None:
    """Drop what staff wrote about a card's visits."""
    _FORGET_REASONS.run(tx, of_shop=account.shop_id, account=account.id)


def visit(tx: Tx, visit_id: int) -> Visit | None:
    """Return a visit."""
    return _VISIT_BY_ID.one(tx, id=visit_id)


def visit_of_key(tx: Tx, key: str) -> Visit | None:
    """Return the visit that an update booked."""
    return _VISIT_BY_KEY.one(tx, key=key)


def given_since(tx: Tx, counter: Counter, *, since: datetime) -> int:
    """Count what a counter's visits gave from a moment on, without what came on top: limits are of the rest."""
    of = {"shop_id": counter.shop_id, "account_id": counter.account_id, "counter_id": counter.id}
    return int(_GIVEN.value(tx, since=since, **of))
