"""The sums that a rehearsal prints: made on the past itself, by hand for a small café, with today's rules beside them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from actions.rehearsal.recorded_past import (
    Came,
    Customer,
    JoinedIn,
    Past,
    PastEvent,
    ShopRules,
    ToldBirthday,
    in_order,
)
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.parts.surprise import Surprise
from loyalty.cards.parts.task import Task
from loyalty.cards.programme import Programme, Reward
from loyalty.dates import Birthday
from loyalty.shop.basis import Told
from loyalty.shop.sums import Range
from loyalty.units import Unit
from scheduler.rehearsal.rehearse import Span, walk
from scheduler.rehearsal.stage import open_stage
from scheduler.rehearsal.sums import RehearsedSums, sums_of_past
from storage.engine.in_memory import scratch
from tests.kinds import BIRTHDAY
from tests.programmes import points_card, stamp_card
from words.language import ENGLISH, words
from words.shop.calculations import sums_lines

OPENED = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
COFFEE = stamp_card([Reward("r1", "Coffee", 10, 80)])
TOLD = Told(450, 650)


def past(*days: int, customers: int = 1) -> Past:
    """Let customers join on the first day and come on these days, at ten past ten."""
    everybody = range(customers)
    events = [PastEvent(OPENED, who, JoinedIn()) for who in everybody]
    events += [PastEvent(OPENED, who, ToldBirthday(Birthday(5, 5))) for who in everybody]
    events += [PastEvent(OPENED + day * DAY, who, Came()) for who in everybody for day in days]
    return Past(tuple(Customer(str(who)) for who in everybody), in_order(iter(events)))


async def sums(
    lived: Past,
    programme: Programme = COFFEE,
    today: Programme | None = None,
    told: Told = TOLD,
    **campaigns: dict[str, int | str],
) -> RehearsedSums:
    chosen: dict[MessageKind, dict[str, int | str]] = {
        kind: campaigns[kind] for kind in (BIRTHDAY,) if kind in campaigns
    }
    rules = ShopRules("Café Sol", programme, told=told, campaigns=chosen)
    with scratch() as tx:
        stage = open_stage(tx, rules, lived, now=OPENED)
        async for _ in walk(stage, MARCH):
            pass
        return sums_of_past(stage, MARCH, today)


def exactly(amount: int) -> Range:
    return Range(Fraction(amount), Fraction(amount))


async def test_a_month_of_a_past_is_what_its_visits_would_earn() -> None:
    """The last visit is on day 80; of the thirty days before it the visits of days 60, 70 and 80 count, two customers each."""
    month = (await sums(past(10, 60, 70, 80, customers=2))).tried.month
    assert month
    assert month.visits == month.given == 6
    assert month.cost == exactly(6 * 8)


@pytest.mark.slow
async def test_todays_rules_stand_beside_those_that_are_tried_on_the_same_visits() -> None:
    """Three stamps are €0.24; with twice the stamps they are six, €0.48."""
    found = await sums(past(60, 70, 80), replace(COFFEE, parts=(BonusTime(times=2),)), COFFEE)
    assert found.today
    assert found.today.month
    assert found.tried.month
    assert (found.today.month.cost, found.tried.month.cost) == (exactly(24), exactly(48))


@pytest.mark.slow
async def test_rules_that_are_the_shops_own_or_count_something_else_have_nothing_beside_them() -> None:
    assert (await sums(past(60), COFFEE, COFFEE)).today is None
    assert (await sums(past(60), COFFEE, points_card([Reward("r1", "Cake", 100, 90)]))).today is None


@pytest.mark.slow
async def test_surprises_and_campaigns_are_in_it_as_at_most_and_about() -> None:
    """Forty stamps of €0.08 are €3.20; three birthdays a year are about one a month, a cake of €1.50."""
    found = await sums(
        past(60, 70, 80, customers=3),
        replace(COFFEE, parts=(Surprise(),)),
        birthday={"on": 1, "gift": "Cake", "gift_cost_minor": 150},
    )
    assert [(gift.cause, gift.times, gift.cost) for gift in found.tried.gifts] == [
        ("surprise", 40, exactly(3_20)),
        ("birthday", 1, exactly(1_50)),
    ]


@pytest.mark.slow
async def test_tasks_are_in_it_as_what_they_cost_at_most() -> None:
    """Two stamps of €0.08, twenty times a month: €3.20; with them a rehearsal says in one line what all would cost."""
    task = Task("Own cup", "Come with a cup of your own.", 2, 3, 20)
    found = (await sums(past(60, 70, 80), replace(COFFEE, parts=(task,)))).tried
    assert [(gift.cause, gift.times, gift.cost) for gift in found.gifts] == [("task", 20, exactly(3_20))]
    assert "· Task: €0.16 each, 20 a month at most: €3.20" in sums_lines(
        found, Unit.STAMPS, "EUR", words(ENGLISH)
    )


@pytest.mark.slow
async def test_without_a_margin_there_are_no_sums() -> None:
    assert (await sums(past(60), told=Told(450))).tried.sums is None
