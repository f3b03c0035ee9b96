"""The ledger of every counter, append-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select

from loyalty.cards.visits import NewEntry
from loyalty.records import Counter, Visit, Voucher
from storage.engine.statements import Statement, Tx, insert
from storage.tables import entries, row_of, visits


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
_BOUGHT_WITH = Statement(
    _ENTRY.where(_IN_SHOP, entries.c.voucher_id == bindparam("voucher_id"), entries.c.kind == "reward"),
    into=Entry,
)
_HEAD_START = Statement(_OF_COUNTER.where(entries.c.kind == "head_start"), into=Entry)


def append(tx: Tx, counter: Counter, lines: Sequence[NewEntry], cause: Cause) -> None:
    """Add lines to a counter's ledger; the caller moves the counter's balance in the same transaction."""
    for line in lines:
        _ADD.later(
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


def bought_with(tx: Tx, voucher: Voucher) -> Entry | None:
    """Return the line with which points paid for a voucher, also on another card than it is on now; None where none did."""
    return _BOUGHT_WITH.one(tx, shop_id=voucher.shop_id, voucher_id=voucher.id)


def given_for(tx: Tx, voucher: Voucher) -> Entry | None:
    """Return the line with which a voucher that was handed out gave stamps or points; None where it gave none, or they went back."""
    return _GIVEN_FOR.one(tx, shop_id=voucher.shop_id, voucher_id=voucher.id)


def line(tx: Tx, entry_id: int) -> Entry:
    """Return a line that surely exists; raises `LookupError` otherwise."""
    found = _LINE.one(tx, id=entry_id)
    if found is None:
        raise LookupError(f"entry {entry_id}")
    return found
