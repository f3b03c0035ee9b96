"""The languages that a shop's people have, as their messengers named them or as they chose."""

from sqlalchemy import bindparam, select

from storage.engine.statements import Statement, Tx
from storage.tables import accounts, persons, staff

_NEWEST = 1_000  # of the customers: whoever has more has these languages among them
_newest = (
    select(accounts.c.person_id)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.person_id.is_not(None),
        accounts.c.closed_at.is_(None),
    )
    .order_by(accounts.c.created_at.desc())
    .limit(_NEWEST)
    .subquery()
)
_CUSTOMERS = Statement(
    select(persons.c.language).distinct().join(_newest, persons.c.id == _newest.c.person_id)
)
_STAFF = Statement(
    select(persons.c.language)
    .distinct()
    .join(staff, staff.c.person_id == persons.c.id)
    .where(staff.c.shop_id == bindparam("shop_id"), staff.c.removed_at.is_(None))
)


def of_customers(tx: Tx, shop_id: int) -> frozenset[str]:
    """Return the languages of a shop's newest customers."""
    return frozenset(row[0] for row in _CUSTOMERS.all(tx, shop_id=shop_id))


def of_people(tx: Tx, shop_id: int) -> frozenset[str]:
    """Return the languages of a shop's newest customers and of who works there."""
    return of_customers(tx, shop_id) | {row[0] for row in _STAFF.all(tx, shop_id=shop_id)}
