"""What a rehearsal came to."""

from dataclasses import dataclass
from datetime import datetime

from actions.campaigns.gifts import REWARD_KEY
from storage.engine.statements import Tx
from storage.rehearsal import results
from storage.rehearsal.results import Ending, Tally

__all__ = ["Ending", "Outcome", "Tally", "outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every occasion with its end, and the programme's own rewards from the rehearsal's first day on."""

    endings: tuple[Ending, ...]
    earned: Tally
    taken: Tally


def outcome(tx: Tx, shop_id: int, *, since: datetime) -> Outcome:
    """Read what a rehearsal came to."""
    return Outcome(
        tuple(results.endings(tx, shop_id, gift=REWARD_KEY)),
        results.earned(tx, shop_id, gift=REWARD_KEY, since=since),
        results.taken(tx, shop_id, gift=REWARD_KEY, since=since),
    )
