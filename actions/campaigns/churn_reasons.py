"""Why somebody stays away: one tap under the question, kept where the owner reads it."""

from datetime import datetime
from typing import Literal, get_args

from actions.campaigns.kinds.win_back import WIN_BACK
from loyalty.actor import ActingPerson
from storage.campaigns import occurrences
from storage.engine.statements import Tx
from storage.shop import audit
from storage.shop.audit import Act

Reason = Literal["time", "far", "bad", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)


def tell_why_away(tx: Tx, actor: ActingPerson, occurrence_id: int, reason: Reason, *, now: datetime) -> bool:
    """Keep a customer's answer to the question that they were asked; False when nobody asked them."""
    asked = occurrences.by_id(tx, occurrence_id)
    if asked is None or asked.person_id != actor.person_id or (asked.kind, asked.step) != (WIN_BACK, "ask"):
        return False
    audit.add(tx, actor, asked.shop_id, Act("stayed_away", new=reason), now=now)
    return True
