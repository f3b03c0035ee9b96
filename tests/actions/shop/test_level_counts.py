"""How many cards are on each level: counted by the visits that stand, for today's rules and for those that are looked at."""

from dataclasses import replace
from datetime import datetime

from actions.shop.level_counts import MOST_READ, LevelCounts, level_counts
from actions.shop.programme import ProgrammePreview, preview
from actions.shop.stats import Stats, shop_stats
from loyalty.actor import ActingPerson
from loyalty.cards.parts.levels import Level, Levels
from storage.engine.database import Database
from storage.engine.statements import Tx
from storage.shop import programmes, shops
from tests.actions.places import DAY, HOUR, MINUTE, NOW, Luna, join, meet, open_luna, stamps

CLUB = Levels((Level("Silver", 1, plus=1), Level("Gold", 3, plus=2)), days=10, grace=5)
RULES = stamps(30, parts=(CLUB,))


def _counted(tx: Tx, shop_id: int, *, now: datetime, most: int = MOST_READ) -> LevelCounts | None:
    return level_counts(tx, shops.by_id(tx, shop_id), programmes.first(tx, shop_id), now=now, most=most)


async def _busy(db: Database) -> Luna:
    """Let Ana come three times and Ben once."""
    luna = await open_luna(db, RULES)
    card = await db.write(join, luna.cafe.shop, await db.write(meet, "Ben"))
    for hours in range(3):
        await luna.booked(NOW + hours * HOUR)
    await luna.booked(NOW + 3 * HOUR, card=card)
    return luna


def _numbers(counts: LevelCounts | None) -> list[int]:
    return [n for _, n in counts.cards] if counts else []


async def test_each_card_stands_on_the_level_that_its_visits_hold(db: Database) -> None:
    luna = await _busy(db)
    assert _numbers(await db.read(_counted, luna.cafe.shop.id, now=NOW + 4 * HOUR)) == [1, 1]
    assert _numbers(await db.read(_counted, luna.cafe.shop.id, now=NOW + 20 * DAY)) == [0, 0]


async def test_what_was_taken_back_counts_for_no_level(db: Database) -> None:
    luna = await _busy(db)
    last = await luna.booked(NOW + 5 * HOUR)
    for visit in (last.visit.id, last.visit.id - 2):
        await luna.undo(visit, NOW + 5 * HOUR + MINUTE, by=luna.cafe.cleo, reason="A slip")
    assert sum(_numbers(await db.read(_counted, luna.cafe.shop.id, now=NOW + 6 * HOUR))) == 2


async def test_a_changed_programme_says_how_many_would_be_on_each_level(db: Database) -> None:
    luna = await _busy(db)
    new = stamps(30, parts=(replace(CLUB, levels=(Level("Silver", 2, plus=1), Level("Gold", 3, plus=2))),))
    cleo = ActingPerson(luna.cafe.cleo)
    shown = await db.read(preview, cleo, luna.cafe.shop.id, new, now=NOW + 4 * HOUR)
    assert isinstance(shown, ProgrammePreview)
    assert _numbers(shown.levels) == [0, 1]
    without = await db.read(preview, cleo, luna.cafe.shop.id, stamps(30), now=NOW + 4 * HOUR)
    assert isinstance(without, ProgrammePreview)
    assert without.levels is None


async def test_the_figures_of_the_week_say_how_many_are_on_each(db: Database) -> None:
    luna = await _busy(db)
    found = await db.read(shop_stats, ActingPerson(luna.cafe.cleo), luna.cafe.shop.id, now=NOW + 4 * HOUR)
    assert isinstance(found, Stats)
    assert [_numbers(one) for one in found.levels] == [[1, 1]]


async def test_of_very_many_visits_some_cards_stand_for_all(db: Database) -> None:
    luna = await _busy(db)
    counts = await db.read(_counted, luna.cafe.shop.id, most=3, now=NOW + 4 * HOUR)
    assert counts is not None
    assert counts.about
    assert sum(_numbers(counts)) == 2
