"""Spend codes: what a customer shows to have a voucher handed out; each lives minutes and works once."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from loyalty.records import Account, Voucher
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, spend_codes, vouchers

_ADD = Statement(new_row(spend_codes, "shop_id", "voucher_id", "code", "created_at", "expires_at"))
_DROP = Statement(
    delete(spend_codes).where(
        spend_codes.c.shop_id == bindparam("shop_id"),
        spend_codes.c.voucher_id == bindparam("voucher_id"),
        spend_codes.c.used_at.is_(None),
    )
)
_DROP_ALL = Statement(
    delete(spend_codes).where(
        spend_codes.c.shop_id == bindparam("shop_id"),
        spend_codes.c.voucher_id.in_(
            select(vouchers.c.id).where(
                vouchers.c.shop_id == bindparam("shop_id"), vouchers.c.account_id == bindparam("account_id")
            )
        ),
    )
)
_BY_TEXT = Statement(
    select(spend_codes.c.id, spend_codes.c.voucher_id, spend_codes.c.expires_at, spend_codes.c.used_at).where(
        spend_codes.c.code == bindparam("code")
    )
)
_USE = Statement(
    update(spend_codes)
    .where(spend_codes.c.id == bindparam("this"), spend_codes.c.used_at.is_(None))
    .values(used_at=bindparam("at"))
)


def add(tx: Tx, voucher: Voucher, code: str, *, now: datetime, expires_at: datetime) -> None:
    """Remember the code that spends a voucher; earlier ones of it stop working."""
    of = {"shop_id": voucher.shop_id, "voucher_id": voucher.id}
    _DROP.run(tx, **of)
    _ADD.value(tx, code=code, created_at=now, expires_at=expires_at, **of)


def find(tx: Tx, text: str) -> tuple[int, int, datetime, datetime | None] | None:
    """Return a spend code's id, its voucher, when it ends and when it was used."""
    row = _BY_TEXT.one(tx, code=text)
    return None if row is None else (row[0], row[1], row[2], row[3])


def use(tx: Tx, code_id: int, *, at: datetime) -> bool:
    """Use up a spend code; False when somebody did before."""
    return _USE.run(tx, this=code_id, at=at) == 1


def drop_all(tx: Tx, account: Account) -> None:
    """Forget every code that was shown for an account's vouchers."""
    _DROP_ALL.run(tx, shop_id=account.shop_id, account_id=account.id)
