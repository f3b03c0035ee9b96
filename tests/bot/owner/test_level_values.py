"""Levels as owners type them anywhere: by visits or by an amount, with what each gives; and the days that count."""

import pytest

from bot.owner.level_values import read_levels, read_period
from loyalty.cards.level import Level
from loyalty.units import Unit
from words.cards.part_texts import PartWording
from words.language import words


def _read(text: str, currency: str = "EUR", language: str = "en") -> tuple[Level, ...] | None:
    return read_levels(text, PartWording(words(language), Unit.POINTS, currency))


@pytest.mark.parametrize(
    "text",
    [
        "Silver 6 +1, Gold 12 +2",
        "Silver: 6: +1; Gold: 12: +2",
        "Silver 6 1\nGold 12 2",
        "Silver 6 + 1,Gold 12 +2.",
    ],
)
def test_levels_by_visits_are_read_as_people_write_them(text: str) -> None:
    assert _read(text) == (Level("Silver", 6, plus=1), Level("Gold", 12, plus=2))


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("EUR", "Gold €1,300.00 +20 %"),
        ("EUR", "Gold 1300 euro +20%"),
        ("EUR", "Gold € 1.300,00 + 20 %"),
        ("HUF", "Gold 1 300 Ft +20 %"),
        ("HUF", "Gold HUF 1300 +20 %"),
    ],
)
def test_an_amount_is_one_where_its_money_is_named(currency: str, text: str) -> None:
    minor = 130_000 if currency == "EUR" else 1_300
    assert _read(text, currency) == (Level("Gold", percent=20, spent_minor=minor),)


@pytest.mark.parametrize(
    ("language", "days"), [("en", "30 days"), ("nl", "30 dagen"), ("hu", "30 nap"), ("hu", "30 d")]
)
def test_a_level_may_give_several_things(language: str, days: str) -> None:
    assert _read(f"Level 2 12 +50 % +1 +{days}", language=language) == (
        Level("Level 2", 12, percent=50, plus=1, longer=30),
    )


@pytest.mark.parametrize("text", ["", "Gold", "Gold 12", "12 +2", "Gold 12 +2 +3", "Gold 12 +2 weeks", "Gold +2", "Gold £12 +2", "Gold 12 +2, Silver"])  # fmt: skip
def test_what_is_no_level_is_not_guessed_at(text: str) -> None:
    assert _read(text) is None


@pytest.mark.parametrize("language", ["en", "nl", "hu"])
def test_what_a_rule_says_can_be_typed_again(language: str) -> None:
    say = words(language)
    shown = f"Gold {say.money(130_000, 'EUR')} +20 %"
    assert _read(shown, language=language) == (Level("Gold", percent=20, spent_minor=130_000),)


@pytest.mark.parametrize("language", ["en", "nl", "hu"])
def test_days_or_a_part_of_the_calendar_are_read(language: str) -> None:
    say = words(language)
    assert read_period("90", say) == {"days": 90, "months": 0}
    assert read_period(say.t("year"), say) == read_period("Year", say) == {"months": 12}
    assert read_period(say.t("half-year"), say) == {"months": 6}
    assert read_period("soon", say) is None
