"""Words that tell a time from today, in any language."""

import pytest

from loyalty.calendar_names import days_from_today, time_from_today


@pytest.mark.parametrize(
    ("text", "days_and_months"),
    [
        ("in 3 weeks", (21, 0)),
        ("3 hét múlva", (21, 0)),
        ("Dans 10 jours!", (10, 0)),
        ("over 6 maanden", (0, 6)),
        ("12 months from now", (0, 12)),
        ("2 jaar", (0, 24)),
        ("za 1 rok", (0, 12)),
    ],
)
def test_a_time_that_counts_is_so_many_days_or_months_ahead(
    text: str, days_and_months: tuple[int, int]
) -> None:
    assert time_from_today(text) == days_and_months


@pytest.mark.parametrize("text", ["", "weeks", "3", "in 3 parsecs", "3 weeks ago", "in 1000 days"])
def test_what_counts_nothing_is_no_time_ahead(text: str) -> None:
    assert time_from_today(text) is None


@pytest.mark.parametrize(("text", "days"), [("tomorrow", 1), ("Vandaag.", 0), ("in 3 weeks", None)])
def test_a_day_near_today_has_a_name(text: str, days: int | None) -> None:
    assert days_from_today(text) == days
