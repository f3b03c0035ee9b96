"""A card's story as its customer reads it: each line of the ledger, who booked it, and why it was taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.statements import Statement, Tx
from storage.tables import entries, persons, staff, visits, vouchers


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `who` is None where nobody booked it, and "" for somebody who was erased."""

    id: int
    at: datetime
    kind: str
    amount: int
    who: str | None
    reason: str | None
    reward: str | None


_PAGE = Statement(
    select(
        entries.c.id,
        entries.c.at,
        entries.c.kind,
        entries.c.amount,
        persons.c.name.label("who"),
        func.coalesce(visits.c.undo_reason, entries.c.reason).label("reason"),
        vouchers.c.reward,
    )
    .select_from(entries)
    .outerjoin(staff, staff.c.id == entries.c.staff_id)
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .outerjoin(visits, visits.c.id == entries.c.visit_id)
    .outerjoin(vouchers, vouchers.c.id == entries.c.voucher_id)
    .where(entries.c.card_id == bindparam("card_id"), entries.c.id < bindparam("before"))
    .order_by(entries.c.id.desc())
    .limit(bindparam("most")),
    into=Line,
)
_NEWEST = 2**62  # above any id


def lines(tx: Tx, card_id: int, *, before: int | None, most: int) -> list[Line]:
    """Return a card's lines before line `before`, newest first."""
    return _PAGE.all(tx, card_id=card_id, before=before or _NEWEST, most=most)
