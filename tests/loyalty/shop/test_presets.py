"""The rules that a shop may begin with."""

from fractions import Fraction

import pytest

from loyalty.cards.rates import Rate
from loyalty.shop.presets import PRESETS

_A_HUNDREDTH = [Fraction(1, 100), Fraction(1, 50), Fraction(1, 20), Fraction(1, 10)]


@pytest.mark.parametrize(("currency", "rates"), [("EUR", [1, 2, 5, 10]), ("HUF", _A_HUNDREDTH)])
def test_a_first_reward_takes_about_as_much_money_whatever_the_rate_and_the_currency(
    currency: str, rates: list[Rate]
) -> None:
    bakery = PRESETS["bakery"]
    assert list(bakery.rates(currency)) == rates
    assert [bakery.price(rate, currency) for rate in rates] == [100, 200, 500, 1000]
