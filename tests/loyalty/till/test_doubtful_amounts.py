"""An amount is doubted that looks like a slip at the till, in the shop's own money and beside what it usually sees."""

import pytest

from loyalty.till.doubtful_amounts import unlikely


@pytest.mark.parametrize(
    ("currency", "ordinary", "slip"),
    [
        ("EUR", 480_00, 1250_00),
        ("HUF", 12_500, 450_000),
        ("VND", 150_000, 15_000_000),
        ("KWD", 12_500, 1_250_000),
    ],
)
def test_a_shop_that_has_seen_little_doubts_what_is_much_in_its_money(
    currency: str, ordinary: int, slip: int
) -> None:
    assert not unlikely(ordinary, [ordinary] * 9, currency)
    assert unlikely(slip, [ordinary] * 9, currency)


def test_later_an_amount_is_doubted_beside_what_the_shop_usually_sees() -> None:
    cafe, restaurant = [350, 420, 800, 500] * 10, [4500, 12_000, 8000, 9500] * 10
    assert [unlikely(spent, cafe, "EUR") for spent in (35_00, 45_00)] == [False, True]
    assert [unlikely(spent, restaurant, "EUR") for spent in (350_00, 1200_00)] == [False, True]


def test_one_slip_that_was_booked_does_not_hide_the_next() -> None:
    assert unlikely(1250_00, [1250_00, *[500] * 20], "EUR")
