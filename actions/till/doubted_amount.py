"""An amount that is most likely a slip, so that the cashier is asked before it is booked."""

from datetime import datetime

from actions.cards.card_state import CardState
from actions.till.scan import Scan, foresee
from actions.till.scan_outcome import Foreseen
from loyalty.records import Shop
from loyalty.till.doubtful_amounts import harmless, unlikely
from storage.engine.statements import Tx
from storage.shop import stats

_USUAL_VISITS = 50  # the newest, beside which an unusual amount is seen


def doubted(tx: Tx, scan: Scan, *, now: datetime) -> CardState | None:
    """Return the card if this would be booked but looks like a slip, so that the cashier is asked first."""
    foreseen, spent = foresee(tx, scan, now=now), scan.claim.spent_minor
    if not isinstance(foreseen, Foreseen) or spent is None:
        return None
    return foreseen.state if slip(tx, foreseen.state.shop, spent) else None


def slip(tx: Tx, shop: Shop, spent_minor: int) -> bool:
    """Say whether an amount is most likely a slip, beside what the shop's newest visits were."""
    # Asked of the newest visits, where other tills are writing: only where there is something to doubt.
    if harmless(spent_minor, shop.currency):
        return False
    usual = stats.newest_amounts(tx, shop.id, most=_USUAL_VISITS)
    return unlikely(spent_minor, usual, shop.currency)
