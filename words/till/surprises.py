"""What became of a surprise, in words for who gives it and for who gets it."""

from actions.till.surprise import GivenAlready, NoSurprises, Surprised, TooMuch
from words.cards.card import balance, on_which
from words.cards.worth import named
from words.language import N_, Words

REASONS = (N_("Thank you for coming so often"), N_("Sorry that you had to wait"), N_("Just because"))


def word_surprise(outcome: Surprised | GivenAlready | TooMuch | NoSurprises, words: Words) -> str:
    """Say to the staff what became of a surprise."""
    match outcome:
        case Surprised(state, amount, _, vouchers):
            about = {
                "name": on_which(state, words),
                "given": words.counted(state.standing.version.programme.unit, amount),
            }
            full = vouchers and not state.standing.balance
            lines = [
                words.t("🎁 {name}: {given} given ✔ card full", **about) if full
                else words.t("🎁 {name}: {given} given ✔ now {balance}", balance=balance(state, words), **about),
                *(words.t("🎉 Earned: {reward}", reward=named(new.reward, state.shop.currency, words)) for new in vouchers),
            ]  # fmt: skip
            return "\n".join(lines)
        case GivenAlready(state):
            return words.t("{name} has {balance} by now: nothing more was given. Scan the card to give again.",
                           name=on_which(state, words), balance=balance(state, words))  # fmt: skip
        case TooMuch():
            return _too_much(outcome, words)
        case NoSurprises():
            return words.t("Nothing is set aside for surprises on this card: /programme, then ✨ Bonuses.")


def _too_much(outcome: TooMuch, words: Words) -> str:
    counted = words.counted(outcome.state.current.programme.unit, outcome.over.left)
    return {
        "month": words.t("Nothing was given: {left} left of this month's surprises.", left=counted),
        "day": words.t("Nothing was given: {left} left for you today.", left=counted),
        "once": words.t("Nothing was given: one customer gets {left} at once at most.", left=counted),
    }[outcome.over.of]
