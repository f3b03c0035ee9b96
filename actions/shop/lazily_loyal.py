"""How many loyal customers answer lukewarm: by number alone, as each who answered was promised."""

from datetime import datetime, timedelta

from loyalty.people.alerts import OPINION_COUNTS_DAYS, LazilyLoyal, lazily_loyal
from storage.engine.statements import Tx
from storage.people import opinions


def count_lazily_loyal(tx: Tx, shop_id: int, *, now: datetime) -> LazilyLoyal | None:
    """Count who comes month after month and answers lukewarm; None where so few answered that it would tell of somebody."""
    since = now - timedelta(days=OPINION_COUNTS_DAYS)
    return lazily_loyal(*opinions.loyal_answers(tx, shop_id, since=since))
