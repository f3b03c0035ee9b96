"""What is said of an amount that can't be taken."""

import pytest

from loyalty.amounts import NoAmount, parse_amount
from words.amounts import bad_amount
from words.language import words


@pytest.mark.parametrize(
    ("typed", "currency", "said"),
    [
        ("many", "EUR", "Type it like 12.50"),
        ("many", "HUF", "Type it like 1250"),
        ("1.250", "EUR", "like 1000 or 1.00"),
        ("-3", "EUR", "below zero"),
        ("150000", "EUR", "The most is €100,000.00"),
        ("5 Ft", "EUR", "Amounts are in EUR here"),
    ],
)
def test_a_typed_amount_is_refused_with_an_example_in_the_shops_money(
    typed: str, currency: str, said: str
) -> None:
    bad = parse_amount(typed, currency)
    assert isinstance(bad, NoAmount)
    assert said in bad_amount(bad, currency, words("en"))
