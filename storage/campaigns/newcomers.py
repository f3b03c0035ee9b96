"""Who came for the first time, until the next round has looked at them: a round asks nobody else each minute."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from loyalty.records import Account
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, newcomers


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A customer whom nobody looked at yet."""

    id: int
    shop_id: int
    account_id: int


_ADD = Statement(new_row(newcomers, "shop_id", "account_id", "at"))
_WAITING = Statement(
    select(newcomers.c.id, newcomers.c.shop_id, newcomers.c.account_id)
    .where(newcomers.c.at <= bindparam("now", type_=newcomers.c.at.type))
    .order_by(newcomers.c.at, newcomers.c.id),
    into=Newcomer,
)
_SEEN = Statement(delete(newcomers).where(newcomers.c.id == bindparam("id")))


def add(tx: Tx, account: Account, *, at: datetime) -> None:
    """Note that somebody came for the first time, or that it is known by now who came."""
    _ADD.value(tx, shop_id=account.shop_id, account_id=account.id, at=at)


def waiting(tx: Tx, *, now: datetime) -> list[Newcomer]:
    """Return all who came by now and were not looked at, who waits longest first."""
    return _WAITING.all(tx, now=now)


def seen(tx: Tx, newcomer_id: int) -> None:
    """Forget that somebody is new."""
    _SEEN.run(tx, id=newcomer_id)
