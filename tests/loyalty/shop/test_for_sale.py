"""What a membership brings stands beside what it costs where all of it is used."""

from dataclasses import replace
from fractions import Fraction

import pytest

from loyalty.cards.parts.membership import Membership
from loyalty.shop.basis import Basis
from loyalty.shop.for_sale import losing, sales_of
from loyalty.shop.sums import Range
from tests.programmes import stamp_card
from tests.talk import TEN_STAMPS

SOL = Basis(450, 650)  # a visit brings €4.50, of which 65% are left
COFFEE = Membership("A coffee a day", 3900, months=1, item="Coffee", cost_minor=80)
TEN = Membership("Ten coffees", 2500, days=90, item="Coffee", cuts=10, cost_minor=80)
CLUB = Membership("Club", 2500, months=6, percent=10)


def _sums(part: Membership) -> tuple[object, ...]:
    rules = stamp_card(TEN_STAMPS.rewards, parts=(part,))
    [one] = sales_of(rules, SOL)
    return (one.times, one.most, one.leaves)


def _exactly(minor: int | Fraction) -> Range:
    return Range(Fraction(minor), Fraction(minor))


def test_by_hand_for_cafe_sol() -> None:
    assert _sums(COFFEE) == (31, _exactly(31 * 80), _exactly(3900 - 31 * 80))
    assert _sums(TEN) == (10, _exactly(800), _exactly(1700))
    [club] = sales_of(stamp_card(TEN_STAMPS.rewards, parts=(CLUB,)), SOL)
    assert (club.each, club.used_up_after) == (_exactly(45), 56)  # 55 visits take €24.75 off, 56 take €25.20


def test_a_cost_that_nobody_typed_is_a_range() -> None:
    unknown = replace(TEN, cost_minor=None)
    assert _sums(unknown)[1] == Range(Fraction(10 * 315, 2), Fraction(4500))


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        (COFFEE, []),
        (replace(COFFEE, price_minor=31 * 80), [True]),
        (replace(COFFEE, price_minor=31 * 80 + 1), []),
        (replace(TEN, cost_minor=None), [False]),
        (replace(TEN, cost_minor=None, price_minor=1500), [True]),
        (CLUB, []),
    ],
    ids=str,
)
def test_one_that_costs_its_price_or_more_is_asked_about(part: Membership, asked: list[bool]) -> None:
    found = list(losing(sales_of(stamp_card(TEN_STAMPS.rewards, parts=(part,)), SOL)))
    assert [one.surely for one in found] == asked
    assert all(one.price_minor == part.price_minor for one in found)
