"""A card's story as its customer reads it: each line of the ledger, who booked it, and why it was taken back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from loyalty.records import Account
from storage.engine.statements import Statement, Tx
from storage.tables import (
    accounts,
    by_the_way,
    counters,
    entries,
    merges,
    persons,
    row_of,
    staff,
    staff_name,
    visits,
    vouchers,
)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line; `who` is None where nobody booked it, and "" for somebody who was erased."""

    id: int
    at: datetime
    kind: str
    amount: int
    who: str | None
    reason: str | None
    reward: str | None
    programme_id: int | None  # None: of no programme, as a gift
    part: str | None = None  # of its programme, where one brought it


# The counters of the account itself, and in its shop those of everybody who turned out to be its holder.
_asked = accounts.alias()
_was = (
    select(_asked.c.person_id.label("person_id"))
    .where(_asked.c.shop_id == bindparam("shop_id"), _asked.c.id == bindparam("account_id"))
    .cte("was", recursive=True)
)
_was = _was.union(
    select(merges.c.gone_id).where(merges.c.kept_id == _was.c.person_id, merges.c.undone_at.is_(None))
)
_became = (
    select(counters.c.id)
    .join(accounts, row_of(accounts, counters.c.account_id))
    .join(_asked, _asked.c.shop_id == by_the_way(accounts.c.shop_id))
    .where(
        _asked.c.shop_id == bindparam("shop_id"),
        _asked.c.id == bindparam("account_id"),
        or_(accounts.c.id == _asked.c.id, accounts.c.person_id.in_(select(_was.c.person_id))),
    )
)
_PAGE = Statement(
    select(
        entries.c.id,
        entries.c.at,
        entries.c.kind,
        entries.c.amount,
        staff_name.label("who"),
        func.coalesce(visits.c.undo_reason, entries.c.reason).label("reason"),
        vouchers.c.reward,
        counters.c.programme_id,
        entries.c.part,
    )
    .select_from(entries)
    .join(counters, row_of(counters, entries.c.counter_id))
    .outerjoin(staff, row_of(staff, entries.c.staff_id))
    .outerjoin(persons, persons.c.id == staff.c.person_id)
    .outerjoin(visits, row_of(visits, entries.c.visit_id))
    .outerjoin(vouchers, row_of(vouchers, entries.c.voucher_id))
    .where(
        entries.c.shop_id == bindparam("shop_id"),
        entries.c.counter_id.in_(_became),
        by_the_way(entries.c.id) < bindparam("before"),
    )
    .order_by(by_the_way(entries.c.id).desc())  # by the cards' lines, not by the shop's
    .limit(bindparam("most")),
    into=HistoryLine,
)
_NEWEST = 2**62  # above any id


def lines(tx: Tx, account: Account, *, before: int | None, most: int) -> list[HistoryLine]:
    """Return a card's lines before line `before`, newest first, and those of cards that were joined with it."""
    return _PAGE.all(tx, shop_id=account.shop_id, account_id=account.id, before=before or _NEWEST, most=most)
