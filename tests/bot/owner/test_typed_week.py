"""Opening hours as owners type them for a whole week."""

import pytest

from bot.owner.typed_week import read_week
from loyalty.shop.opening_hours import NEVER, BadHours, OpeningHours
from tests.talk import CLEO, Talk
from words.language import words
from words.shop.hours import word_hours


@pytest.mark.parametrize(
    ("language", "typed", "week"),
    [
        ("en", "Tue-Sat 22:00-03:00, Sun closed", ["Tue–Sat 22:00–03:00"]),
        ("en", "Mon to Thu 9 to 5pm; Fri 9am-1pm", ["Mon–Thu 09:00–17:00", "Fri 09:00–13:00"]),
        ("en", "8-18 Mon-Fri", ["Mon–Fri 08:00–18:00"]),
        ("en", "Mon & Fri: 8:30-12, 13-18", ["Mon 08:30–12:00, 13:00–18:00", "Fri 08:30–12:00, 13:00–18:00"]),
        (
            "en",
            "Sat-Mon 10-18\nThursday: 24h",
            ["Mon 10:00–18:00", "Thu all day and night", "Sat–Sun 10:00–18:00"],
        ),
        ("en", "8-18 on Mondays", ["Mon 08:00–18:00"]),
        ("en", "weekdays 8-18, weekend 10-2", ["Mon–Fri 08:00–18:00", "Sat–Sun 10:00–02:00"]),
        (
            "nl",
            "ma t/m vr 8-18, za 9-13 en 14-17, zo gesloten",
            ["Mon–Fri 08:00–18:00", "Sat 09:00–13:00, 14:00–17:00"],
        ),
        ("hu", "hétfőtől péntekig 8-18, szombaton 9-13", ["Mon–Fri 08:00–18:00", "Sat 09:00–13:00"]),
        ("hu", "H-P 8-18; Szo 9-13; V zárva", ["Mon–Fri 08:00–18:00", "Sat 09:00–13:00"]),
        ("hu", "minden nap 8-tól 18 óráig", ["Every day 08:00–18:00"]),
    ],
)
def test_hours_are_for_the_days_that_are_named_beside_them(
    language: str, typed: str, week: list[str]
) -> None:
    read = read_week(NEVER, typed, words(language))
    assert isinstance(read, OpeningHours)
    assert word_hours(read.stored, words("en")) == week


@pytest.mark.parametrize("typed", ["8-18", "van 8 tot 18", "8h00 à 18h00", "we open 8-18", "closed"])
def test_hours_without_a_day_are_for_those_that_were_picked(typed: str) -> None:
    assert read_week(NEVER, typed, words("en")) is None


@pytest.mark.parametrize("typed", ["Mon", "Mon-Fri 8-18, Sat 9-25", "8-12, Mon 9-10, Tue 10-11"])
def test_a_day_whose_hours_can_not_be_read_is_no_week(typed: str) -> None:
    assert isinstance(read_week(NEVER, typed, words("en")), BadHours)


async def test_the_question_takes_what_its_example_shows(luna: Talk) -> None:
    await luna.says(CLEO, "/programme")
    await luna.taps(CLEO, "🏪 The shop")
    assert "Mon–Fri 8-18, Sat 9-13" in await luna.taps(CLEO, "Opening hours")
    shown = await luna.says(CLEO, "Mon–Fri 8-18, Sat 9-13")
    assert "Opening hours: none → Mon–Fri 08:00–18:00; Sat 09:00–13:00" in shown


def test_a_day_that_is_closed_is_taken_out_of_the_week() -> None:
    open_on = read_week(NEVER, "every day 8-18", words("en"))
    assert isinstance(open_on, OpeningHours)
    closed = read_week(open_on, "closed on Sunday", words("en"))
    assert isinstance(closed, OpeningHours)
    assert word_hours(closed.stored, words("en")) == ["Mon–Sat 08:00–18:00"]
