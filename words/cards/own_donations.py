"""What is said of stamps or points of a customer's own that go to a good cause."""

from actions.cards.card_state import CardState
from actions.cards.own_donations import NotGiven, OwnGiven, StaysGiven
from loyalty.cards.giving import Giving, told_minor
from words.cards.card import balance
from words.cards.part_words import of_state
from words.cards.parts.cause import own_worth
from words.language import Words


def own_offer(state: CardState, giving: Giving, words: Words) -> str:
    """Ask how many of their own somebody gives."""
    return words.t(
        "🤲 {balance}. For {cause} you can give of them: {worth}. How many? Until {shop} has paid it you can take it back.",
        balance=balance(state, words),
        cause=words.known(giving.cause.name),
        worth=own_worth(giving.part, of_state(state, words)),
        shop=state.shop.name,
    )


def how_many(state: CardState, giving: Giving, words: Words) -> str:
    """Say which numbers of their own somebody can give."""
    part = giving.part
    return words.t(
        "Please give a number from {least} to {most}, in steps of {least}.",
        least=words.number(part.units),
        most=words.number(part.lots(state.counter.balance) * part.units),
    )


def lot(state: CardState, giving: Giving, lots: int, words: Words) -> str:
    """Name so many lots on a button: "50 points: €0.50"."""
    part = giving.part
    units = words.counted(state.current.programme.unit, lots * part.units)
    return f"{units}: {words.money(lots * part.worth_minor, state.shop.currency)}"


def word_own(done: OwnGiven, words: Words) -> str:
    """Say what went to a cause, or came back, and how the card stands now."""
    state, donation = done.state, done.donation
    facts = {
        "own": words.counted(state.current.programme.unit, done.amount),
        "money": words.money(told_minor(donation.amount), state.shop.currency),
        "cause": words.known(donation.cause),
        "balance": balance(state, words),
    }
    if donation.undone_at:
        return words.t("↩ Yours again: {own}. Now {balance}.", **facts)
    return words.t("🤲 {own} given: {money} for {cause}. Thank you! Now {balance}.", **facts)


def not_own(why: NotGiven | StaysGiven, words: Words) -> str:
    """Say why nothing is given, or why it stays given."""
    return {
        "changed": words.t(
            "Your card or the rules changed since: nothing was given. /cause shows how it stands."
        ),
        "paid": words.t("It was paid to the good cause since, so it stays there. Thank you!"),
        "gone": words.t("That was taken back already."),
        "later": words.t("More was booked on your card since, so that it can't come back. Ask the shop."),
    }[why]
