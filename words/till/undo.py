"""What was taken back at the till, and what can't be, in words."""

from collections.abc import Sequence

from actions.cards.card_state import CardState
from actions.till.undo_surprise import SurpriseStays, SurpriseUndone
from actions.till.undo_visit import NotUndone, Undone
from loyalty.till.undo import (
    AlreadyUndone,
    GiftSpent,
    GivenAway,
    ManagerNeeded,
    NotNewest,
    ReasonNeeded,
    RewardUsed,
)
from words.cards.card import at_till, balance, on_which
from words.language import Words


def taken_back(state: CardState, words: Words) -> str:
    """Say that a visit was taken back, and what is on the card now."""
    if state.veiled:
        return words.t("Taken back. {card}", card=at_till(state, words))
    return words.t(
        "Taken back. {name}: {balance}", name=on_which(state, words), balance=balance(state, words)
    )


def word_undo(outcome: Undone | NotUndone, words: Words) -> str:
    """Say what was taken back, or why it can't be."""
    match outcome:
        case Undone(_, state, prizes, earned, went):
            said = [taken_back(state, words)]
            if not state.by_amount and went != 1:
                said.append(
                    words.tn(
                        "{n} stamp went: that whole visit.",
                        "{n} stamps went: that whole visit.",
                        went,
                    )
                )
            said += [earned_went(earned, words)] if earned and not state.veiled else []
            said += prizes_went(prizes, words)
            return "\n".join(said)
        case NotUndone():
            return _stays(outcome, words)


def earned_went(rewards: Sequence[str], words: Words) -> str:
    """Say which rewards went with the visit that had earned them."""
    return words.t("What it had earned went with it: {rewards}.", rewards=words.listing(rewards))


def prizes_went(prizes: Sequence[str], words: Words) -> list[str]:
    """Say which prizes went with the visit whose ticket had won them."""
    return [words.t("What its ticket won went with it: {prize}", prize=prize) for prize in prizes]


def word_surprise_back(outcome: SurpriseUndone | SurpriseStays, words: Words) -> str:
    """Say that a surprise was taken back, or why it can't be."""
    match outcome:
        case SurpriseUndone(state):
            return taken_back(state, words)
        case SurpriseStays():
            return _stays(outcome, words)


def others_doing(words: Words) -> str:
    """Say that only who did something at the till takes it back."""
    return words.t("Somebody else did this at the till: only they can take it back or change it.")


def too_late_together(words: Words) -> str:
    """Say that what was done on a card of several shops stays, where a single shop's manager could still help."""
    return words.t("That was too long ago: on a card of several shops it stays.")


def _stays(outcome: NotUndone | SurpriseStays, words: Words) -> str:
    match outcome.why:
        case AlreadyUndone():
            return words.t("That was taken back already.")
        case NotNewest() if outcome.state.account.closed_at:
            return words.t("This card is not in use any more: what was booked on it stays.")
        case NotNewest():
            return words.t("Something was booked on this card since. Take that back first.")
        case RewardUsed():
            return words.t("The reward it earned has been used. Take that back first.")
        case GivenAway():
            return words.t(
                "Its customer gave what it earned to a good cause. Until that is paid they can take it back first, in their chat."
            )
        case GiftSpent():
            return words.t(
                "It was a first visit, and a gift that it brought has been spent. A used reward can be taken back "
                "first; else it stays."
            )
        case ManagerNeeded() if outcome.state.shop.is_coalition:
            return too_late_together(words)
        case ManagerNeeded() | ReasonNeeded():
            return words.t("That was more than a day ago: only a manager can take it back, with /undo.")
