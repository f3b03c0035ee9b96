"""A full stamp card pays points: on the customer's points card as it is handed out, and back with its undo."""

import pytest

from loyalty.cards.programme import Reward
from loyalty.cards.worth import Counted
from loyalty.units import Unit
from tests.actions.places import change_only
from tests.journeys.people import ANA, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import POINTS, Stage
from tests.programmes import stamp_card
from tests.side_by_side import add

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
ONE_STAMP = stamp_card((Reward("treat", "Points", 1, worth=Counted(50, Unit.POINTS)),))


async def _open(stage: Stage) -> None:
    luna = await stage.cafe()
    await stage.house.db.write(add, luna.shop.id, POINTS, now=stage.hours.now)
    await stage.house.db.write(change_only, luna.shop.id, ONE_STAMP, now=stage.hours.now)
    await luna.joins(ANA)
    await stage.scans(EVA, ANA)
    await stage.taps(EVA, "Stamp card")


@everywhere
async def test_the_till_reads_what_is_booked_and_an_undo_takes_it_back(stage: Stage) -> None:
    await _open(stage)
    assert "🎁 Points (+50 points)" in await stage.says(ANA, "/rewards")
    said = await stage.taps(EVA, "🎁 Redeem")
    assert "🎁 Points (+50 points) for Ana ✔ redeemed\n✔ 50 points booked on the card." in said
    assert "50 points" in await stage.says(ANA, "/card")
    assert "+50 · Points card · Points" in await stage.says(ANA, "/history")
    assert "Taken back: Ana has “Points” again." in await stage.taps(EVA, "↩ Undo")
    assert "Points card: 0 points" in await stage.says(ANA, "/card")


@everywhere
async def test_points_that_were_used_stay_and_the_till_reads_why(stage: Stage) -> None:
    await _open(stage)
    await stage.taps(EVA, "🎁 Redeem")
    undo = next(label for label in stage.last(EVA).labels if "Undo" in label)
    await stage.says(ANA, "/rewards")
    await stage.taps(ANA, "Get: Cake")
    await stage.taps(ANA, "Yes, get it")
    assert "“Points” stays redeemed: Ana has used what it gave" in await stage.taps(EVA, undo)
