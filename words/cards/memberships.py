"""Memberships in words, for who has one: what it brings, until when, what is left, and how one is bought."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.cards.card_state import CardState
from actions.cards.memberships import OnSale
from actions.cards.pay_membership import NoOrder, PaidFor, Stranded
from loyalty.cards.endings import last_day
from loyalty.cards.memberships import MOST_PAUSED_DAYS, HeldMembership, NoBenefit, NoPause, at_hand
from words.cards.part_words import of_state, part_rule
from words.cards.parts.membership import gain
from words.language import Words


def stands(one: HeldMembership, at: datetime, zone: ZoneInfo, words: Words) -> str:
    """Say until when a membership holds, and how much of a pass is left."""
    name, today = words.known(one.name), at.date()
    day = words.date(last_day(one.ends_at, zone), today=today)
    if at < one.begins_at:
        return words.t(
            "{name}: from {first} until {day}",
            name=name,
            first=words.date(one.begins_at, zone, today=today),
            day=day,
        )
    if one.resumes_at and at < one.resumes_at and one.paused_at:
        return words.t(
            "{name}: paused from {first}, goes on {back}, until {day}",
            name=name,
            first=words.date(one.paused_at, zone, today=today),
            back=words.date(one.resumes_at, zone, today=today),
            day=day,
        )
    if one.left is not None:
        return words.tn(
            "{name}: {n} left, until {day}", "{name}: {n} left, until {day}", one.left, name=name, day=day
        )
    return words.t("{name}: until {day}", name=name, day=day)


def on_hand(state: CardState, words: Words) -> list[str]:
    """Say how the memberships stand that a card can use next, one of each name."""
    held = at_hand(state.memberships, now=state.at)
    return [stands(one, state.at, state.shop.zone, words) for one in held]


def no_benefit(why: NoBenefit, words: Words) -> str:
    """Say why a membership gives nothing now."""
    return {
        "later": words.t("It has not begun yet."),
        "over": words.t("It is over."),
        "paused": words.t("It is paused: its holder can let it go on, /membership"),
        "empty": words.t("None is left of it."),
        "today": words.t("Today's was had already."),
    }[why]


def not_paused(why: NoPause, words: Words) -> str:
    """Say why a membership can't be set aside."""
    return {
        "later": words.t("It has not begun yet."),
        "over": words.t("It is over."),
        "last": words.t("Today is its last day: nothing is left to be set aside."),
        "pass": words.t("A pass needs no pause: its cuts wait until its last day."),
        "paused": words.t("It is paused already."),
        "enough": words.tn(
            "It can be paused for {n} day in all, and so much is not left.",
            "It can be paused for {n} days in all, and so much is not left.",
            MOST_PAUSED_DAYS,
        ),
    }[why]


def no_order(why: NoOrder, words: Words) -> str:
    """Say why something can't be paid."""
    return {
        "changed": words.t("This offer was changed meanwhile. See what there is now: /membership"),
        "sold": words.t("Something was bought on this card meanwhile. See how it stands: /membership"),
        "gone": words.t("This can't be paid here. See what there is: /membership"),
    }[why]


def paid_for(done: PaidFor, words: Words) -> str:
    """Say that what was paid holds."""
    state, held = done.state, done.held
    return words.t(
        "✔ Paid: {stands}. Show your card at the till.", stands=stands(held, state.at, state.shop.zone, words)
    )


def kept_payment(stranded: Stranded, words: Words) -> str:
    """Say what becomes of a payment without a card."""
    payment = stranded.payment
    return words.t(
        "Your payment of {amount} for “{membership}” has arrived, but you have no card at {shop} any more. I told the shop, "
        "which pays it back. Keep this number: {charge}",
        amount=words.money(payment.amount_minor, payment.currency),
        membership=words.known(payment.name),
        shop=stranded.shop.name,
        charge=payment.charge,
    )


def told(state: CardState, sold: Sequence[OnSale], words: Words) -> str:
    """Tell a customer of what they have and what a shop sells: what it brings, what it costs, until when, and how to get it."""
    shop = state.shop
    lines = [words.t("⭐ {shop}: memberships", shop=shop.name)]
    lines += [
        f"\n✔ {stands(one, state.at, shop.zone, words)}\n{_bought(one, state, words)}"
        for one in state.memberships
    ]
    if state.memberships:
        lines.append(words.t("It ends by itself: nothing renews, and nothing is taken from you later."))
    lines += [f"\n{part_rule(offer.part, of_state(offer.state, words))}" for offer in sold]
    if sold:
        lines.append(
            words.t("Show your card at the till and say which one: you pay there, and it holds at once.")
        )
    return "\n".join(lines)


def _bought(one: HeldMembership, state: CardState, words: Words) -> str:
    return words.t(
        "{gain}. Bought on {day} for {price}.",
        gain=gain(one, words),
        day=words.date(one.sold_at, state.shop.zone, today=state.today),
        price=words.money(one.price_minor, state.shop.currency),
    )
