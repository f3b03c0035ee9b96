"""To which shops of a coalition a customer is known, by their own yes."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from loyalty.records import Account
from storage.engine.statements import Statement, Tx
from storage.tables import introductions, new_row

_i = introductions.c
_TO = Statement(
    select(_i.partner_id).where(
        _i.shop_id == bindparam("shop_id"),
        _i.account_id == bindparam("account_id"),
        _i.withdrawn_at.is_(None),
    )
)
_ADD = Statement(new_row(introductions, "shop_id", "account_id", "partner_id", "given_at"))
_of = (
    _i.shop_id == bindparam("of_shop"),
    _i.account_id == bindparam("account"),
    _i.withdrawn_at.is_(None),
)
_END = Statement(
    update(introductions)
    .where(*_of, _i.partner_id == bindparam("partner"))
    .values(withdrawn_at=bindparam("at"))
)
_END_ALL = Statement(update(introductions).where(*_of).values(withdrawn_at=bindparam("at")))


def to(tx: Tx, account: Account) -> set[int]:
    """Return the shops that may know who somebody is."""
    return {row[0] for row in _TO.all(tx, shop_id=account.shop_id, account_id=account.id)}


def add(tx: Tx, account: Account, partner_id: int, *, now: datetime) -> None:
    """Let a shop know who somebody is."""
    _ADD.value(tx, shop_id=account.shop_id, account_id=account.id, partner_id=partner_id, given_at=now)


def end(tx: Tx, account: Account, partner_id: int, *, now: datetime) -> None:
    """Let a shop know it no more."""
    _END.run(tx, of_shop=account.shop_id, account=account.id, partner=partner_id, at=now)


def end_all(tx: Tx, account: Account, *, now: datetime) -> None:
    """Let no shop know it any more."""
    _END_ALL.run(tx, of_shop=account.shop_id, account=account.id, at=now)
