"""What a rehearsal came to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from actions.campaigns.gifts import REWARD_KEY
from actions.campaigns.kinds import kind_named
from loyalty.campaigns.frequency_cap import Gift
from loyalty.cards.parts import PARTS
from storage.engine.statements import Tx
from storage.rehearsal import results
from storage.rehearsal.results import Ending, RewardTally

__all__ = ["Ending", "RehearsalResult", "RewardTally", "outcome"]


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """Every occasion with its end, and the programme's own rewards from the rehearsal's first day on."""

    endings: tuple[Ending, ...]
    earned: RewardTally
    taken: RewardTally
    on_top: Mapping[str, int]  # stamps or points by part, beside what visits earn


def outcome(tx: Tx, shop_id: int, *, since: datetime) -> RehearsalResult:
    """Read what a rehearsal came to."""
    return RehearsalResult(
        tuple(map(_with_own_gift, results.endings(tx, shop_id, gift=REWARD_KEY))),
        results.earned(tx, shop_id, gift=REWARD_KEY, since=since),
        results.taken(tx, shop_id, gift=REWARD_KEY, since=since),
        {part: given for part, given in results.on_top(tx, shop_id, since=since).items() if part in PARTS},
    )


def _with_own_gift(one: Ending) -> Ending:
    """Count a gift for the message that brought it: others only remind of it."""
    brings = kind_named(one.kind).policy.gift is not Gift.NONE
    return one if brings else replace(one, given_at=None, reward=None, cost_minor=None)
