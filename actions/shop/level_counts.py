"""How many cards are on each level, and what levels add in a month: of a programme as it is, or as it would be."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from loyalty.amounts import minor_per_unit
from loyalty.cards.part import EarlierVisit
from loyalty.cards.parts.levels import Level, levels_in
from loyalty.cards.programme import Programme, ProgrammeVersion
from loyalty.dates import day_of, day_starts
from loyalty.records import Shop
from loyalty.shop.level_costs import added_by, in_a_month
from loyalty.shop.month import MONTH_DAYS
from loyalty.shop.sums import Range
from storage.cards import visit_patterns
from storage.engine.statements import Tx

MOST_READ = 30_000  # visits: of more, some of the cards stand for all


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """So many cards on each level, the lowest first; `about` where not all of them were counted.

    `month` is from how many to how many stamps or points levels add in a month like the last one.
    """

    programme: ProgrammeVersion
    cards: tuple[tuple[Level, int], ...]
    month: Range
    about: bool = False


def level_counts(
    tx: Tx,
    shop: Shop,
    version: ProgrammeVersion,
    rules: Programme | None = None,
    *,
    now: datetime,
    most: int = MOST_READ,
) -> LevelCounts | None:
    """Count a programme's open cards by its levels, or by those of other `rules`; None where there are none."""
    programme = rules or version.programme
    levels = levels_in((), programme.parts)
    if levels is None:
        return None
    at, today = now.astimezone(shop.zone), day_of(now, shop.zone)
    month, since = (
        day_starts(today - timedelta(days=days), shop.zone)
        for days in (MONTH_DAYS, MONTH_DAYS + levels.looks_back())
    )
    every, visits = visit_patterns.by_counter(tx, shop.id, version.programme_id, since=since, most=most)
    cards, unit = list(_cards(visits)), minor_per_unit(shop.currency)
    held = Counter(one.level.name for came in cards if (one := levels.held(came, at)))
    added = (
        added_by(levels, programme, came, since=month.astimezone(shop.zone), minor_per_unit=unit)
        for came in cards
    )
    return LevelCounts(
        version,
        tuple((level, held[level.name] * every) for level in levels.levels),
        in_a_month(added).times(every),
        about=every > 1,
    )


def _cards(visits: Iterable[tuple[int, EarlierVisit]]) -> Iterator[list[EarlierVisit]]:
    """Yield the visits of each card: they stand together."""
    for _, own in groupby(visits, key=itemgetter(0)):
        yield [came for _, came in own]
