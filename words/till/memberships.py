"""Memberships at the till: sold, used, taken back, in words for the cashier."""

from collections.abc import Iterator

from actions.cards.card_state import CardState
from actions.cards.memberships import OnSale
from actions.till.give_benefit import BenefitBack, BenefitGiven, BenefitStays, NotGiven
from actions.till.sell_membership import MembershipOffer, NotRefunded, NotSold, Refundable, Refunded, Sold
from loyalty.cards.memberships import HeldMembership
from words.cards.card import name_of
from words.cards.memberships import no_benefit, on_hand, stands
from words.cards.part_words import of_state, part_rule
from words.cards.parts.membership import gain
from words.language import Words


def memberships_at_till(state: CardState, words: Words) -> Iterator[str]:
    """Say which memberships a card has, and why one gives nothing now."""
    for line in on_hand(state, words):
        yield f"⭐ {line}"


def offered(found: MembershipOffer, words: Words) -> str:
    """List what can be sold to a customer."""
    lines = [words.t("What shall I sell to {name}?", name=name_of(found.state, words))]
    lines += [f"· {offer_rule(one, words)}" for one in found.every]
    return "\n".join([*memberships_at_till(found.state, words), *lines])


def offer_rule(one: OnSale, words: Words) -> str:
    """Say what a membership brings and costs."""
    return part_rule(one.part, of_state(one.state, words))


def take_money(one: OnSale, words: Words) -> str:
    """Say which sum to take before a sale is confirmed."""
    return words.t(
        "Take {price} from {name} for “{membership}”, then tap.",
        price=words.money(one.part.price_minor, one.state.shop.currency),
        name=name_of(one.state, words),
        membership=words.known(one.part.label),
    )


def word_sale(outcome: Sold | NotSold, words: Words) -> str:
    """Say what became of a sale."""
    match outcome:
        case Sold(state, held, again):
            price, name = words.money(held.price_minor, state.shop.currency), name_of(state, words)
            said = (
                words.t("This was sold already: nothing was sold twice.")
                if again
                else words.t("⭐ Sold to {name} for {price} ✔", name=name, price=price)
            )
            return f"{said}\n{stands(held, state.at, state.shop.zone, words)}"
        case NotSold(_, "changed"):
            return words.t(
                "Nothing was sold: this was changed meanwhile. Scan the card to see what there is now."
            )
        case NotSold():
            return words.t(
                "Nothing was sold: this card belongs to nobody yet. The customer scans it with their phone first."
            )


def word_benefit(outcome: BenefitGiven | NotGiven, words: Words) -> str:
    """Say what a membership gave, or why nothing."""
    match outcome:
        case BenefitGiven(state, held, _, again):
            said = (
                words.t("That was counted already.")
                if again
                else words.t("⭐ {what} for {name} ✔", what=thing(held, words), name=name_of(state, words))
            )
            return "\n".join([said, *_off(outcome, words), stands(held, state.at, state.shop.zone, words)])
        case NotGiven(state, held, why):
            lines = [stands(held, state.at, state.shop.zone, words), no_benefit(why, words)]
            return "\n".join(lines)


def thing(held: HeldMembership, words: Words) -> str:
    """Name what a membership gives at once: "Coffee", "10% off"."""
    return gain(held, words) if held.percent else words.known(held.item)


def _off(outcome: BenefitGiven, words: Words) -> Iterator[str]:
    benefit, currency = outcome.benefit, outcome.state.shop.currency
    if benefit.bill_minor is not None and benefit.off_minor is not None:
        yield words.t(
            "➖ Deduct {off}, to pay {left}.",
            off=words.money(benefit.off_minor, currency),
            left=words.money(benefit.bill_minor - benefit.off_minor, currency),
        )


def word_benefit_back(outcome: BenefitBack | BenefitStays, words: Words) -> str:
    """Say that something was taken back, or why not."""
    match outcome:
        case BenefitBack(state, held):
            return words.t(
                "Taken back: {name} can have it again. {stands}",
                name=name_of(state, words),
                stands=stands(held, state.at, state.shop.zone, words),
            )
        case BenefitStays("undone"):
            return words.t("That was taken back already.")
        case BenefitStays():
            return words.t("That can't be taken back any more. A manager can help, with /undo.")


def refundable(found: Refundable, words: Words) -> str:
    """Say what was had of a membership, before it is given back."""
    held, state = found.held, found.state
    lines = [
        f"{name_of(state, words)} · {stands(held, state.at, state.shop.zone, words)}",
        words.tn("Had {n} time so far.", "Had {n} times so far.", held.had),
        words.t("It ends at once. How much is paid back?"),
    ]
    return "\n".join(lines)


def word_refund(outcome: Refunded | NotRefunded, words: Words) -> str:
    """Say what to pay back, or why nothing."""
    match outcome:
        case Refunded(state, held):
            said = words.t(
                "“{membership}” of {name} has ended. Pay back {amount}.",
                membership=words.known(held.name),
                name=name_of(state, words),
                amount=words.money(held.refunded_minor, state.shop.currency),
            )
            return "\n".join(
                [said, *memberships_at_till(state, words)]
            )  # one of the same name may hold still
        case NotRefunded("ended"):
            return words.t("It had ended before: nothing is paid back.")
        case NotRefunded("used"):
            return words.t("Something was had of it already. A manager can end it and pay back what is left.")
        case NotRefunded():
            return words.t(
                "That can't be taken back any more. A manager can pay it back: scan the card, then tap ⭐ Membership."
            )
