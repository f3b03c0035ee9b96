"""Memberships told to who has them: bought, ended before their time, and each cut of a pass."""

from actions.cards.memberships import benefit_told, membership_told
from actions.cards.pay_membership import stranded_told
from bot.receipts.case import Case, Receipt, in_template
from bot.turn import Choice, Reply
from words.cards.memberships import stands
from words.cards.parts.membership import gain
from words.till.memberships import memberships_at_till


def bought(case: Case) -> list[Receipt]:
    """Tell of a membership that was sold."""
    state = case.notice.state
    held = membership_told(case.tx, case.notice.data["membership_id"])
    if state is None or held is None or held.ended_at:
        return []
    about = {
        "shop": state.shop.name,
        "membership": stands(held, state.at, state.shop.zone, case.words),
        "gain": gain(held, case.words),
    }
    text = case.words.t(
        "⭐ {shop}: {membership}. It brings: {gain}. Show your card at the till; it ends by itself. /membership",
        **about,
    )
    reply = Reply(text, (_card(case),), template=in_template("membership", **about))
    return [Receipt(reply), *case.picture()]


def ended(case: Case) -> list[Receipt]:
    """Tell that a membership was ended before its time, and what is paid back."""
    state = case.notice.state
    held = membership_told(case.tx, case.notice.data["membership_id"])
    if state is None or held is None or held.ended_at is None:
        return []
    about = {
        "shop": state.shop.name,
        "membership": case.words.known(held.name),
        "amount": case.words.money(held.refunded_minor, state.shop.currency),
    }
    text = case.words.t("{shop}: “{membership}” has ended. Paid back: {amount}.", **about)
    text = "\n".join([text, *memberships_at_till(state, case.words)])  # one of the same name may hold still
    return [Receipt(Reply(text)), *case.picture()]  # outside of a window it is not worth a template


def cut(case: Case) -> list[Receipt]:
    """Tell what was taken off a pass, and how much is left; the last cut is named."""
    state = case.notice.state
    found = benefit_told(case.tx, case.notice.data["benefit_id"])
    if state is None or found is None:
        return []
    about = {"shop": state.shop.name, "pass": stands(found, state.at, state.shop.zone, case.words)}
    text = case.words.t("⭐ {shop}: one was taken off your pass. {pass}", **about)
    if found.left == 1:
        text += "\n" + case.words.t("☝ Only one is left. A new one can be bought at the till; it adds on.")
    return [Receipt(Reply(text, (_card(case),), template=in_template("cut", **about))), *case.picture()]


def _card(case: Case) -> tuple[Choice, ...]:
    return (Choice(case.words.t("💳 My card"), "card", str(case.notice.data["card_id"])),)


def stranded(case: Case) -> list[Receipt]:
    """Tell an owner of a payment that there is no card for."""
    found = stranded_told(case.tx, case.notice.data["payment_id"])
    if found is None:
        return []
    shop, payment = found
    about = {
        "shop": shop.name,
        "amount": case.words.money(payment.amount_minor, payment.currency),
        "membership": case.words.known(payment.name),
        "charge": payment.charge,
    }
    text = case.words.t(
        "⚠ {shop}: {amount} was paid for “{membership}” by somebody who has no card any more. Pay it back where it was "
        "paid: {charge}",
        **about,
    )
    return [Receipt(Reply(text, template=in_template("stranded", **about)))]
