"""Hours and dates of a bonus, as owners type them anywhere."""

from datetime import date, time

import pytest

from bot.owner.part_values import with_typed
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.units import Unit
from words.cards.part_texts import PartField, PartWording
from words.language import words

_TODAY = date(2026, 3, 12)
_READY = BonusTime(times=2)


def _typed(kind: str, text: str, language: str = "en") -> BonusTime | None:
    field = PartField(kind, kind, "")  # type: ignore[arg-type]
    write = PartWording(words(language), Unit.STAMPS, "EUR")
    found = with_typed(_READY, field, text, write, today=_TODAY)
    assert found is None or isinstance(found, BonusTime)
    return found


def _dates(text: str, language: str = "en") -> tuple[date | None, date | None] | None:
    found = _typed("dates", text, language)
    return None if found is None else (found.first, found.last)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1 December - 24 December"),
        ("en", "from 1 Dec until 24 Dec 2026"),
        ("en", "1-24 December"),
        ("en", "Dec 1 – 24"),
        ("en", "2026-12-01 - 2026-12-24"),
        ("en", "1.12.-24.12."),
        ("nl", "1 december t/m 24 december"),
        ("nl", "van 1-12 tot 24-12"),
        ("hu", "december 1. – december 24."),
        ("hu", "12.01 - 12.24"),
        ("hu", "2026. december 1-24."),
    ],
)
def test_two_days_are_read_as_people_write_them(language: str, text: str) -> None:
    assert _dates(text, language) == (date(2026, 12, 1), date(2026, 12, 24))


@pytest.mark.parametrize("language", ["en", "nl", "hu"])
def test_dates_typed_as_the_question_shows_them_are_read_so(language: str) -> None:
    say = words(language)
    shown = f"{say.date(date(2026, 12, 1))} – {say.date(date(2026, 12, 24))}"
    assert _dates(shown, language) == (date(2026, 12, 1), date(2026, 12, 24))


def test_what_has_begun_goes_on_and_is_not_taken_for_next_years() -> None:
    assert _dates("1 March - 31 March") == (date(2026, 3, 1), date(2026, 3, 31))
    assert _dates("20 Dec - 6 Jan") == (date(2026, 12, 20), date(2027, 1, 6))
    assert _dates("1 March - 10 March") == (date(2027, 3, 1), date(2027, 3, 10))
    assert _dates("12 March") == (_TODAY, _TODAY)


def test_one_end_may_be_open() -> None:
    assert _dates("until 20 March") == (None, date(2026, 3, 20))
    assert _dates("from 20 March") == (date(2026, 3, 20), None)
    assert _dates("vanaf 20 maart", "nl") == (date(2026, 3, 20), None)
    assert _dates("0") == (None, None)


@pytest.mark.parametrize(
    "text", ["soon", "31 February 2026", "12", "1 - 24 Dec 2025", "24 dwarves - 1 December"]
)
def test_what_is_no_date_is_not_guessed_at(text: str) -> None:
    assert _dates(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "14-17",
        "14:00–17:00",
        "2pm-5pm",
        "from 2 pm to 5 pm",
        "14 bis 17 Uhr",
        "14u-17u",
        "14h à 17h",
        "14-tól 17-ig",
    ],
)
def test_hours_are_read_as_opening_hours_are(text: str) -> None:
    found = _typed("hours", text)
    assert found is not None
    assert (found.start, found.end) == (time(14), time(17))


def test_hours_may_pass_midnight_or_be_the_whole_day() -> None:
    for text, start, end in (("22-2", 22, 2), ("14-24", 14, 0), ("0-24", 0, 0), ("0", 0, 0)):
        found = _typed("hours", text)
        assert found is not None
        assert (found.start, found.end) == (time(start), time(end))


@pytest.mark.parametrize("text", ["14", "25-26", "9-12, 14-17", "late"])
def test_what_is_no_one_span_of_hours_is_not_guessed_at(text: str) -> None:
    assert _typed("hours", text) is None
