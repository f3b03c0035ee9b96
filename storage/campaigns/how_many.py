"""How many customers of a shop a campaign may have a gift for: counted, and nobody named."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select

from storage.engine.statements import Statement, Tx
from storage.tables import accounts, goals, persons

_MEMBERS = (
    select(func.count())
    .select_from(accounts)
    .where(
        accounts.c.shop_id == bindparam("shop_id"),
        accounts.c.person_id.is_not(None),
        accounts.c.closed_at.is_(None),
    )
)


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=accounts.c.created_at.type)


_ALL = Statement(_MEMBERS)
_WITH_BIRTHDAY = Statement(
    _MEMBERS.join(persons, persons.c.id == accounts.c.person_id).where(persons.c.birthday.is_not(None))
)
_JOINED = Statement(_MEMBERS.where(accounts.c.created_at >= _moment("since")))
_LAST_HERE = Statement(
    _MEMBERS.where(accounts.c.last_visit_at >= _moment("since"), accounts.c.last_visit_at < _moment("until"))
)


_SAVING = Statement(select(func.count()).select_from(goals).where(goals.c.shop_id == bindparam("shop_id")))


def saving(tx: Tx, shop_id: int) -> int:
    """Count the goals that customers save for."""
    return int(_SAVING.value(tx, shop_id=shop_id))


def members(tx: Tx, shop_id: int) -> int:
    """Count who holds a card."""
    return int(_ALL.value(tx, shop_id=shop_id))


def with_birthday(tx: Tx, shop_id: int) -> int:
    """Count who holds a card and told a birthday."""
    return int(_WITH_BIRTHDAY.value(tx, shop_id=shop_id))


def joined(tx: Tx, shop_id: int, *, since: datetime) -> int:
    """Count who joined from a moment on."""
    return int(_JOINED.value(tx, shop_id=shop_id, since=since))


def last_here(tx: Tx, shop_id: int, *, since: datetime, until: datetime) -> int:
    """Count whose last visit lies between two moments."""
    return int(_LAST_HERE.value(tx, shop_id=shop_id, since=since, until=until))
