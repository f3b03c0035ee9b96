"""A year of a thousand customers who take on whatever they may costs what the sums foretold, or less."""

from bisect import bisect_left
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest

from loyalty.cards.endings import ends_with
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.parts.challenge import Challenge, ChallengeDays, ChallengeFacts, TriedItem
from loyalty.cards.programme import Reward
from loyalty.shop.basis import Basis
from loyalty.shop.gifts import gifts_of
from loyalty.shop.month import Lately, PastVisit
from loyalty.shop.sums import sums_of
from tests.programmes import stamp_card

ZONE = ZoneInfo("Europe/Amsterdam")
BEGINS = datetime(2026, 1, 1, 9, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
LABELS = ("Cake", "Tea", "Soup")
CUSTOMERS = 1_000


def _customer(dice: Random) -> ChallengeFacts:
    """Let somebody come now and then for a year, at a pace of their own, and try something now and then."""
    pace, at, came, taps = dice.choice((2, 4, 7, 12, 25, 60)), BEGINS, [], []
    while (at := at + dice.expovariate(1 / pace) * DAY) < BEGINS + 365 * DAY:
        came.append(at)
        if dice.random() < 0.2:
            taps.append(TriedItem(at, dice.choice(LABELS)))
    return ChallengeFacts(came, taps)


def _wins(part: Challenge, seen: ChallengeFacts) -> list[datetime]:
    """Let somebody take it on whenever they may, and return the visits that won it."""
    won, at = [], BEGINS
    while at < BEGINS + 365 * DAY:
        span = ChallengeDays(at, ends_with(part.last_day(at.date()), ZONE).astimezone(ZONE))
        before = ChallengeFacts(
            [came for came in seen.came if came < at], [tap for tap in seen.taps if tap.at < at]
        )
        if not part.could_begin(before, LABELS):
            at += 7 * DAY
            continue
        inside = seen.came[bisect_left(seen.came, at) : bisect_left(seen.came, span.ends)]
        ways = ((came, part.way(span, _until(seen, came), came)) for came in inside)
        done = next((came for came, way in ways if way.done >= part.times and not way.lost), None)
        won += [done] if done else []
        at = span.ends
    return won


def _until(seen: ChallengeFacts, at: datetime) -> ChallengeFacts:
    return ChallengeFacts(
        [came for came in seen.came if came <= at], [tap for tap in seen.taps if tap.at <= at]
    )


@pytest.fixture(scope="module")
def everybody() -> list[ChallengeFacts]:
    """Return a thousand customers."""
    dice = Random(12)  # noqa: S311 - a year that is the same each time
    return [_customer(dice) for _ in range(CUSTOMERS)]


@pytest.mark.parametrize(
    "part",
    [
        Challenge("visits", 3, 14, 2),
        pytest.param(Challenge("items", 1, 30, 2), marks=pytest.mark.slow),
        pytest.param(Challenge("weekdays", 1, 30, 2), marks=pytest.mark.slow),
        pytest.param(Challenge("weeks", 4, 42, 4), marks=pytest.mark.slow),
    ],
    ids=lambda part: part.aim,
)
def test_a_year_costs_no_more_than_the_sums_of_its_months(
    part: Challenge, everybody: list[ChallengeFacts]
) -> None:
    card = stamp_card(
        (Reward("r1", "Coffee", 10, cost_minor=80),), parts=(part, *(BonusItem(label) for label in LABELS))
    )
    visits = sorted(
        (PastVisit(n, at, 1, None) for n, seen in enumerate(everybody) for at in seen.came),
        key=lambda visit: visit.at,
    )
    year = Lately(tuple(visits), CUSTOMERS, Fraction(365))
    basis = Basis(450, 650)
    [gift] = gifts_of(card, sums_of(card, basis, minor_per_unit=100), visits=year.visits_each)
    assert gift.cost is not None
    paid = sum(len(_wins(part, seen)) for seen in everybody) * part.gives * 8  # a stamp is a tenth of 0.80
    foretold = gift.cost.high * 365 / 30
    assert 0 < paid <= foretold
