"""What customers ask in passing, and how they take their leave: each gets an answer of its own, in their language."""

import pytest

from loyalty.cards.programme import Reward
from tests.journeys.people import ANA, EVA, SANNE
from tests.journeys.platforms import EACH_PLATFORM
from tests.journeys.stage import Stage
from tests.programmes import stamp_card

_EACH = pytest.mark.parametrize("where", EACH_PLATFORM, ids=str)
_FADING = stamp_card((Reward("r1", "Free coffee", 4),), idle_days=30)


@_EACH
async def test_who_asks_whether_stamps_run_out_reads_that_they_do_not(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    assert "run out" not in await stage.says(ANA, "do my stamps run out?")  # there is none yet
    await stage.scans(EVA, ANA)
    said = await stage.says(ANA, "when do they expire?")
    assert said.startswith("What you collected on this card doesn't run out.")
    assert "1 of 4 stamps" in said


async def test_who_asks_when_stamps_run_out_reads_their_last_day(stage: Stage) -> None:
    cafe = await stage.cafe(programme=_FADING)
    await cafe.joins(ANA)
    await stage.scans(EVA, ANA)
    said = await stage.says(ANA, "when do they expire?")
    assert "doesn't run out" not in said
    assert "Valid until 11 April" in said


@_EACH
async def test_a_goodbye_is_answered_in_kind_and_is_no_letter_to_the_shop(stage: Stage) -> None:
    cafe = await stage.cafe()
    await cafe.joins(ANA)
    await cafe.joins(SANNE)
    assert await stage.says(ANA, "thanks, bye!") == "See you soon!"
    assert await stage.says(SANNE, "doei, fijne avond!") == "Tot gauw!"
    assert "Shall I pass this on" not in await stage.says(ANA, "haha")
