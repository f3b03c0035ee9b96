"""Who is how far from the next reward: by the balances of begun cards, who came last first."""

from datetime import datetime

from sqlalchemy import bindparam, select

from loyalty.cards.ways import Balances
from storage.engine.statements import Statement, Tx
from storage.people.portraits import CustomerName
from storage.tables import accounts, counters, persons, portraits, row_of

_c, _p = counters.c, portraits.c
_WITH_BALANCE = Statement(
    select(_c.account_id, persons.c.name, _p.months, _p.sales_minor, _p.gap_days, _p.due_on)
    .join_from(counters, accounts, row_of(accounts, _c.account_id))
    .join(persons, persons.c.id == accounts.c.person_id)
    .outerjoin(portraits, (_p.shop_id == _c.shop_id) & (_p.account_id == _c.account_id))
    .where(
        _c.shop_id == bindparam("shop_id"),
        _c.version_id == bindparam("version_id"),
        _c.balance >= bindparam("lowest"),
        _c.balance <= bindparam("highest"),
        _c.last_visit_at >= bindparam("since", type_=_c.last_visit_at.type),
        accounts.c.closed_at.is_(None),
    )
    .order_by(_c.last_visit_at.desc(), _c.account_id)
    .limit(bindparam("most")),
    into=CustomerName,
)


def with_balance(
    tx: Tx, shop_id: int, balances: Balances, *, since: datetime, most: int
) -> list[CustomerName]:
    """Return whose card has such a balance and was used since then; at most so many."""
    return _WITH_BALANCE.all(
        tx,
        shop_id=shop_id,
        version_id=balances.version_id,
        lowest=balances.lowest,
        highest=balances.highest,
        since=since,
        most=most,
    )
