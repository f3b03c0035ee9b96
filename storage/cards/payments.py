"""Payments that customers made in a chat: each counts once, and is kept whatever becomes of what it was for."""

from datetime import datetime

from sqlalchemy import bindparam, select

from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import new_row, payments


@dataclass(frozen=True, slots=True)
class Payment:
    """What somebody paid; `membership_id` is None where there was no card to put it on."""

    id: int
    shop_id: int
    membership_id: int | None
    name: str
    charge: str
    currency: str
    amount_minor: int
    at: datetime


_p = payments.c
_PAYMENT = select(
    _p.id, _p.shop_id, _p.membership_id, _p.name, _p.charge, _p.currency, _p.amount_minor, _p.at
)
_BY_CHARGE = Statement(
    _PAYMENT.where(_p.shop_id == bindparam("shop_id"), _p.charge == bindparam("charge")), into=Payment
)
_BY_ID = Statement(_PAYMENT.where(_p.id == bindparam("id")), into=Payment)
_ADD = Statement(
    new_row(payments, "shop_id", "membership_id", "name", "charge", "currency", "amount_minor", "at")
)


def of_charge(tx: Tx, shop_id: int, charge: str) -> Payment | None:
    """Return the payment that a platform calls so."""
    return _BY_CHARGE.one(tx, shop_id=shop_id, charge=charge)


def by_id(tx: Tx, payment_id: int) -> Payment | None:
    """Return a payment."""
    return _BY_ID.one(tx, id=payment_id)


def add(  # noqa: PLR0913 - a payment has as many sides
    tx: Tx,
    shop_id: int,
    name: str,
    *,
    charge: str,
    currency: str,
    amount_minor: int,
    membership_id: int | None,
    now: datetime,
) -> int:
    """Keep a payment, which is new, and return its id."""
    about = {"shop_id": shop_id, "membership_id": membership_id, "name": name, "at": now}
    return int(_ADD.value(tx, charge=charge, currency=currency, amount_minor=amount_minor, **about))
