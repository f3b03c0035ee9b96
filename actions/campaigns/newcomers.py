"""Who came for the first time: their welcome is found in the next minute, not in the next night."""

from datetime import datetime

from actions.campaigns import find_due
from actions.campaigns.kinds import BY_KIND
from storage.campaigns import newcomers
from storage.campaigns.newcomers import Newcomer, waiting
from storage.cards import accounts
from storage.engine.statements import Tx

__all__ = ["Newcomer", "greet", "waiting"]


def greet(tx: Tx, one: Newcomer, *, now: datetime) -> tuple[int, int]:
    """Write down what is due to a newcomer, and return who that is and how much; a card of nobody's is told nothing."""
    newcomers.seen(tx, one.id)
    account = accounts.by_id(tx, one.account_id)
    if account.person_id is None or account.closed_at:
        return 0, 0
    kinds = [row.kind for row in BY_KIND.values() if row.for_newcomers]
    return account.person_id, sum(find_due.find_for(tx, account, kind, now=now) for kind in kinds)
