"""Money as each country prints it."""

import re
from decimal import Decimal

from babel.core import Locale, get_global
from babel.languages import get_territory_language_info
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, get_currency_symbol

from loyalty.amounts import (
    NoAmount,
    minor_digits,
    parse_amount,
)
from loyalty.currencies import currencies

_IN_USE = sorted(
    {
        (code, territory)
        for territory, spent in get_global("territory_currencies").items()
        for code, _, until, tender in spent
        if tender and until is None
    }
)
# CLDR counts none of them in cash, and price tags show none: AMD, COP, CRC, GYD, HUF, IDR, MNT, TWD, TZS, UZS.
_NONE_AT_THE_TILL = frozenset(("AMD", "COP", "CRC", "GYD", "HUF", "IDR", "MNT", "TWD", "TZS", "UZS"))


def test_every_currency_in_use_has_the_decimals_of_the_common_locale_data() -> None:
    digits = get_global("currency_fractions")
    for code in sorted({code for code, _ in _IN_USE}):
        theirs = 0 if code in _NONE_AT_THE_TILL else digits.get(code, digits["DEFAULT"])[0]
        ours = 2 if code == "RSD" else theirs  # Serbian price tags have para
        assert (code in currencies(), minor_digits(code)) == (True, ours), code


_K = NoAmount("ambiguous", (500, 500_000))  # what "5 K" may be where K is the money


def _tags(territory: str) -> list[str]:
    """Name the ways in which a country's official languages write money."""
    spoken = get_territory_language_info(territory).items()
    tags = (f"{language}_{territory}" for language, facts in spoken if facts["official_status"])
    return [tag for tag in tags if tag in _LOCALES]


_LOCALES = frozenset(locale_identifiers())


def _pattern(tag: str, digits: int) -> str:
    """Write a country's pattern with the decimals that its tills have."""
    pattern = Locale.parse(tag).currency_formats["standard"].pattern
    return re.sub(r"\.0+", "." + "0" * digits if digits else "", pattern)


def test_what_each_country_prints_is_read() -> None:
    for code, territory in _IN_USE:
        digits = minor_digits(code)
        minor = 1234 * 10**digits + (560 if digits == 3 else 56 if digits == 2 else 0)
        for tag in _tags(territory):
            text = format_currency(
                Decimal(minor).scaleb(-digits), code, _pattern(tag, digits), tag, currency_digits=False
            )
            assert parse_amount(text, code) == minor, (text, code)
            signed = parse_amount(f"5 {get_currency_symbol(code, tag)}", code)
            assert signed in {5 * 10**digits, _K, NoAmount("ambiguous", (5, 5000))}, (code, tag)
