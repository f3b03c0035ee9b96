"""Days ahead as people type them, and as our own questions say that one may."""

import re
from datetime import date

import pytest

from bot.customer.coming_days import read_coming_day
from bot.customer.days import read_day
from words.language import LANGUAGES, words

TODAY = date(2026, 11, 30)  # a Monday
_QUOTED = re.compile("[“„](.+?)”")


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("friday", "en", ["2026-12-04"]),
        ("On Friday!", "hu", ["2026-12-04"]),
        ("this fri.", "en", ["2026-12-04"]),
        ("monday", "en", ["2026-12-07"]),  # who means today says so
        ("next friday", "en", ["2026-12-04", "2026-12-11"]),  # people differ
        ("next monday", "en", ["2026-12-07"]),
        ("friday next week", "en", ["2026-12-11"]),
        ("vrijdag", "nl", ["2026-12-04"]),
        ("aanstaande vrijdag", "nl", ["2026-12-04"]),
        ("vr", "nl", ["2026-12-04"]),
        ("ma", "nl", ["2026-12-07"]),
        ("ma", "hu", ["2026-11-30"]),
        ("volgende vrijdag", "nl", ["2026-12-04", "2026-12-11"]),
        ("péntek", "hu", ["2026-12-04"]),
        ("jövő pénteken", "hu", ["2026-12-11"]),
        ("Freitag", "en", ["2026-12-04"]),
        ("nächsten Freitag", "en", ["2026-12-04", "2026-12-11"]),
        ("vendredi prochain", "en", ["2026-12-04", "2026-12-11"]),
        ("el viernes", "en", ["2026-12-04"]),
        ("venerdì", "en", ["2026-12-04"]),
        ("the 15th", "en", ["2026-12-15"]),
        ("30th", "en", ["2026-11-30"]),
        ("the 31st", "en", ["2026-12-31"]),
        ("de 15e", "nl", ["2026-12-15"]),
        ("15-én", "hu", ["2026-12-15"]),
        ("1-jén", "hu", ["2026-12-01"]),
        ("am 15.", "en", ["2026-12-15"]),
        ("le 15", "en", ["2026-12-15"]),
        ("tomorrow", "en", ["2026-12-01"]),
        ("in a week", "en", ["2026-12-07"]),
        ("Friday 25.3.", "en", ["03-25"]),
        ("12th of March", "en", ["03-12"]),
        ("Friday 7pm", "en", ["2026-12-04"]),  # the hour is asked for by itself
        ("the 15th at 7", "en", ["2026-12-15"]),
        ("20 June at 7", "en", ["06-20"]),
        ("vrijdag om 19.30 uur", "nl", ["2026-12-04"]),
        ("péntek 18:00", "hu", ["2026-12-04"]),
        ("június 20. 18 óra", "hu", ["06-20"]),
        ("at 7", "en", []),
        ("the 32nd", "en", []),
        ("15", "en", []),
        ("last friday", "en", []),
        ("friday or saturday", "en", []),
        ("my friday blend", "en", []),
        ("soon", "en", []),
        ("", "en", []),
    ],
)
def test_a_day_ahead_is_read_as_it_is_said(text: str, language: str, read: list[str]) -> None:
    found = read_coming_day(text, words(language), today=TODAY)
    assert [str(typed.within() or typed.day) for typed in found] == read


def test_the_31st_is_that_of_the_next_month_that_has_one() -> None:
    [typed] = read_coming_day("the 30th", words("en"), today=date(2027, 1, 31))
    assert str(typed.within()) == "2027-03-30"


@pytest.mark.parametrize("text", ["friday", "vrijdag", "péntek", "the 15th", "de 15e", "one day"])
def test_a_day_of_the_week_or_of_a_month_is_no_birthday(text: str) -> None:
    assert all(read_day(text, words(language), today=TODAY) == () for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "question",
    [
        "On which day? Type it, for example “12 May” or “in two weeks”.",
        "I can't read that as one day. Type it like “12 May”.",
    ],
)
def test_what_a_question_names_as_an_answer_is_one(question: str, language: str) -> None:
    say = words(language)
    examples = _QUOTED.findall(say.t(question))
    assert examples
    assert all(len(read_coming_day(one, say, today=TODAY)) == 1 for one in examples), examples


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_as_we_write_it_is_read_again(language: str) -> None:
    say = words(language)
    for month in range(1, 13):
        day = date(2027, month, 14)
        for written in (say.date(day), say.date(day, today=TODAY), say.date(day, today=day)):
            [typed] = read_coming_day(written, say, today=TODAY)
            assert (typed.day.month, typed.day.day) == (month, 14), written
