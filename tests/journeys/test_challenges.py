"""A customer takes a challenge on, does it, and gets it with the visit that does it: on every channel."""

import pytest

from loyalty.cards.part import Part
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Challenge
from loyalty.cards.programme import Reward
from tests.actions.places import change_only
from tests.journeys.campaigns import either, opened, reminded, round_for
from tests.journeys.people import ANA, CLEO, EVA
from tests.journeys.platforms import EVERYWHERE
from tests.journeys.stage import Place, Stage
from tests.kinds import CHALLENGE_ENDING, JOKER_USED
from tests.programmes import stamp_card

everywhere = pytest.mark.parametrize("where", EVERYWHERE, ids=str)
TWO = Challenge("visits", 2, 14, 3)


async def _cafe(stage: Stage, *parts: Part) -> Place:
    cafe = await stage.cafe(programme=stamp_card((Reward("r1", "Free coffee", 30),), parts=parts))
    await cafe.joins(ANA)
    return cafe


async def _comes(stage: Stage, *, days: int = 0) -> str:
    stage.later(days=days, hours=1)
    await stage.says(ANA, "/card")
    return await stage.scans(EVA, ANA)


@everywhere
async def test_it_is_taken_on_done_told_paid_and_taken_back(stage: Stage) -> None:
    await _cafe(stage, TWO)
    assert "2 visits within 14 days: 3 stamps" in await stage.says(ANA, "/challenges")
    begun = await stage.taps(ANA, "Take it: 2 visits")
    assert "Taken on: 2 visits within 14 days, for 3 stamps. It counts from now on, until" in begun
    assert "challenge done" not in await _comes(stage)
    assert "🏁 2 visits: 1 so far, until" in await stage.says(ANA, "/card")
    mark = stage.platform.mark(ANA)
    assert "🏁 +3 · challenge done: 2 visits" in await _comes(stage, days=1)
    read = "\n".join(seen.text for seen in stage.platform.since(ANA, mark))
    assert "🏁 +3 · challenge done: 2 visits" in read
    assert await stage.balance(ANA) == 5
    assert "+3 · Challenge" in await stage.says(ANA, "/history")
    listed = await stage.says(ANA, "/challenges")
    assert "🏁 2 visits: done, 3 stamps for you" in listed
    assert "One of this kind at a time" in listed
    assert "4 stamps went: that whole visit." in await stage.taps(EVA, "↩ Undo")
    assert await stage.balance(ANA) == 1
    assert "🏁 2 visits: 1 so far" in await stage.says(ANA, "/card")
    await _comes(stage)
    assert await stage.balance(ANA) == 5


@pytest.mark.slow
@everywhere
async def test_each_kind_is_lived_through(stage: Stage) -> None:
    row, new, day = (
        Challenge("weeks", 3, 14, 4),
        Challenge("items", 1, 30, 2),
        Challenge("weekdays", 1, 30, 2),
    )
    await _cafe(stage, row, new, day, BonusItem("Cake"))
    await _comes(stage)
    await stage.says(ANA, "/challenges")
    assert "of the others you may miss one" in await stage.taps(ANA, "Take it: 3 weeks in a row")
    for goal in ("1 new thing", "1 new weekday"):
        await stage.says(ANA, "/challenges")
        await stage.taps(ANA, f"Take it: {goal}")
    assert "challenge done: 1 new weekday" in await _comes(stage, days=8)
    assert "challenge done: 1 new thing" in await stage.taps(EVA, "+ Cake")
    assert await stage.balance(ANA) == 1 + 1 + 2 + 1 + 2
    assert "3 weeks in a row: 1 so far" in await stage.says(ANA, "/card")
    await _comes(stage, days=14)
    assert "3 weeks in a row: 2 so far" in await stage.says(ANA, "/card")
    assert "joker used" in await stage.says(ANA, "/challenges")
    assert "challenge done: 3 weeks in a row" in await _comes(stage, days=7)


@everywhere
async def test_an_owner_sets_challenges_up_by_the_screen_of_bonuses(stage: Stage) -> None:
    await _cafe(stage)
    assert "No shop of yours has challenges" in await stage.says(ANA, "/challenges")
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    assert "Who likes takes it on with" in await stage.taps(CLEO, "➕ Challenge")
    await stage.taps(CLEO, "3 visits within 14 days: 2 stamps")
    await stage.taps(CLEO, "Within days")
    assert "A challenge lasts from 1 to 366 days." in await stage.says(CLEO, "0")
    assert "3 visits within 7 days: 2 stamps" in await stage.says(CLEO, "7")
    assert "3 visits within 7 days: 2 stamps" in await stage.taps(CLEO, "✔ Use it")
    await stage.taps(CLEO, "✔ Confirm")
    await stage.says(ANA, "/challenges")
    assert "Taken on: 3 visits within 7 days" in await stage.taps(ANA, "Take it: 3 visits")


@everywhere
async def test_new_things_without_a_thing_are_refused_with_what_to_do(stage: Stage) -> None:
    await _cafe(stage, BonusItem("Cake"))
    await stage.says(CLEO, "/programme")
    await stage.taps(CLEO, "✨ Bonuses")
    await stage.taps(CLEO, "➕ Challenge")
    await stage.taps(CLEO, "1 new thing within 30 days: 2 stamps")
    await stage.taps(CLEO, "How many")
    await stage.says(CLEO, "2")
    assert "add them first" in await stage.taps(CLEO, "✔ Use it")


async def _takes(stage: Stage, part: Challenge, goal: str) -> None:
    rules = stamp_card((Reward("r1", "Free coffee", 30),), parts=(part,))
    await opened(stage, rules, CHALLENGE_ENDING, JOKER_USED)
    await stage.says(ANA, "/challenges")
    await stage.taps(ANA, f"Take it: {goal}")
    await _comes(stage)
    assert await round_for(stage, ANA) == ""
    stage.later(days=12)


@pytest.mark.slow
@everywhere
async def test_an_end_that_is_near_is_told_once(stage: Stage) -> None:
    await _takes(stage, TWO, "2 visits")
    assert "your challenge ends soon.\n2 visits: 1 so far, until" in await reminded(stage, ANA)
    assert await round_for(stage, ANA) == ""


@everywhere
async def test_a_joker_that_is_used_is_told_once(stage: Stage) -> None:
    await _takes(stage, Challenge("weeks", 3, 14, 4), "3 weeks in a row")
    told = await round_for(stage, ANA)
    assert either(stage, "your joker is used", "the joker of your weeks in a row is used") in told
    assert await round_for(stage, ANA) == ""


async def test_a_button_of_other_rules_says_so_and_shows_todays(stage: Stage) -> None:
    cafe = await _cafe(stage, TWO)
    await stage.says(ANA, "/challenges")
    other = stamp_card((Reward("r1", "Free coffee", 30),), parts=(Challenge("weeks", 3, 14, 4),))
    await stage.house.db.write(change_only, cafe.shop.id, other, now=stage.hours.now)
    said = await stage.taps(ANA, "Take it: 2 visits")
    assert "This was changed meanwhile. Here is what there is to take on now:" in said
    assert "3 weeks in a row with one joker: 4 stamps" in said


async def test_who_works_there_reads_that_challenges_are_for_customers(stage: Stage) -> None:
    cafe = await _cafe(stage, TWO)
    await cafe.joins(EVA)
    assert "You work here: challenges are for customers." in await stage.says(EVA, "/challenges")
