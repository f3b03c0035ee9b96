"""Whether each sum is what its lines of the ledger add up to, asked of whole databases."""

from sqlalchemy import Connection, func, select

from storage.tables import counters, entries


def uneven(tx: Connection) -> int:
    """Count the counters whose balance is not the sum of their entries."""
    lines = (
        select(entries.c.counter_id, func.sum(entries.c.amount).label("amount"))
        .group_by(entries.c.counter_id)
        .subquery()
    )
    together = counters.outerjoin(lines, lines.c.counter_id == counters.c.id)
    differs = counters.c.balance != func.coalesce(lines.c.amount, 0)
    return tx.scalar(select(func.count()).select_from(together).where(differs)) or 0
