"""Words that tell a time from today, in any language."""

import pytest
from babel import Locale

from loyalty.calendar_names import days_from_today, time_from_today, weekday_named


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
        ("in two weeks", (14, 0)),
        ("In a week.", (7, 0)),
        ("in a fortnight", (14, 0)),
        ("two weeks", (14, 0)),
        ("a week from today", (7, 0)),
        ("over twee weken", (14, 0)),
        ("over een week", (7, 0)),
        ("over één maand", (0, 1)),
        ("két hét múlva", (14, 0)),
        ("Egy hét múlva", (7, 0)),
        ("hét nap múlva", (7, 0)),
        ("in zwei Wochen", (14, 0)),
        ("in einer Woche", (7, 0)),
        ("in vierzehn Tagen", (14, 0)),
        ("dans quinze jours", (15, 0)),
        ("dans une semaine", (7, 0)),
        ("dentro de dos semanas", (14, 0)),
        ("fra una settimana", (7, 0)),
        ("tra due mesi", (0, 2)),
        ("za dva týdny", (14, 0)),
    ],
)
def test_a_time_that_counts_is_so_many_days_or_months_ahead(
    text: str, days_and_months: tuple[int, int]
) -> None:
    assert time_from_today(text) == days_and_months


@pytest.mark.parametrize(
    "text", [
        "", "weeks", "3", "in 3 parsecs", "3 weeks ago", "in 1000 days", "one day", "een dag", "a week ago", "in some weeks",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_no_time_ahead(text: str) -> None:
    assert time_from_today(text) is None


@pytest.mark.parametrize(("text", "days"), [("tomorrow", 1), ("Vandaag.", 0), ("in 3 weeks", None)])
def test_a_day_near_today_has_a_name(text: str, days: int | None) -> None:
    assert days_from_today(text) == days


@pytest.mark.parametrize("tag", ["en", "nl", "hu", "de", "fr", "es", "it", "pt", "pl", "cs"])
def test_a_day_of_the_week_is_known_as_the_common_locale_data_writes_it(tag: str) -> None:
    days = Locale.parse(tag).days
    for context in ("format", "stand-alone"):
        for number, name in days[context]["wide"].items():
            assert weekday_named(name) == number, name
