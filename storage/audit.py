"""Who changed what in a shop, when, from what to what, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.statements import Statement, Tx
from storage.tables import audit, new_row, persons


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit; `who` is empty for the operator."""

    at: datetime
    who: str
    what: str
    subject: str
    old: str
    new: str
    reason: str


_ADD = Statement(new_row(audit, "shop_id", "person_id", "at", "what", "subject", "old", "new", "reason"))
_LATEST = Statement(
    select(
        audit.c.at,
        persons.c.name,
        audit.c.what,
        audit.c.subject,
        audit.c.old,
        audit.c.new,
        audit.c.reason,
    )
    .outerjoin(persons, persons.c.id == audit.c.person_id)
    .where(audit.c.shop_id == bindparam("shop_id"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("most"))
)


def add(  # noqa: PLR0913 - a line of the audit is these facts
    tx: Tx,
    shop_id: int,
    what: str,
    *,
    by: int | None,
    now: datetime,
    subject: str = "",
    old: str = "",
    new: str = "",
    reason: str = "",
) -> None:
    """Write down a change in the transaction that makes it."""
    _ADD.value(
        tx,
        shop_id=shop_id,
        person_id=by,
        at=now,
        what=what,
        subject=subject,
        old=old,
        new=new,
        reason=reason,
    )


def latest(tx: Tx, shop_id: int, *, most: int) -> list[Change]:
    """Return a shop's newest changes, newest first."""
    return [Change(row[0], row[1] or "", *row[2:]) for row in _LATEST.all(tx, shop_id=shop_id, most=most)]
