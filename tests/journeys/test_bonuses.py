"""Bonuses from the card that promises them to the till that gives them, and back again: on every channel."""

import pytest

from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Limits, Reward
from tests.actions.places import change_only
from tests.fakes.people import User
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Stage
from tests.programmes import points_card, stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
COFFEE, CAKE = Reward("r1", "Free coffee", 20), Reward("r1", "Cake", 400)


async def _taps(stage: Stage, person: User, label: str) -> str:
    """Tap what stands below the newest message, or behind its last button where a platform shows three."""
    if label not in stage.newest(person).labels:
        await stage.taps(person, "☰ More")
    return await stage.taps(person, label)


@everywhere
async def test_a_visit_in_a_bonus_time_brings_an_item_and_a_surprise_and_its_undo_takes_all(
    stage: Stage,
) -> None:
    rules = stamp_card((COFFEE,), parts=(BonusTime(times=2), BonusItem("Cake", 3), Surprise(9, 9, 2)))
    cafe = await stage.cafe(programme=rules)
    card = await cafe.joins(ANA)
    assert "✨ Now: twice the stamps" in card
    assert "✨ Cake: +3 stamps" in card
    assert "Ana, 2 of 20 stamps ✔ stamped" in await stage.scans(EVA, ANA)
    assert "✨ +3 · Bonus item" in await _taps(stage, EVA, "+ Cake")
    assert await stage.balance(ANA) == 5
    mark = stage.platform.mark(ANA)
    await _taps(stage, EVA, "🎁 Surprise")
    await stage.taps(EVA, "2 stamps")
    await stage.taps(EVA, "Just because")
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "🎁 A surprise from Café Luna: 2 stamps. “Just because”" in read
    assert await stage.balance(ANA) == 7
    await stage.says(EVA, "/undo")
    await stage.taps(EVA, "↩ 12:00 Ana +5 · Eva")
    assert await stage.balance(ANA) == 0


@pytest.mark.slow
@everywhere
async def test_more_than_usual_is_thanked_for_and_what_earns_nothing_is_taken_out(stage: Stage) -> None:
    rules = points_card((CAKE,), points_per_unit=1, parts=(AboveAverage(20, 5), ExcludedItem("Gift cards")))
    cafe = await stage.cafe(programme=rules)
    await cafe.joins(ANA)
    for _ in range(3):
        await stage.scans(EVA, ANA)
        await stage.says(EVA, "10")
        stage.later(days=1)
        await stage.says(ANA, "/card")
    assert "✨ From €12.00 today: +5 points" in await stage.says(ANA, "/card")
    await stage.scans(EVA, ANA)
    assert "Ana: +25 points ✔ now 55 points" in await stage.says(EVA, "20")
    assert "How much of the €20.00 was for Gift cards?" in await _taps(stage, EVA, "− Gift cards")
    assert "Ana: +8 points" in await stage.says(EVA, "12")
    assert await stage.balance(ANA) == 38


@everywhere
async def test_a_change_for_the_worse_is_read_with_the_visit_before_the_card_is_full(stage: Stage) -> None:
    begun = stamp_card((Reward("r1", "Free coffee", 4),), Limits(max_per_visit=3), parts=(BonusItem("Cake"),))
    cafe = await stage.cafe(programme=begun)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    worse = stamp_card((Reward("r1", "Free coffee", 4),), Limits(cooldown_minutes=60, max_per_visit=1))
    await stage.house.db.write(change_only, cafe.shop.id, worse, now=stage.hours.now)
    stage.later(days=1)
    await stage.says(ANA, "/card")
    mark = stage.platform.mark(ANA)
    assert "2 of 4 stamps" in await stage.scans(EVA, ANA)
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "🔜 From your next card on: Pause between visits: 60 minutes, Most per visit: 1 stamp" in read
    assert "🔜 From your next card on: without “Cake: +1 stamp”" in read
    assert "+ Cake" in stage.newest(EVA).labels  # what holds from the next card on does not hold now
    stage.later(minutes=16)  # the picture is in nobody's hand: the visit is told in words
    mark = stage.platform.mark(ANA)
    assert "3 of 4 stamps" in await stage.says(EVA, stage.short_code(ANA))
    told = [seen.text for seen in stage.platform.since(ANA, mark) if "Café Luna: ✔ 1 stamp" in seen.text]
    assert any("🔜 From your next card on: Pause between visits" in text for text in told)
    stage.later(minutes=2)
    await stage.says(EVA, stage.short_code(ANA))
    assert await stage.balance(ANA) == 0
    assert "🔜" not in await stage.says(ANA, "/card")
