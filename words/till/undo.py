"""What was taken back at the till, and what can't be, in words."""

from actions.cards.card_state import CardState
from bot.turn import Turn
from loyalty.records import Visit
from loyalty.till.undo import AlreadyUndone, ManagerNeeded, NotNewest, ReasonNeeded, RewardUsed, UndoRefusal
from words.cards.card import balance


def _taken_back(turn: Turn, visit: Visit, state: CardState) -> str:
    name = state.name or turn.t("Card {code}", code=state.card.code)
    said = turn.t("Taken back. {name}: {balance}", name=name, balance=balance(state, turn.words))
    if visit.spent_minor is not None or visit.amount == 1:
        return said
    whole = turn.tn("{n} stamp went: that whole visit.", "{n} stamps went: that whole visit.", visit.amount)
    return f"{said}\n{whole}"


def _refusal(turn: Turn, why: UndoRefusal) -> str:
    match why:
        case AlreadyUndone():
            return turn.t("That was taken back already.")
        case NotNewest():
            return turn.t("Something was booked on this card since. Take that back first.")
        case RewardUsed():
            return turn.t("The reward it earned has been used. Take that back first.")
        case ManagerNeeded() | ReasonNeeded():
            return turn.t("That was more than a day ago: only a manager can take it back.")
