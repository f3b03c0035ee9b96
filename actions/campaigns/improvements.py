"""What somebody who wrote to a shop is to hear of: the first thing that came of their letters, while it is news."""

from datetime import datetime, timedelta

from loyalty.records import Account
from storage.engine.statements import Tx
from storage.people import improvements
from storage.people.improvements import Improvement

NEWS = timedelta(days=21)  # a dose or two may come before it


def told_now(tx: Tx, account: Account, *, now: datetime) -> Improvement | None:
    """Return what an account's holder is to hear of; what came later is told once this is no news any more."""
    if account.person_id is None:
        return None
    return improvements.first_since(tx, account.shop_id, account.person_id, since=now - NEWS)
