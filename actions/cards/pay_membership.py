"""A membership paid in a chat: offered as it is today, allowed as it was offered, and kept whatever happened since."""

from datetime import datetime
from typing import Literal

from actions.cards.card_state import CardState, load_every
from actions.cards.memberships import OnSale, add_sold, newest, on_sale
from actions.tell import tell
from loyalty.actor import ActingPerson
from loyalty.cards.memberships import HeldMembership
from loyalty.cards.parts.membership import Membership
from loyalty.records import Account, Shop
from loyalty.values import dataclass
from storage.cards import accounts, memberships, payments
from storage.cards.payments import Payment
from storage.engine.statements import Tx
from storage.locks import line_up
from storage.shop import programmes, shops, staff

__all__ = ["MayPay", "NoOrder", "Order", "PaidFor", "Payment", "Receipted", "Stranded", "may_order", "pay", "stranded_told"]  # fmt: skip

# Why nothing can be ordered: the offer was changed, something was sold on the card since, or the card is not theirs.
NoOrder = Literal["changed", "sold", "gone"]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants to pay: the part at a place of the rules that they read, on which card."""

    account_id: int
    version_id: int
    place: int
    seen: int  # what was sold on the card last, when they read it

    def written(self) -> str:
        """Write it as it comes back with the payment."""
        return f"m:{self.account_id}:{self.version_id}:{self.place}:{self.seen}"


def read_order(text: str) -> Order | None:
    """Read what `written` wrote; None for anything else."""
    kind, *figures = text.split(":")
    if kind != "m" or len(figures) != 4 or not all(one.isdecimal() for one in figures):
        return None
    return Order(*map(int, figures))


@dataclass(frozen=True, slots=True)
class MayPay:
    """It can be paid, as it is offered today."""

    offer: OnSale


@dataclass(frozen=True, slots=True)
class Receipted:
    """How a platform tells of a payment; `charge` is its own name for it."""

    charge: str
    currency: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PaidFor:
    """The membership holds; `again` where the same payment was told before."""

    state: CardState
    held: HeldMembership
    again: bool = False


@dataclass(frozen=True, slots=True)
class Stranded:
    """It is paid, and there is no card to put it on: it is kept, and the shop's owners are told."""

    shop: Shop
    payment: Payment


def may_order(tx: Tx, person_id: int, order: Order, *, now: datetime) -> MayPay | NoOrder:
    """Say whether a person may pay for what they read; asked once more when they are about to."""
    account = _account(tx, order)
    if account is None or account.person_id != person_id or account.closed_at:
        return "gone"
    account = accounts.locked(tx, account.id)
    offers = on_sale(load_every(tx, account, now=now))
    found = next(
        (one for one in offers if (one.state.current.id, one.place) == (order.version_id, order.place)), None
    )
    if found is None:
        return "changed"
    return MayPay(found) if newest(tx, account) == order.seen else "sold"


def pay(
    tx: Tx, person_id: int, order: Order, receipt: Receipted, *, now: datetime
) -> PaidFor | Stranded | None:
    """Sell what was paid for as it was read, once for a payment; None where no shop here ever offered that."""
    known = _account(tx, order)
    part = _part(tx, known, order) if known else None
    if known is None or part is None:
        return None
    line_up(tx, known.shop_id)  # one payment may be told twice at once
    before = payments.of_charge(tx, known.shop_id, receipt.charge)
    own = accounts.in_shop(tx, person_id, known.shop_id)
    if before:
        return _told_before(tx, own, before, now=now)
    if own is None:
        return _strand(tx, known, part, receipt, now=now)
    account = accounts.locked(tx, own.id)
    states = load_every(tx, account, now=now)
    held = add_sold(tx, ActingPerson(person_id), states[0], part, by=None, now=now)
    _keep(tx, known.shop_id, part, receipt, held.id, now=now)
    return PaidFor(load_every(tx, account, now=now)[0], held)


def _account(tx: Tx, order: Order) -> Account | None:
    try:
        return accounts.by_id(tx, order.account_id)
    except LookupError:
        return None


def _part(tx: Tx, account: Account, order: Order) -> Membership | None:
    """Return what was offered, as it was read: the rules may be others by now."""
    try:
        parts = programmes.version(tx, account.shop_id, order.version_id).programme.parts
    except LookupError:
        return None
    part = parts[order.place] if order.place < len(parts) else None
    return part if isinstance(part, Membership) else None


def _told_before(tx: Tx, own: Account | None, payment: Payment, *, now: datetime) -> PaidFor | Stranded:
    held = memberships.by_id(tx, payment.membership_id) if payment.membership_id else None
    if held and own and held.account_id == own.id:
        return PaidFor(load_every(tx, own, now=now)[0], held, again=True)
    return Stranded(shops.by_id(tx, payment.shop_id), payment)


def _strand(tx: Tx, known: Account, part: Membership, receipt: Receipted, *, now: datetime) -> Stranded:
    payment = _keep(tx, known.shop_id, part, receipt, None, now=now)
    owners = staff.owners(tx, known.shop_id)
    tell(tx, owners, "stranded", f"{payment.id}", of_shop=known.shop_id, now=now, payment_id=payment.id)
    return Stranded(shops.by_id(tx, known.shop_id), payment)


def _keep(
    tx: Tx, shop_id: int, part: Membership, receipt: Receipted, membership_id: int | None, *, now: datetime
) -> Payment:
    this = payments.add(
        tx,
        shop_id,
        part.label,
        charge=receipt.charge,
        currency=receipt.currency,
        amount_minor=receipt.amount_minor,
        membership_id=membership_id,
        now=now,
    )
    kept = payments.by_id(tx, this)
    if kept is None:
        raise LookupError(f"payment {this}")
    return kept


def stranded_told(tx: Tx, payment_id: int) -> tuple[Shop, Payment] | None:
    """Return the payment that a message to an owner tells of."""
    payment = payments.by_id(tx, payment_id)
    return (shops.by_id(tx, payment.shop_id), payment) if payment else None
