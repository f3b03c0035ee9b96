"""What a visit gives to a good cause: written with it, and gone with it."""

from actions.cards.card_state import CardState
from loyalty.records import Visit
from loyalty.values import replace
from storage.cards import good_causes
from storage.engine.statements import Tx


def donate(tx: Tx, state: CardState, visit: Visit, *, to: str = "") -> CardState:
    """Let a visit give to the cause of its card, or `to` another one, and return how the card stands then."""
    giving = state.giving
    amount = giving.part.gives(visit.spent_minor) if giving else 0
    if giving is None or not amount:
        return state
    name = to or giving.cause.name
    good_causes.give(tx, visit, name, amount)
    return replace(state, giving=giving.plus(amount)) if name == giving.cause.name else state
