"""How a customer came, where a part of the rules asks for it, and what that lets them have."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.cards.part import EarlierVisit, Part
from loyalty.cards.programme import Programme
from loyalty.dates import day_of, day_starts
from loyalty.records import Counter
from storage.cards import visit_patterns
from storage.engine.statements import Tx


def past_of(
    tx: Tx, counter: Counter, parts: Sequence[Part], zone: ZoneInfo, *, now: datetime
) -> tuple[EarlierVisit, ...] | None:
    """Return a counter's visits as far back as one of these parts looks; None where none does."""
    back = max((part.looks_back() for part in parts), default=0)
    if not back:
        return None
    since = day_starts(day_of(now, zone) - timedelta(days=back), zone)
    return tuple(visit_patterns.counted_since(tx, counter, since=since))


def kept_for_others(
    programme: Programme, parts: Sequence[Part], past: Sequence[EarlierVisit] | None, at: datetime
) -> frozenset[str]:
    """Name the rewards that are kept for levels which a customer who came like that has not at a moment of the shop's clock."""
    if not any(reward.level for reward in programme.rewards):
        return frozenset()
    has = frozenset(name for part in parts for name in part.levels_of(past or (), at))
    return programme.kept_for_others(has)
