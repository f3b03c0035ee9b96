"""Good causes from the customer's side: which one the visits of a card give to."""

from datetime import datetime
from typing import Literal

from actions.cards.card_state import CardState, load_every
from loyalty.cards.parts.cause import causes_in
from storage.cards import accounts, good_causes
from storage.engine.statements import Tx


def choose_cause(
    tx: Tx, person_id: int, account_id: int, version_id: int, place: int, *, now: datetime
) -> CardState | Literal["changed"]:
    """Let the holder of a card choose the cause at a place of the rules that they read; changed rules choose nothing."""
    account = accounts.locked(tx, account_id)
    if account.person_id != person_id or account.closed_at:
        return "changed"
    read = next((one for one in load_every(tx, account, now=now) if one.current.id == version_id), None)
    part = causes_in(read.current.programme.parts) if read else None
    if read is None or part is None or place >= len(part.causes):
        return "changed"
    good_causes.choose(tx, account, part.causes[place].name, now=now)
    every = load_every(tx, account, now=now)
    return next(one for one in every if one.counter.id == read.counter.id)
