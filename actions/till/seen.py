"""That somebody of the staff saw how a customer's card stands and booked nothing on it: written down, as every look-up is."""

from datetime import datetime

from actions.cards.card_state import CardState
from loyalty.actor import Actor
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act


def note_seen(tx: Tx, actor: Actor, state: CardState, *, now: datetime) -> None:
    """Write down who saw a card, where it is somebody's and was shown to them."""
    if state.account.registered and not state.veiled:
        audit.add(tx, actor, state.shop.id, Act("card_seen", subject=state.account.code), now=now)
