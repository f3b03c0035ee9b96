"""What levels cost in a year is what the sums foretold of a month, within their interval."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from loyalty.cards.counter_state import CounterState
from loyalty.cards.part import EarlierVisit
from loyalty.cards.parts.levels import Level, Levels
from loyalty.cards.programme import Programme, ProgrammeVersion, Reward
from loyalty.cards.visits import Claim, Earned, decide
from loyalty.shop.basis import Basis
from loyalty.shop.level_costs import added_by, in_a_month
from loyalty.shop.sums import Range, earned_at_most, sums_of
from tests.programmes import points_card, stamp_card

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=AMSTERDAM)
MONTH, YEAR = timedelta(days=30), timedelta(days=360)
CUSTOMERS = 1_000
BY_VISITS = Levels((Level("Silver", 6, plus=1), Level("Gold", 12, plus=2)), days=90, grace=30)
BY_MONEY = Levels(
    (Level("Silver", spent_minor=100_00, percent=10), Level("Gold", spent_minor=250_00, percent=25)),
    days=180,
    grace=60,
)
CLUBS = [
    pytest.param(stamp_card((Reward("r1", "Coffee", 10, 80),), parts=(BY_VISITS,)), id="visits"),
    pytest.param(points_card((Reward("r1", "Coffee", 50, 80),), parts=(BY_MONEY,)), id="money"),
]


def _visits(dice: random.Random, until: datetime) -> Iterator[EarlierVisit]:
    """Let somebody come at their own pace, between twice a week and once in two months, and spend about €9."""
    pace, at = dice.choice((3.5, 7, 14, 30, 60)), BEGIN
    while (at := at + timedelta(days=dice.expovariate(1 / pace))) < until:
        yield EarlierVisit(at, dice.randint(300, 1_500))


def _booked(programme: Programme, came: list[EarlierVisit], *, since: datetime) -> int:
    """Book one customer's visits as a till does, and count what levels added from a moment on."""
    version, added = ProgrammeVersion(1, programme, 1), 0
    for place, one in enumerate(came):
        standing = CounterState(0, 1, version, past=tuple(came[max(0, place - 200) : place]))
        outcome = decide(
            standing, Claim(spent_minor=one.spent_minor), current=version, now=one.at, zone=AMSTERDAM, minor_per_unit=100
        )  # fmt: skip
        if isinstance(outcome, Earned) and one.at >= since:
            added += outcome.bonus
    return added


@pytest.mark.slow
@pytest.mark.parametrize("programme", CLUBS)
def test_a_year_of_a_thousand_customers_costs_what_was_foretold_from_the_month_before_it(
    programme: Programme,
) -> None:
    dice = random.Random(12)  # noqa: S311 - made-up customers
    levels, foretold_at = programme.parts[0], BEGIN + YEAR
    assert isinstance(levels, Levels)
    people = [list(_visits(dice, foretold_at + YEAR)) for _ in range(CUSTOMERS)]
    known = [[one for one in came if one.at < foretold_at] for came in people]
    month = in_a_month(
        added_by(levels, programme, came, since=foretold_at - MONTH, minor_per_unit=100) for came in known
    )
    sums = sums_of(programme, Basis(900, 650), minor_per_unit=100)
    foretold = Range(*(end * 12 * sums.cost_per_unit.high for end in (month.low, month.high)))
    cost = sum(_booked(programme, came, since=foretold_at) for came in people) * sums.cost_per_unit.high
    assert foretold.low <= cost <= foretold.high
    assert foretold.high < foretold.low * Fraction(4, 3)  # an interval that says something
    visits = sum(one.at >= foretold_at for came in people for one in came)
    dearest = (earned_at_most(programme, sums.earned_per_visit) - sums.earned_per_visit) * visits
    assert cost < dearest * sums.cost_per_unit.high


def test_what_was_added_is_counted_with_the_level_that_was_held_before_each_visit() -> None:
    programme = stamp_card((Reward("r1", "Coffee", 10),), parts=(BY_VISITS,))
    came = [EarlierVisit(BEGIN + timedelta(days=day)) for day in range(8)]
    assert (
        added_by(BY_VISITS, programme, came, since=BEGIN, minor_per_unit=100) == 2
    )  # the seventh and the eighth
    assert added_by(BY_VISITS, programme, came, since=came[-1].at, minor_per_unit=100) == 1


def test_a_month_is_as_uncertain_as_its_customers_come_each_by_themselves() -> None:
    assert in_a_month([1] * 100) == Range(Fraction(80), Fraction(120))
    assert in_a_month([100]) == Range(Fraction(), Fraction(300))
    assert in_a_month([]) == Range(Fraction(), Fraction())
