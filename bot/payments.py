"""Paying in the chat: an invoice for what is offered, a yes or no to who is about to pay, and what was paid kept."""

from datetime import datetime

from actions.cards import pay_membership as payments
from actions.cards.pay_membership import MayPay, Order, PaidFor, Receipted, Stranded
from actions.people import identify
from actions.tx import Tx
from bot.turn import Choice, Reply, Turn
from channels.messages import Checkout, Incoming, Invoice, PaidInvoice
from loyalty.amounts import minor_digits
from words.cards.memberships import kept_payment, no_order, paid_for
from words.cards.parts.membership import gain
from words.language import words

_TITLE, _TEXT = 32, 255  # letters of an invoice


def invoice(turn: Turn, arg: str) -> Reply:
    """Send the invoice for a membership."""
    order = Order(*(int(part) for part in arg.split(":")))
    found = payments.may_order(turn.tx, turn.person_id, order, now=turn.now)
    if not isinstance(found, MayPay):
        return Reply(no_order(found, turn.words))
    shop, part = found.offer.state.shop, found.offer.part
    decimals = turn.money.get(shop.currency)
    if decimals is None:
        return Reply(no_order("gone", turn.words))
    name = turn.words.known(part.label)
    return Reply(
        name,
        invoice=Invoice(
            title=name[:_TITLE],
            text=f"{shop.name}: {gain(part, turn.words)}"[:_TEXT],
            payload=order.written(),
            currency=shop.currency,
            amount=_there(part.price_minor, shop.currency, decimals),
            leads=f"j{shop.code}",
        ),
    )


def _there(minor: int, currency: str, decimals: int) -> int:
    """Write an amount of ours as the platform counts it."""
    return minor * int(10 ** (decimals - minor_digits(currency)))


def check(tx: Tx, incoming: Incoming, checkout: Checkout, decimals: int | None, *, now: datetime) -> str:
    """Say why somebody who is about to pay may not; "" lets them."""
    where = (incoming.sender.channel, incoming.sender.account, incoming.sender.external_id)
    say = words(identify.language_at(tx, *where) or incoming.language)
    person_id = identify.person_at(tx, *where)
    order = payments.read_order(checkout.payload)
    if person_id is None or order is None or decimals is None:
        return no_order("gone", say)
    found = payments.may_order(tx, person_id, order, now=now)
    if not isinstance(found, MayPay):
        return no_order(found, say)
    shop, part = found.offer.state.shop, found.offer.part
    asked = (shop.currency, _there(part.price_minor, shop.currency, decimals))
    return "" if asked == (checkout.currency, checkout.amount) else no_order("changed", say)


def paid(turn: Turn, told: PaidInvoice) -> Reply:
    """Keep what was paid, and say what it brought."""
    order = payments.read_order(told.payload)
    decimals = turn.money.get(told.currency, minor_digits(told.currency))
    ours = told.amount // int(10 ** (decimals - minor_digits(told.currency)))
    receipt = Receipted(told.charge, told.currency, ours)
    found = payments.pay(turn.tx, turn.person_id, order, receipt, now=turn.now) if order else None
    match found:
        case PaidFor(state) as done:
            card = Choice(turn.t("💳 My card"), "card", str(state.account.id))
            about = {"card_id": state.account.id}
            return Reply(paid_for(done, turn.words), ((card,),), about=about, promised=True)
        case Stranded() as stranded:
            return Reply(kept_payment(stranded, turn.words), promised=True)
        case None:
            return Reply(
                turn.t(
                    "I don't know what this was paid for. Show the shop this number: {charge}",
                    charge=told.charge,
                )
            )
