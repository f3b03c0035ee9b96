"""Days as people type them."""

import pytest

from bot.customer.days import read_day
from bot.words import words


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("29 februari", "nl", ["02-29"]),
        ("29.2.", "nl", ["02-29"]),
        ("12-03", "nl", ["03-12"]),
        ("de 12e mrt", "nl", ["03-12"]),
        ("12 march", "nl", ["03-12"]),  # English is understood in every language
        ("12th of March", "en", ["03-12"]),
        ("MARCH 12", "en", ["03-12"]),
        ("Sept 3", "en", ["09-03"]),
        ("12.3", "en", ["03-12"]),
        ("03/12", "en", ["12-03", "03-12"]),
        ("03/12", "nl", ["12-03", "03-12"]),
        ("03/12", "hu", ["03-12", "12-03"]),
        ("12/12", "en", ["12-12"]),
        ("29/12", "en", ["12-29"]),
        ("12/29", "en", ["12-29"]),
        ("03.12.", "hu", ["03-12"]),
        ("március 12-én", "hu", ["03-12"]),
        ("marc 12", "hu", ["03-12"]),
        ("12. december", "hu", ["12-12"]),
        ("١٢ march", "en", ["03-12"]),  # Arabic digits
        ("2026-03-12", "en", ["03-12 2026"]),
        ("12-03-2026", "nl", ["03-12 2026"]),
        ("12.3.26", "nl", ["03-12 2026"]),
        ("2026. március 12.", "hu", ["03-12 2026"]),
        ("March 12, 2026", "en", ["03-12 2026"]),
        ("3/12/2026", "en", ["12-03 2026", "03-12 2026"]),
        ("", "en", []),
        ("soon", "en", []),
        ("31-04", "nl", []),
        ("30 februari", "nl", []),
        ("12", "en", []),
        ("march", "en", []),
        ("12 march april", "en", []),
        ("1 2 3 4", "en", []),
        ("99999999999999", "en", []),
        ("12 march" + " " * 100, "en", []),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(text: str, language: str, read: list[str]) -> None:
    found = read_day(text, words(language))
    assert [f"{typed.day} {typed.year or ''}".strip() for typed in found] == read


@pytest.mark.parametrize("language", ["en", "nl", "hu"])
def test_every_month_is_read_in_full_and_in_short(language: str) -> None:
    say = words(language)
    for i in range(1, 13):
        for short in (True, False):
            assert [t.day.month for t in read_day(f"12 {say.month(i, short=short)}", say)] == [i]


def test_a_29_february_needs_a_leap_year_once_a_year_is_given() -> None:
    assert read_day("29 feb 2027", words("en"))[0].within() is None
    assert str(read_day("29 feb 2028", words("en"))[0].within()) == "2028-02-29"
