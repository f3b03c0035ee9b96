"""What a coalition's ledger tells of a span of it, the past of the cards that this is about, and the sums of spans that are closed."""

from collections import Counter as Sums
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, or_, select, update

from loyalty.shop.lots import GIVES, LotLine, Place
from storage.engine.statements import Statement, Tx
from storage.tables import coalition_months, coalitions, entries, new_row, row_of, visits, vouchers


@dataclass(frozen=True, slots=True)
class LedgerSpan:
    """Lines of a ledger after one up to another, and moments from one to before another."""

    after_line: int
    to_line: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class EndedReward:
    """A voucher of a coalition that was used, or that ran out: which counter paid, and what came off a bill by it, where."""

    id: int
    counter_id: int
    cost_minor: int | None
    used_at: datetime | None
    used_branch_id: int | None


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The points of one partner: how many it gave, how many were spent, and how many ran out."""

    place: int
    given: int
    spent: int
    ran_out: int


@dataclass(frozen=True, slots=True)
class _Closed:
    line: int
    until: datetime | None


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=visits.c.at.type)


_IN_SHOP = entries.c.shop_id == bindparam("shop_id")
_LINES = Statement(
    select(
        entries.c.id,
        entries.c.counter_id,
        entries.c.kind,
        entries.c.amount,
        entries.c.at,
        visits.c.branch_id.label("place"),
        entries.c.voucher_id,
        entries.c.reverses_id,
    )
    .outerjoin(visits, row_of(visits, entries.c.visit_id))
    .where(_IN_SHOP, entries.c.counter_id == bindparam("counter_id"))
    .order_by(entries.c.id),
    into=LotLine,
)
_there = entries.alias()
_MOVED: ColumnElement[str] = literal_column("'moved'")  # in the words of the partial index
_JOINED_WITH = Statement(
    select(_there.c.counter_id)
    .join(
        entries,
        and_(
            entries.c.shop_id == _there.c.shop_id,
            entries.c.at == _there.c.at,
            entries.c.amount == -_there.c.amount,
        ),
    )
    .where(
        _IN_SHOP,
        entries.c.counter_id == bindparam("counter_id"),
        entries.c.kind == _MOVED,
        _there.c.kind == _MOVED,
    )
)
_WITHIN = _IN_SHOP, entries.c.id > bindparam("after_line"), entries.c.id <= bindparam("to_line")
_source = entries.alias()
_GIVEN = Statement(
    select(visits.c.branch_id, func.sum(entries.c.amount))
    .outerjoin(visits, row_of(visits, entries.c.visit_id))
    .outerjoin(_source, row_of(_source, entries.c.reverses_id))
    .where(*_WITHIN, or_(*(line.c.kind == kind for line in (entries, _source) for kind in GIVES)))
    .group_by(visits.c.branch_id)
)
_RAN_OUT = Statement(select(entries.c.id, entries.c.counter_id).where(*_WITHIN, entries.c.kind == "expired"))
_paid = entries.alias()
_ENDED = (
    select(
        vouchers.c.id,
        _paid.c.counter_id,  # it may have gone to another card since
        vouchers.c.cost_minor,
        vouchers.c.used_at,
        vouchers.c.used_branch_id,
    )
    .join(_paid, and_(_paid.c.shop_id == vouchers.c.shop_id, _paid.c.voucher_id == vouchers.c.id))
    .where(vouchers.c.shop_id == bindparam("shop_id"), _paid.c.kind == "reward")
)
_USED = Statement(
    _ENDED.where(vouchers.c.used_at >= _moment("since"), vouchers.c.used_at < _moment("until")).order_by(
        vouchers.c.id
    ),
    into=EndedReward,
)
_UNUSED = Statement(
    _ENDED.where(
        vouchers.c.state == literal_column("'available'"),
        vouchers.c.expires_at >= _moment("since"),
        vouchers.c.expires_at < _moment("until"),
    ).order_by(vouchers.c.id),
    into=EndedReward,
)
_LAST_VISIT = (
    select(visits.c.id)
    .where(visits.c.shop_id == bindparam("shop_id"), visits.c.at < _moment("until"))
    .order_by(visits.c.at.desc(), visits.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LAST_LINE = Statement(select(func.max(entries.c.id)).where(_IN_SHOP, entries.c.visit_id == _LAST_VISIT))
_NEWEST_LINE = Statement(select(func.max(entries.c.id)).where(_IN_SHOP))
_CLOSED = Statement(
    select(coalitions.c.closed_line.label("line"), coalitions.c.closed_until.label("until")).where(
        coalitions.c.shop_id == bindparam("shop_id")
    ),
    into=_Closed,
)
_CLOSE = Statement(
    update(coalitions)
    .where(coalitions.c.shop_id == bindparam("this"))
    .values(closed_line=bindparam("line"), closed_until=bindparam("end"))
)
_ADD = Statement(new_row(coalition_months, "shop_id", "month", "branch_id", "given", "spent", "ran_out"))
_m = coalition_months.c
_SUMS = Statement(
    select(
        _m.branch_id.label("place"),
        func.sum(_m.given).label("given"),
        func.sum(_m.spent).label("spent"),
        func.sum(_m.ran_out).label("ran_out"),
    )
    .where(_m.shop_id == bindparam("shop_id"))
    .group_by(_m.branch_id),
    into=MonthSums,
)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def history(tx: Tx, shop_id: int, counter_id: int) -> list[LotLine]:
    """Return all lines of a counter and of those that it was joined with, in their order."""
    lines, waiting, seen = list[LotLine](), [counter_id], set[int]()
    while waiting:
        this = waiting.pop()
        if this in seen:
            continue
        seen.add(this)
        own = _LINES.all(tx, shop_id=shop_id, counter_id=this)
        lines += own
        if any(line.kind == "moved" for line in own):
            waiting += [row[0] for row in _JOINED_WITH.all(tx, shop_id=shop_id, counter_id=this)]
    return sorted(lines, key=lambda line: line.id)


def given(tx: Tx, shop_id: int, span: LedgerSpan) -> Sums[Place]:
    """Add up by branch what was given and not taken back."""
    found = _GIVEN.all(tx, shop_id=shop_id, after_line=span.after_line, to_line=span.to_line)
    return Sums({row[0]: int(row[1]) for row in found})


def ran_out(tx: Tx, shop_id: int, span: LedgerSpan) -> list[tuple[int, int]]:
    """Return the lines with which balances ran out, each with its counter."""
    found = _RAN_OUT.all(tx, shop_id=shop_id, after_line=span.after_line, to_line=span.to_line)
    return [(row[0], row[1]) for row in found]


def used(tx: Tx, shop_id: int, span: LedgerSpan) -> list[EndedReward]:
    """Return the rewards that were handed out."""
    return _USED.all(tx, shop_id=shop_id, since=span.since, until=span.until)


def unused(tx: Tx, shop_id: int, span: LedgerSpan) -> list[EndedReward]:
    """Return the rewards that ran out without being used."""
    return _UNUSED.all(tx, shop_id=shop_id, since=span.since, until=span.until)


def month_to_close(tx: Tx, shop_id: int, after: LedgerSpan | None, *, until: datetime) -> LedgerSpan:
    """Return what a month closes: from where the last closing ended, or `after` a span, to the last visit before its end."""
    line, since = (after.to_line, after.until) if after else _closed(tx, shop_id)
    last = _LAST_LINE.value(tx, shop_id=shop_id, until=until)
    return LedgerSpan(line, max(line, last or 0), since, until)


def not_closed(tx: Tx, shop_id: int, *, until: datetime) -> LedgerSpan:
    """Return what came since the last closing."""
    line, since = _closed(tx, shop_id)
    return LedgerSpan(line, _NEWEST_LINE.value(tx, shop_id=shop_id) or line, since, until)


def _closed(tx: Tx, shop_id: int) -> tuple[int, datetime]:
    found = _CLOSED.one(tx, shop_id=shop_id)
    return (found.line, found.until or _EVER) if found else (0, _EVER)


def close(tx: Tx, shop_id: int, month: str, span: LedgerSpan, sums: list[MonthSums]) -> None:
    """Keep the sums of a month that is settled: its lines are not gone through again."""
    for one in sums:
        _ADD.value(
            tx, shop_id=shop_id, month=month, branch_id=one.place, given=one.given, spent=one.spent,
            ran_out=one.ran_out,
        )  # fmt: skip
    _CLOSE.run(tx, this=shop_id, line=span.to_line, end=span.until)


def closed_sums(tx: Tx, shop_id: int) -> list[MonthSums]:
    """Add up all months that are closed, for each partner."""
    return _SUMS.all(tx, shop_id=shop_id)
