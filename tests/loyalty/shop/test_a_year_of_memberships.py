"""A year of a thousand customers with memberships costs what the sums foretold, within their interval."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest

from loyalty.cards.memberships import HeldMembership, term
from loyalty.cards.parts.membership import Membership
from loyalty.cards.worth import PercentOff, deducted
from loyalty.shop.basis import Basis
from loyalty.shop.for_sale import sales_of
from tests.programmes import stamp_card
from tests.talk import TEN_STAMPS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGINS = datetime(2026, 1, 1, 9, tzinfo=UTC)
SOL = Basis(450, 650)
CUSTOMERS, DAYS = 1_000, 365
COFFEE = Membership("A coffee a day", 3900, months=1, item="Coffee")
TEN = Membership("Ten coffees", 2500, days=90, item="Coffee", cuts=10)
CLUB = Membership("Club", 2500, months=6, percent=10)


def _bought(part: Membership, now: datetime) -> HeldMembership:
    begins_at, ends_at = term(part, (), now=now, zone=AMSTERDAM)
    return HeldMembership(
        0, 1, 1, part.label, part.item, part.percent, part.cuts, part.price_minor, now, 1,
        begins_at, ends_at, None, None, 0, None, 0, 0, None, None,
    )  # fmt: skip


def _year(part: Membership, random: Random) -> tuple[int, int, int]:
    """Let somebody come as often as they do, buy anew once it is over, and count what was sold, had and what that cost."""
    often, sold, had, cost = random.random(), 0, 0, 0
    held: HeldMembership | None = None
    low, high = (Fraction(450 * 350, 1000), Fraction(450))
    for day in range(DAYS):
        now = BEGINS + timedelta(days=day, minutes=random.randrange(600))
        if random.random() > often:
            continue
        if held is None or held.is_over(now=now):
            held, sold = _bought(part, now), sold + 1
        if held.refuses(now=now, zone=AMSTERDAM):
            continue
        held, had = replace(held, had=held.had + 1, had_on=str(now.astimezone(AMSTERDAM).date())), had + 1
        bill = random.randrange(200, 701)  # €4.50 on average
        off = deducted(PercentOff(part.percent), bill)
        cost += (off or 0) if part.percent else random.randint(-(-low // 1), int(high))
    return sold, had, cost


@pytest.mark.slow
@pytest.mark.parametrize("part", [COFFEE, TEN, CLUB], ids=lambda part: part.benefit)
def test_a_year_costs_what_the_sums_foretold(part: Membership) -> None:
    random = Random(2026)  # noqa: S311 - the same year each time
    [sums] = sales_of(stamp_card(TEN_STAMPS.rewards, parts=(part,)), SOL)
    every = [_year(part, random) for _ in range(CUSTOMERS)]
    sold, had, cost = (sum(figures) for figures in zip(*every, strict=True))
    assert sold > CUSTOMERS
    if part.percent:  # bills are as large as an average sale, on average
        assert 0.99 < cost / (had * sums.each.high) < 1.01
        return
    assert had * sums.each.low <= cost <= had * sums.each.high
    assert had <= sold * sums.times
    assert cost <= sold * sums.most.high
    assert sold * part.price_minor - cost >= sold * sums.leaves.low
