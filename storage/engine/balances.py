"""Whether each sum is what its lines of the ledger add up to, asked of whole databases and of what changed in them."""

from collections.abc import Collection

from sqlalchemy import Connection, Select, func, select

from storage.tables import counters, entries


def uneven(tx: Connection, among: Collection[int] | None = None) -> int:
    """Count the counters, of all or of these, whose balance is not the sum of their entries."""
    lines: Select[tuple[int, int]] = select(
        entries.c.counter_id, func.sum(entries.c.amount).label("amount")
    ).group_by(entries.c.counter_id)
    if among is not None:
        lines = lines.where(entries.c.counter_id.in_(among))
    booked = lines.subquery()
    together = counters.outerjoin(booked, booked.c.counter_id == counters.c.id)
    differing = (
        select(func.count())
        .select_from(together)
        .where(counters.c.balance != func.coalesce(booked.c.amount, 0))
    )
    if among is not None:
        differing = differing.where(counters.c.id.in_(among))
    return tx.scalar(differing) or 0
