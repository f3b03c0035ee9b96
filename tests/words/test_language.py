"""Texts, dates and money in each language."""

import logging
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from loyalty.units import Unit
from words import language as module
from words.language import LANGUAGES, N_, Words, words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENT = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)
DUTCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Hello {name}"
msgstr "Dag {name}"

msgid "Bye {name}"
msgstr "Tot ziens {naam}"

msgid "See {name}"
msgstr "Zie {name"

#, fuzzy
msgid "Thanks"
msgstr "Misschien"

msgid "{n} stamp"
msgid_plural "{n} stamps"
msgstr[0] "{n} stempel"
msgstr[1] "{n} stempels"
"""


@pytest.fixture
def dutch(tmp_path: Path) -> Words:
    path = tmp_path / "nl.po"
    path.write_text(DUTCH, encoding="utf-8")
    return Words("nl", words("nl")._locale, module._compiled(path), ".")


def test_what_ends_with_a_full_stop_is_followed_by_no_other() -> None:
    hungarian, english = words("hu"), words("en")
    until = hungarian.date(date(2026, 4, 11))
    assert hungarian.t("It ends with {day}.", day=until) == "Az utolsó napja: április 11."
    assert (
        english.t("{shop} is in {city}. Come!", shop="Luna B.V.", city="Ede") == "Luna B.V. is in Ede. Come!"
    )
    assert (
        english.t("It is {shop}. Come to {shop}!", shop="Luna B.V.") == "It is Luna B.V. Come to Luna B.V.!"
    )
    assert english.t("{name}.pdf", name="a.") == "a..pdf"


def test_a_text_is_said_in_the_language(dutch: Words) -> None:
    assert dutch.t("Hello {name}", name="Ana") == "Dag Ana"


def test_a_text_without_a_translation_is_said_in_english(dutch: Words) -> None:
    assert dutch.t("Good night") == "Good night"
    assert dutch.tn("{n} cup", "{n} cups", 2) == "2 cups"
    assert dutch.t("") == ""


def test_a_translation_marked_fuzzy_is_not_used(dutch: Words) -> None:
    assert dutch.t("Thanks") == "Thanks"


@pytest.mark.parametrize(("n", "said"), [(0, "0 stempels"), (1, "1 stempel"), (1200, "1.200 stempels")])
def test_a_number_takes_its_plural_form(dutch: Words, n: int, said: str) -> None:
    assert dutch.tn("{n} stamp", "{n} stamps", n) == said


@pytest.mark.parametrize("language", LANGUAGES)
@given(n=st.integers(-(10**12), 10**12))
@example(n=999)
@example(n=1000)
def test_a_whole_number_is_written_as_the_language_does(language: str, n: int) -> None:
    locale = "en-GB" if language == "en" else language
    assert words(language).number(n) == format_decimal(n, locale=Locale.parse(locale, sep="-"))


@pytest.mark.parametrize("name", ["{0}", "{name.__class__}", "%s", "{", "_*[x]_"])
def test_what_a_person_typed_is_never_read_as_a_format(dutch: Words, name: str) -> None:
    assert dutch.t("Hello {name}", name=name) == f"Dag {name}"


@pytest.mark.parametrize("text", ["Bye {name}", "See {name}"])
def test_a_broken_translation_falls_back_to_english_and_is_logged_once(
    dutch: Words, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert dutch.t(text, name="Ana") == text.format(name="Ana")
    assert len(caplog.records) == 1
    assert "Ana" not in caplog.text


def test_a_text_of_ours_without_its_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        words("en").t("Hello {name}")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("nl", "nl"), ("nl-BE", "nl"), ("hu_HU", "hu"), ("NL-be-x-y", "nl"), ("en-US", "en")]
    + [(tag, "en") for tag in ("xx", "", None, "-", "n", "nl" * 5000, "../nl", "nl\0", "🙂")],
)
def test_any_tag_finds_the_nearest_language(tag: str | None, language: str) -> None:
    assert words(tag).language == language


def test_a_language_is_made_once_and_knows_its_own_name() -> None:
    assert words("nl-BE") is words("nl")
    assert LANGUAGES.items() >= {"en": "English", "hu": "Magyar", "nl": "Nederlands"}.items()
    assert N_("Free coffee") == "Free coffee"


@pytest.mark.parametrize(
    ("language", "minor", "currency", "said"),
    [
        ("en", 1250, "EUR", "€12.50"),
        ("en", 300, "EUR", "€3.00"),
        ("en", 1250, "HUF", "HUF 1,250"),
        ("nl", 123456, "EUR", "€ 1.234,56"),
        ("nl", -50, "EUR", "€ -0,50"),
        ("hu", 1250, "HUF", "1 250 Ft"),
        ("hu", 0, "HUF", "0 Ft"),
        ("nl", 1250, "KWD", "KWD 1,250"),
        ("en", 10**18, "JPY", "JP¥1,000,000,000,000,000,000"),
    ],
)
def test_money_is_written_as_the_language_does(language: str, minor: int, currency: str, said: str) -> None:
    assert words(language).money(minor, currency).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("language", "day", "with_year", "with_time"),
    [
        ("en", "12 March", "12 March 2026", "12 March, 14:02"),
        ("nl", "12 maart", "12 maart 2026", "12 maart, 14:02"),
        ("hu", "március 12.", "2026. március 12.", "március 12. 14:02"),
    ],
)
def test_days_are_written_as_the_language_does(
    language: str, day: str, with_year: str, with_time: str
) -> None:
    said = words(language)
    assert said.date(MOMENT, AMSTERDAM) == day
    assert said.date(date(2026, 3, 12), today=date(2026, 12, 31)) == day
    assert said.date(date(2026, 3, 12), today=date(2027, 1, 1)) == with_year
    assert said.time(MOMENT, AMSTERDAM) == "14:02"
    assert said.day_and_time(MOMENT, AMSTERDAM) == with_time


def test_a_moment_belongs_to_the_day_of_its_shop() -> None:
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert words("en").date(late, AMSTERDAM) == "29 March"
    assert words("en").date(late, ZoneInfo("UTC")) == "28 March"
    with pytest.raises(ValueError, match="zone"):
        words("en").date(late)


def test_days_months_and_lists_have_their_names() -> None:
    assert [words("nl").weekday(i) for i in (0, 6)] == ["ma", "zo"]
    assert words("hu").weekday(0, short=False) == "hétfő"
    assert (words("en").month(2), words("en").month(2, short=True)) == ("February", "Feb")
    assert words("nl").listing(["a", "b", "c"]) == "a, b en c"
    assert words("en").listing([]) == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 stamp", "10 stamps", "1 point", "1,200 points"]),
        ("nl", ["1 stempel", "10 stempels", "1 punt", "1.200 punten"]),
        ("hu", ["1 pecsét", "10 pecsét", "1 pont", "1\u00a0200 pont"]),
    ],
)
def test_stamps_and_points_are_counted_as_the_language_does(language: str, said: list[str]) -> None:
    stamps, points = Unit.STAMPS, Unit.POINTS
    counted = [(stamps, 1), (stamps, 10), (points, 1), (points, 1_200)]
    assert [words(language).counted(unit, n) for unit, n in counted] == said
