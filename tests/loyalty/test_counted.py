"""A number that was asked for may be typed with what it counts."""

import pytest

from loyalty.counted import parse_counted


@pytest.mark.parametrize(
    ("text", "of", "number"),
    [
        ("7", "days", 7), ("7 days", "days", 7), ("7 nap", "voucher_days", 7), ("30 Dagen.", "idle_days", 30),
        ("10 perc", "cooldown_minutes", 10), ("10min", "token_minutes", 10), ("5 pecsét", "", 5), ("12 plekken", "seats", 12),
        ("2 weeks", "days", 14), ("1 week", "voucher_days", 7), ("2 hét", "idle_days", 14), ("1 hour", "cooldown_minutes", 60), ("2 uur", "cooldown_minutes", 120),
        ("12 fő", "", 12), ("3x", "", 3), ("1.000 bezoeken", "", 1000), ("1 000 látogatást", "", 1000), (" 4 Stamps! ", "", 4),
    ],
)  # fmt: skip
def test_a_number_is_read_with_what_it_counts(text: str, of: str, number: int) -> None:
    assert parse_counted(text, of) == number


@pytest.mark.parametrize(
    ("text", "of"),
    [("2 months", "days"), ("2 hours", "days"), ("2 weeks", ""), ("half week", "days"), ("2 days", "cooldown_minutes"), ("7 days", ""), ("5 stamps", "days"),
     ("5 euro", ""), ("stamps", ""), ("", "days"), ("1,5 points", ""), ("-5 points", "")],
)  # fmt: skip
def test_another_measure_than_was_asked_for_is_no_answer(text: str, of: str) -> None:
    assert parse_counted(text, of) is None
