"""How many points an amount brings, as owners write it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.programme import PerMoney, Reward
from loyalty.cards.rates import Rate, parse_rate

CAKE = Reward("cake", "Cake", 5)


@pytest.mark.parametrize(
    ("text", "currency", "rate"),
    [
        ("1", "EUR", 1),
        ("2", "EUR", 2),
        ("0.01", "HUF", Fraction(1, 100)),
        ("0,01", "HUF", Fraction(1, 100)),
        (".5", "EUR", Fraction(1, 2)),
        ("1.5", "EUR", Fraction(3, 2)),
        ("1/100", "HUF", Fraction(1, 100)),
        ("1 : 100", "HUF", Fraction(1, 100)),
        ("1 per 100", "HUF", Fraction(1, 100)),
        ("1 point per 100 Ft", "HUF", Fraction(1, 100)),
        ("1 pont / 100 Ft", "HUF", Fraction(1, 100)),
        ("100 Ft = 1 pont", "HUF", Fraction(1, 100)),
        ("100 forintonként 1 pont", "HUF", Fraction(1, 100)),
        ("100 Ft-onként 1 pont", "HUF", Fraction(1, 100)),
        ("1 điểm / 10.000đ", "VND", Fraction(1, 10_000)),
        ("1 point per 10k", "VND", Fraction(1, 10_000)),
        ("Rp 10 rb = 1 poin", "IDR", Fraction(1, 10_000)),
        ("1 point per ₹100", "INR", Fraction(1, 100)),
        ("5 points for each €1", "EUR", 5),
        ("१/१००", "INR", Fraction(1, 100)),
        ("1,5 punten per euro", "EUR", Fraction(3, 2)),
        ("2.5 points", "EUR", Fraction(5, 2)),
        ("0,5 pont euronként", "EUR", Fraction(1, 2)),
        ("1 punt per euro", "EUR", 1),
        ("per euro 2 punten", "EUR", 2),
        ("1 point / €", "EUR", 1),
        ("2 euro per punt", "EUR", Fraction(1, 2)),
        ("€2.50 per point", "EUR", Fraction(2, 5)),
        ("100 Ft-onként egy pont", "HUF", Fraction(1, 100)),
        ("2 euro", "EUR", None),
        ("5%", "EUR", None),
        ("5% per euro", "EUR", None),
        ("3 coffees", "EUR", None),
        ("0", "EUR", 0),
        ("1/0", "EUR", None),
        ("", "EUR", None),
        ("many", "EUR", None),
        ("1/2/3", "EUR", None),
        ("-1", "EUR", None),
        ("1e400", "EUR", None),
        ("9" * 100, "EUR", None),
    ],
)
def test_a_rate_is_read_as_it_was_meant(text: str, currency: str, rate: Rate | None) -> None:
    assert parse_rate(text, currency) == rate


@given(
    spent=st.integers(0, 10**9),
    rate=st.fractions(Fraction(1, 10_000), 100, max_denominator=10_000),
    minor=st.sampled_from([1, 100, 1000]),
)
def test_points_are_exact_at_every_rate_and_the_least_amount_is_the_first_that_earns(
    spent: int, rate: Fraction, minor: int
) -> None:
    money = PerMoney(rate)
    assert money.earned(spent, minor_per_unit=minor) == int(spent * rate / minor)
    least = money.least_minor(minor_per_unit=minor)
    assert money.earned(least, minor_per_unit=minor) > 0
    assert money.earned(least - 1, minor_per_unit=minor) == 0
