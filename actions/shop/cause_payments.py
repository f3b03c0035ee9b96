"""What a shop owes its good causes and what it paid: given = owed + paid, to the last thousandth."""

from datetime import date, datetime
from typing import Literal

from actions.access import NotAllowed, may
from loyalty.actor import Actor
from loyalty.amounts import most_minor
from loyalty.cards.giving import told_minor
from loyalty.cards.parts.cause import EXACT, causes_in
from loyalty.dates import day_of
from loyalty.records import Shop
from loyalty.roles import Role
from loyalty.values import dataclass
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import audit, cause_payments, programmes, shops
from storage.shop.audit import Act
from storage.shop.cause_payments import NewPayment, PaymentRow, content

__all__ = [
    "CauseBooks",
    "NewPayment",
    "PaymentNotNoted",
    "PaymentNoted",
    "ShownPayment",
    "books_of",
    "content",
    "hinders",
    "note_payment",
    "paid_in",
    "see_payment",
    "take_payment_back",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CauseBooks:
    """One good cause: what was given, exactly, and what was paid, the newest payment first."""

    id: int
    name: str
    given: int
    payments: tuple[PaymentRow, ...]
    supported: bool

    @property
    def paid_minor(self) -> int:
        """Return what was paid."""
        return sum(one.amount_minor for one in self.payments)

    @property
    def owed(self) -> int:
        """Return what is owed, exactly; below zero where more was paid than given."""
        return self.given - self.paid_minor * EXACT

    @property
    def owed_minor(self) -> int:
        """Return what of it can be paid: whole minor units."""
        return max(0, told_minor(self.owed))

    @property
    def ahead_minor(self) -> int:
        """Return what was paid before it was given, a piece of a minor unit counted whole."""
        return max(0, -told_minor(self.owed))


@dataclass(frozen=True, slots=True)
class PaymentNoted:
    """A payment is noted, or taken back, and its cause stands so now."""

    shop: Shop
    payment: PaymentRow
    books: CauseBooks


@dataclass(frozen=True, slots=True)
class PaymentNotNoted:
    """Nothing was noted: the cause is none of the shop's, the sum or the day can't be, or it is `ahead_minor` more than is owed.

    What is more than owed is noted for who knows it.
    """

    why: Literal["gone", "sum", "future", "ahead"]
    ahead_minor: int = 0


@dataclass(frozen=True, slots=True)
class ShownPayment:
    """A payment as customers see it, and what its cause was given and paid in all."""

    shop: Shop
    payment: PaymentRow
    books: CauseBooks


def books_of(tx: Tx, actor: Actor, shop_id: int) -> list[CauseBooks] | NotAllowed:
    """Return what a shop owes and paid to each cause, to its owner."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    return _books(tx, shop_id)


def paid_in(tx: Tx, shop_id: int) -> dict[str, CauseBooks]:
    """Return how each cause of a shop stands, by its name: customers see all of it."""
    return {one.name: one for one in _books(tx, shop_id)}


def _books(tx: Tx, shop_id: int) -> list[CauseBooks]:
    payments = cause_payments.of_shop(tx, shop_id)
    parts = (causes_in(version.programme.parts) for version in programmes.today(tx, shop_id))
    names = {one.name for part in parts if part for one in part.causes}
    return [
        CauseBooks(
            one.id, one.name, one.given, tuple(p for p in payments if p.cause_id == one.id), one.name in names
        )
        for one in cause_payments.causes(tx, shop_id)
    ]


def note_payment(
    tx: Tx, actor: Actor, shop_id: int, new: NewPayment, *, knowing: bool = False, now: datetime
) -> PaymentNoted | PaymentNotNoted | NotAllowed:
    """Note what was paid to a cause; more than is owed only for who knows that it is."""
    if may(tx, actor, shop_id, Role.OWNER) is None:
        return NotAllowed()
    line_up(tx, shop_id)  # two owners note one payment
    shop, books = shops.by_id(tx, shop_id), _book(tx, shop_id, new.cause_id)
    why = hinders(books, shop, new.amount_minor, new.paid_on, now=now) if books else PaymentNotNoted("gone")
    if why and not (knowing and why.why == "ahead"):
        return why
    noted = _noted(tx, shop, cause_payments.add(tx, shop_id, new, now=now))
    act = Act("cause_paid", subject=noted.payment.cause, new=str(new.amount_minor))
    audit.add(tx, actor, shop_id, act, now=now)
    return noted


def hinders(
    books: CauseBooks, shop: Shop, amount_minor: int, paid_on: date, *, now: datetime
) -> PaymentNotNoted | None:
    """Say why a payment can't be noted, or what is to be known of it before."""
    if not 0 < amount_minor <= most_minor(shop.currency):
        return PaymentNotNoted("sum")
    if paid_on > day_of(now, shop.zone):
        return PaymentNotNoted("future")
    ahead = amount_minor - books.owed_minor
    return PaymentNotNoted("ahead", ahead) if ahead > 0 else None


def take_payment_back(
    tx: Tx, actor: Actor, payment_id: int, *, now: datetime
) -> PaymentNoted | PaymentNotNoted | NotAllowed:
    """Take back a payment that was noted by mistake: it is owed again, and its picture shown no more."""
    payment = cause_payments.by_id(tx, payment_id)
    if payment is None or may(tx, actor, payment.shop_id, Role.OWNER) is None:
        return NotAllowed()
    if not cause_payments.undo(tx, payment_id, now=now):
        return PaymentNotNoted("gone")
    act = Act("cause_unpaid", subject=payment.cause, new=str(payment.amount_minor))
    audit.add(tx, actor, payment.shop_id, act, now=now)
    return _noted(tx, shops.by_id(tx, payment.shop_id), payment_id)


def _noted(tx: Tx, shop: Shop, payment_id: int) -> PaymentNoted:
    payment = cause_payments.by_id(tx, payment_id)
    books = _book(tx, shop.id, payment.cause_id) if payment else None
    if payment is None or books is None:
        raise LookupError(f"payment {payment_id}")
    return PaymentNoted(shop, payment, books)


def _book(tx: Tx, shop_id: int, cause_id: int) -> CauseBooks | None:
    return next((one for one in _books(tx, shop_id) if one.id == cause_id), None)


def see_payment(tx: Tx, person_id: int, payment_id: int) -> ShownPayment | None:
    """Show a payment to whoever has a card in its shop; None where it was taken back, or is none of theirs."""
    payment = cause_payments.by_id(tx, payment_id)
    if payment is None or payment.undone_at or accounts.in_shop(tx, person_id, payment.shop_id) is None:
        return None
    books = _book(tx, payment.shop_id, payment.cause_id)
    return ShownPayment(shops.by_id(tx, payment.shop_id), payment, books) if books else None
