"""A rehearsal lives every part of a programme that a past tells of, and books each visit that was booked."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from actions.rehearsal.recorded_past import (
    Came,
    Customer,
    Deed,
    DidTask,
    JoinedIn,
    Past,
    PastEvent,
    ShopRules,
    WasSurprised,
    in_order,
)
from loyalty.cards.part import Part
from loyalty.cards.parts.above_average import AboveAverage
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.referral import Referral
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.programme import Limits, Programme, Reward
from scheduler.rehearsal.rehearse import Span, walk
from scheduler.rehearsal.report import RehearsalReport, report
from scheduler.rehearsal.stage import open_stage
from storage.engine.in_memory import scratch
from tests.programmes import points_card, stamp_card

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FORTNIGHT = Span(date(2026, 3, 1), date(2026, 3, 15))
COFFEE = stamp_card([Reward("r1", "Coffee", 20, 80)])
DINNER = points_card([Reward("r1", "Dinner", 900, 90)])


def came(*at: datetime, **how: object) -> list[tuple[datetime, int, Deed]]:
    return [(moment, 0, Came(**how)) for moment in at]  # type: ignore[arg-type]


async def lived(programme: Programme, *deeds: tuple[datetime, int, Deed]) -> RehearsalReport:
    """Let Ana join on a Monday, and all of this happen."""
    events = [PastEvent(MONDAY - DAY, 0, JoinedIn()), *(PastEvent(*deed) for deed in deeds)]
    past = Past((Customer("ana"), Customer("ben")), in_order(iter(events)))
    with scratch() as tx:
        stage = open_stage(tx, ShopRules("Café Luna", programme), past, now=MONDAY - DAY)
        async for _ in walk(stage, FORTNIGHT):
            pass
        return report(stage, FORTNIGHT)


def with_part(programme: Programme, part: Part) -> Programme:
    return replace(programme, parts=(part,))


@pytest.mark.slow
async def test_a_second_visit_that_was_booked_within_a_minute_counts_again() -> None:
    done = await lived(COFFEE, *came(MONDAY, MONDAY + 20 * SECOND, MONDAY + 30 * SECOND))
    assert (done.booked, done.refused) == (3, {})


@pytest.mark.slow
async def test_a_pause_between_visits_holds_for_a_second_one_too() -> None:
    paused = replace(COFFEE, limits=Limits(cooldown_minutes=30))
    done = await lived(paused, *came(MONDAY, MONDAY + 20 * SECOND))
    assert (done.booked, done.refused) == (1, {"TooSoon": 1})


@pytest.mark.slow
async def test_a_bonus_time_counts_more_on_its_days() -> None:
    twice = with_part(COFFEE, BonusTime(weekdays=(0,), start=time(9), end=time(12), times=2))
    done = await lived(twice, *came(MONDAY, MONDAY + DAY, MONDAY + 7 * DAY))
    assert done.on_top == {"bonus_time": 2}


@pytest.mark.slow
@pytest.mark.parametrize(("items", "given"), [(("Cake",), {"bonus_item": 2}), (("Tea",), {}), ((), {})])
async def test_what_was_bought_counts_more_as_far_as_these_rules_give_more_for_it(
    items: tuple[str, ...], given: dict[str, int]
) -> None:
    done = await lived(with_part(COFFEE, BonusItem("Cake", 2)), *came(MONDAY, items=items))
    assert (done.booked, done.on_top) == (1, given)


@pytest.mark.slow
async def test_more_than_usual_is_thanked_for_by_what_was_spent_before() -> None:
    spent = [(MONDAY + n * DAY, 0, Came(spent_minor=10_00)) for n in range(3)]
    large = (MONDAY + 4 * DAY, 0, Came(spent_minor=12_00))
    done = await lived(with_part(DINNER, AboveAverage(percent=20, plus=5)), *spent, large)
    assert done.on_top == {"above_average": 5}


@pytest.mark.slow
async def test_a_friend_who_was_brought_brings_both_their_gifts() -> None:
    friends = with_part(COFFEE, Referral(for_friend=2, for_inviter=3))
    done = await lived(
        friends,
        *came(MONDAY),
        (MONDAY + DAY, 1, JoinedIn(by=0)),
        (MONDAY + 2 * DAY, 1, Came()),
        (MONDAY + 3 * DAY, 1, Came()),
    )
    assert done.on_top == {"referral": 5}


@pytest.mark.slow
async def test_where_these_rules_give_nothing_for_a_friend_the_friend_is_a_customer_like_others() -> None:
    done = await lived(
        COFFEE, *came(MONDAY), (MONDAY + DAY, 1, JoinedIn(by=0)), (MONDAY + 2 * DAY, 1, Came())
    )
    assert (done.customers, done.booked, done.on_top) == (2, 2, {})


@pytest.mark.slow
async def test_a_surprise_is_given_again_as_far_as_the_budget_lets_it() -> None:
    given = [(MONDAY + n * DAY, 0, WasSurprised(2)) for n in range(3)]
    done = await lived(with_part(COFFEE, Surprise(a_month=5, a_day=5, at_once=2)), *given)
    assert done.on_top == {"surprise": 5}
    assert (await lived(COFFEE, *given)).on_top == {}


@pytest.mark.slow
async def test_a_task_is_done_again_where_these_rules_have_it() -> None:
    cup, done_it = Task("Bring a cup", "A cup of your own.", 3), (MONDAY, 0, DidTask("Bring a cup"))
    once = await lived(with_part(COFFEE, cup), done_it, (MONDAY + DAY, 0, DidTask("Bring a cup")))
    assert once.on_top == {"task": 3}
    assert (await lived(with_part(COFFEE, replace(cup, label="Another")), done_it)).on_top == {}
