"""What a rehearsal came to."""

from dataclasses import dataclass
from datetime import datetime

from actions.gifts import REWARD_KEY
from storage import rehearsed
from storage.rehearsed import Ending, Tally
from storage.statements import Tx

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
        tuple(rehearsed.endings(tx, shop_id, gift=REWARD_KEY)),
        rehearsed.earned(tx, shop_id, gift=REWARD_KEY, since=since),
        rehearsed.taken(tx, shop_id, gift=REWARD_KEY, since=since),
    )
