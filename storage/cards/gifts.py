"""Lines of the ledger that a part of a programme brought: what of its budget is spent, and which one was the last."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select

from loyalty.records import Counter
from storage.cards import ledger
from storage.cards.ledger import Entry
from storage.engine.statements import Statement, Tx
from storage.tables import counters, entries
from storage.tables.columns import Big

_by = bindparam("by", type_=Big)
_reversal = entries.alias()
_SINCE = Statement(
    select(func.coalesce(func.sum(entries.c.amount), 0))
    .join_from(entries, counters, counters.c.id == entries.c.counter_id)
    .outerjoin(
        _reversal, and_(_reversal.c.shop_id == entries.c.shop_id, _reversal.c.reverses_id == entries.c.id)
    )
    .where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.part == bindparam("part"),
        entries.c.at >= bindparam("since", type_=entries.c.at.type),
        counters.c.shop_id == entries.c.shop_id,
        counters.c.programme_id == bindparam("programme_id"),
        or_(_by.is_(None), entries.c.staff_id == _by),
        entries.c.reverses_id.is_(None),
        _reversal.c.id.is_(None),
    )
)
_LATEST = Statement(
    select(func.max(entries.c.id)).where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.counter_id == bindparam("counter_id"),
        entries.c.kind == "gift",
    )
)
_REVERSED = Statement(
    select(entries.c.id).where(
        entries.c.shop_id == bindparam("shop_id"), entries.c.reverses_id == bindparam("id")
    )
)


def given_since(tx: Tx, counter: Counter, part: str, *, since: datetime, by: int | None = None) -> int:
    """Count what a part gave by a counter's programme, or one of the staff alone, without what was taken back."""
    of = {"shop_id": counter.shop_id, "programme_id": counter.programme_id}
    return int(_SINCE.value(tx, part=part, since=since, by=by, **of))


def latest(tx: Tx, counter: Counter) -> int:
    """Return the line of what was given to a counter last; raises `LookupError` where nothing was."""
    found = _LATEST.value(tx, shop_id=counter.shop_id, counter_id=counter.id)
    if found is None:
        raise LookupError(f"gift on counter {counter.id}")
    return int(found)


def line_that_stands(tx: Tx, entry_id: int) -> Entry | None:
    """Return the line that a message tells of; None where it was turned around since."""
    line = ledger.line(tx, entry_id)
    reversed_by = _REVERSED.one(tx, shop_id=line.shop_id, id=line.id)
    return None if reversed_by else line
