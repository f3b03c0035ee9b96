"""Days as people type them."""

from datetime import date

import pytest
from babel import Locale

from bot.customer.days import read_day
from loyalty.calendar_names import months_named
from words.language import words

TODAY = date(2026, 11, 28)


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
        ("19900325", "en", ["03-25 1990"]),
        ("25031990", "hu", ["03-25 1990"]),
        ("03251990", "en", ["03-25 1990"]),
        ("04031990", "nl", ["03-04 1990"]),
        ("99999999", "en", []),
        ("12.3.26", "nl", ["03-12 2026"]),
        ("2026. március 12.", "hu", ["03-12 2026"]),
        ("March 12, 2026", "en", ["03-12 2026"]),
        ("3/12/2026", "en", ["12-03 2026", "03-12 2026"]),
        ("12月3日", "en", ["12-03"]),
        ("2026年12月3日", "en", ["12-03 2026"]),
        ("十二月二十五日", "nl", ["12-25"]),
        ("十一月十一", "en", ["11-11"]),
        ("12월 3일", "hu", ["12-03"]),
        ("3 tháng 12", "en", ["12-03"]),
        ("ngày 3 tháng 12 năm 2026", "en", ["12-03 2026"]),
        ("3 ธ.ค. 2569", "en", ["12-03 2026"]),
        ("३ दिसंबर", "en", ["12-03"]),
        ("3 दिसम्बर", "en", ["12-03"]),
        ("٣ ديسمبر", "en", ["12-03"]),
        ("3 كانون الثاني", "en", ["01-03"]),
        ("3 בדצמבר", "en", ["12-03"]),
        ("3 декабря", "hu", ["12-03"]),
        ("24. joulukuuta", "en", ["12-24"]),
        ("14 d’agost", "en", ["08-14"]),
        ("1er janvier", "nl", ["01-01"]),
        ("5. června", "en", ["06-05"]),
        ("5. července", "en", ["07-05"]),
        ("3 listopada", "en", ["10-03", "11-03"]),  # October in Croatian, November in Polish
        ("25. XII.", "hu", ["12-25"]),
        ("március 25.", "hu", ["03-25"]),
        ("25th of March", "en", ["03-25"]),
        ("Mar 25", "en", ["03-25"]),
        ("25.3.", "hu", ["03-25"]),
        ("Friday 25.3.", "en", ["03-25"]),
        ("ik ben jarig op 3 mei", "nl", ["05-03"]),
        ("03-12", "en", ["12-03", "03-12"]),
        ("tomorrow", "nl", ["11-29 2026"]),
        ("Holnap!", "hu", ["11-29 2026"]),
        ("ma", "hu", ["11-28 2026"]),
        ("明日", "en", ["11-29 2026"]),
        ("tegnap", "hu", ["11-27 2026"]),
        ("overmorgen", "nl", ["11-30 2026"]),
        ("the day after tomorrow", "en", ["11-30 2026"]),
        ("My birthday is tomorrow!", "en", ["11-29 2026"]),
        ("ik ben morgen jarig", "nl", ["11-29 2026"]),
        ("Holnap van a szülinapom", "hu", ["11-29 2026"]),
        ("good morning", "en", []),
        ("guten Morgen", "en", []),
        ("in 3 weeks", "en", ["12-19 2026"]),
        ("over 2 maanden", "nl", ["01-28 2027"]),
        ("10 nap múlva", "hu", ["12-08 2026"]),
        ("in 3 coffees", "en", []),
        ("", "en", []),
        ("soon", "en", []),
        ("31-04", "nl", []),
        ("30 februari", "nl", []),
        ("12", "en", []),
        ("K7M2QX", "en", []),  # a code
        ("march", "en", []),
        ("12 march april", "en", []),
        ("1 2 3 4", "en", []),
        ("99999999999999", "en", []),
        ("12 march" + " " * 100, "en", []),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(text: str, language: str, read: list[str]) -> None:
    found = read_day(text, words(language), today=TODAY)
    assert [f"{typed.day} {typed.year or ''}".strip() for typed in found] == read


@pytest.mark.parametrize("language", ["en", "nl", "hu"])
def test_every_month_is_read_in_full_and_in_short(language: str) -> None:
    say = words(language)
    for i in range(1, 13):
        for short in (True, False):
            assert [t.day.month for t in read_day(f"12 {say.month(i, short=short)}", say, today=TODAY)] == [i]


def test_a_29_february_needs_a_leap_year_once_a_year_is_given() -> None:
    assert read_day("29 feb 2027", words("en"), today=TODAY)[0].within() is None
    assert str(read_day("29 feb 2028", words("en"), today=TODAY)[0].within()) == "2028-02-29"


@pytest.mark.parametrize(
    "tag", ["de", "fr", "es", "pl", "cs", "ro", "tr", "ru", "uk", "el", "ar", "he", "hi", "th", "fi", "lv"]
)
def test_a_month_is_known_as_the_common_locale_data_writes_it(tag: str) -> None:
    months = Locale.parse(tag).months
    for context in ("format", "stand-alone"):
        for number, name in months[context]["wide"].items():
            assert number in months_named(name), name
