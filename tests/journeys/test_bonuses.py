"""Bonuses from the card that promises them to the till that gives them, and back again: on every channel."""

import pytest

from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.excluded_item import ExcludedItem
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.programme import Reward
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
