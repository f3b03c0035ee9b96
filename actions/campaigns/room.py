"""Whether somebody would have more: one tap under the one question, kept where the owner reads it."""

from datetime import datetime

from actions.campaigns.kinds.one_question import ONE_QUESTION
from loyalty.actor import ActingPerson
from loyalty.people.attributes import ROOM
from storage.campaigns import occurrences
from storage.cards import accounts
from storage.engine.statements import Tx
from storage.people import customer_facts


def tell_room(tx: Tx, actor: ActingPerson, occurrence_id: int, answer: str, *, now: datetime) -> bool:
    """Keep a customer's answer to the question that they were asked; False when nobody asked them."""
    asked = occurrences.by_id(tx, occurrence_id)
    if asked is None or asked.person_id != actor.person_id or asked.kind != ONE_QUESTION:
        return False
    account = accounts.locked(tx, asked.account_id)
    if account.closed_at or account.person_id != actor.person_id:
        return False
    customer_facts.put(tx, account, ROOM, answer, now=now)
    return True
