"""What a shop paid to its good causes: each payment with its day, and a picture where there is one."""

from base64 import b64decode, b64encode
from datetime import date, datetime

from sqlalchemy import bindparam, case, func, select, update

from loyalty.values import dataclass
from storage.engine.statements import Statement, Tx
from storage.tables import cause_payments, good_causes, new_row, row_of


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as it is stored."""

    id: int
    shop_id: int
    cause_id: int
    cause: str
    amount_minor: int
    paid_on: str
    pictured: int
    at: datetime
    undone_at: datetime | None

    @property
    def day(self) -> date:
        """Return the day on which it was paid."""
        return date.fromisoformat(self.paid_on)


@dataclass(frozen=True, slots=True)
class NewPayment:
    """What an owner says was paid to a cause, on which day, and the picture that shows it: b"" for none."""

    cause_id: int
    amount_minor: int
    paid_on: date
    jpeg: bytes = b""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause that a shop ever gave to, and what its donations come to, in thousandths of a minor unit."""

    id: int
    name: str
    given: int


_p, _g = cause_payments.c, good_causes.c
_PAYMENT = select(
    _p.id, _p.shop_id, _p.cause_id, _g.name.label("cause"), _p.amount_minor, _p.paid_on,
    case((_p.jpeg.is_not(None), 1), else_=0).label("pictured"), _p.at, _p.undone_at,
).join(good_causes, row_of(good_causes, _p.cause_id))  # fmt: skip
_SHOP = Statement(select(_p.shop_id).where(_p.id == bindparam("id")))
_BY_ID = Statement(
    _PAYMENT.where(_p.shop_id == bindparam("shop_id"), _p.id == bindparam("id")), into=PaymentRow
)
_OF_SHOP = Statement(
    _PAYMENT.where(_p.shop_id == bindparam("shop_id"), _p.undone_at.is_(None)).order_by(
        _p.paid_on.desc(), _p.id.desc()
    ),
    into=PaymentRow,
)
_CAUSES = Statement(
    select(_g.id, _g.name, _g.given).where(_g.shop_id == bindparam("shop_id")).order_by(_g.id), into=CauseRow
)
_ADD = Statement(new_row(cause_payments, "shop_id", "cause_id", "amount_minor", "paid_on", "jpeg", "at"))
_UNDO = Statement(
    update(cause_payments)
    .where(_p.id == bindparam("this"), _p.undone_at.is_(None))
    .values(undone_at=bindparam("when"))
)
_SINCE = Statement(
    select(func.count()).where(
        _p.shop_id == bindparam("shop_id"),
        _p.cause_id == bindparam("cause_id"),
        _p.at >= bindparam("since", type_=_p.at.type),
        _p.undone_at.is_(None),
    )
)
_BEFORE = Statement(
    select(func.max(_p.at)).where(
        _p.shop_id == bindparam("shop_id"),
        _p.cause_id == bindparam("cause_id"),
        _p.at < bindparam("before", type_=_p.at.type),
        _p.undone_at.is_(None),
    )
)
_EVER = Statement(select(_p.id).where(_p.shop_id == bindparam("shop_id")).limit(1))
_CONTENT = Statement(select(_p.jpeg).where(_p.id == bindparam("id")))


def causes(tx: Tx, shop_id: int) -> list[CauseRow]:
    """Return every cause that a shop gave to or that somebody chose there, supported still or not."""
    return _CAUSES.all(tx, shop_id=shop_id)


def of_shop(tx: Tx, shop_id: int) -> list[PaymentRow]:
    """Return what a shop paid and did not take back, the newest day first."""
    return _OF_SHOP.all(tx, shop_id=shop_id)


def by_id(tx: Tx, payment_id: int) -> PaymentRow | None:
    """Return a payment."""
    shop_id = _SHOP.value(tx, id=payment_id)  # first: the rest lies with the shop
    return None if shop_id is None else _BY_ID.one(tx, shop_id=shop_id, id=payment_id)


def add(tx: Tx, shop_id: int, new: NewPayment, *, now: datetime) -> int:
    """Note a payment, and return its id."""
    picture = b64encode(new.jpeg).decode() if new.jpeg else None
    return int(
        _ADD.value(
            tx,
            shop_id=shop_id,
            cause_id=new.cause_id,
            amount_minor=new.amount_minor,
            paid_on=new.paid_on.isoformat(),
            jpeg=picture,
            at=now,
        )
    )


def paid_since(tx: Tx, shop_id: int, cause_id: int, *, since: datetime) -> bool:
    """Say whether a payment to a cause was noted since a moment, and still stands."""
    return bool(_SINCE.value(tx, shop_id=shop_id, cause_id=cause_id, since=since))


def paid_before(tx: Tx, payment: PaymentRow) -> datetime | None:
    """Return when the payment to a cause was noted that came before this one; None where it is the first."""
    at: datetime | None = _BEFORE.value(
        tx, shop_id=payment.shop_id, cause_id=payment.cause_id, before=payment.at
    )
    return at


def paid_ever(tx: Tx, shop_id: int) -> bool:
    """Say whether a shop ever noted a payment to a cause."""
    return _EVER.one(tx, shop_id=shop_id) is not None


def undo(tx: Tx, payment_id: int, *, now: datetime) -> bool:
    """Take a payment back; False where it was already."""
    return _UNDO.run(tx, this=payment_id, when=now) == 1


def content(tx: Tx, payment_id: int) -> bytes:
    """Return the picture of a payment; nothing where there is none."""
    found = _CONTENT.one(tx, id=payment_id)
    return b64decode(found[0]) if found and found[0] else b""
