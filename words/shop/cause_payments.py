"""What a shop owes its good causes and what it paid, in words for its owner and for customers."""

from collections.abc import Sequence
from datetime import date

from actions.shop.cause_payments import CauseBooks, PaymentNoted, PaymentNotNoted, ShownPayment
from loyalty.amounts import most_minor
from loyalty.cards.giving import told_minor
from loyalty.records import Shop
from words.language import Words


def word_books(shop: Shop, every: Sequence[CauseBooks], words: Words) -> str:
    """List each cause of a shop: what was given, what was paid, and what is owed."""
    lines = [words.t("❤ {shop}: good causes", shop=shop.name)]
    for one in every:
        name = words.known(one.name)
        lines.append(name if one.supported else words.t("{cause} (supported no more)", cause=name))
        lines.append(f"· {_stand(one, shop, words)}")
    return "\n".join(lines)


def _stand(one: CauseBooks, shop: Shop, words: Words) -> str:
    facts = {
        "given": words.money(told_minor(one.given), shop.currency),
        "paid": words.money(one.paid_minor, shop.currency),
    }
    if one.ahead_minor:
        ahead = words.money(one.ahead_minor, shop.currency)
        return words.t("given {given}, paid {paid}: {ahead} more than given, which counts for what comes", ahead=ahead, **facts)  # fmt: skip
    owed = words.money(one.owed_minor, shop.currency)
    return words.t("given {given}, paid {paid}, owed {owed}", owed=owed, **facts)


def ask_sum(one: CauseBooks, shop: Shop, words: Words) -> str:
    """Ask what was paid."""
    cause, owed = words.known(one.name), words.money(one.owed_minor, shop.currency)
    return words.t("{cause}: {owed} is owed. How much did you pay? Type the amount.", cause=cause, owed=owed)


def not_noted(why: PaymentNotNoted, shop: Shop, words: Words) -> str:
    """Say why a payment is not noted."""
    return {
        "gone": words.t("That was changed meanwhile. /cause shows how it stands now."),
        "sum": words.t(
            "A payment is more than nothing and at most {most}. Type the amount.",
            most=words.money(most_minor(shop.currency), shop.currency),
        ),
        "future": words.t("That day is still to come: note it once it is paid. Which day was it?"),
        "ahead": words.t(
            "That is {ahead} more than is owed. It will stand here as paid ahead, and count for what visits give next. Note it all the same?",
            ahead=words.money(why.ahead_minor, shop.currency),
        ),
    }[why.why]


def word_noted(noted: PaymentNoted, words: Words, *, today: date) -> str:
    """Say that a payment is noted, and how its cause stands now."""
    payment, shop = noted.payment, noted.shop
    facts = {
        "sum": words.money(payment.amount_minor, shop.currency),
        "cause": words.known(payment.cause),
        "day": words.date(payment.day, today=today),
    }
    said = (
        words.t("↩ Taken back: {sum} to {cause}, {day}.", **facts)
        if payment.undone_at
        else words.t("✔ Noted: {sum} to {cause}, {day}. Customers see it in /cause.", **facts)
    )
    return f"{said}\n{facts['cause']}: {_stand(noted.books, shop, words)}"


def word_payment(shown: ShownPayment, words: Words, *, today: date) -> str:
    """Show customers what was paid, and how much of what was given that is by now."""
    shop, payment = shown.shop, shown.payment
    return words.t(
        "📄 {shop} paid {sum} to {cause} on {day}. So far {paid} of {given} are paid.",
        shop=shop.name,
        sum=words.money(payment.amount_minor, shop.currency),
        cause=words.known(payment.cause),
        day=words.date(payment.day, today=today),
        paid=words.money(shown.books.paid_minor, shop.currency),
        given=words.money(told_minor(shown.books.given), shop.currency),
    )


def paid_line(books: CauseBooks, shop: Shop, words: Words, *, today: date) -> str:
    """Say in a line what was paid to a cause so far."""
    newest = books.payments[0]
    return words.t(
        "📄 Paid to {cause} so far: {paid}, the last time on {day}",
        cause=words.known(books.name),
        paid=words.money(books.paid_minor, shop.currency),
        day=words.date(newest.day, today=today),
    )
