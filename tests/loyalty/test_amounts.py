"""Amounts as cashiers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.amounts import MOST_UNITS, NoAmount, minor_digits, minor_per_unit, parse_amount

READ = [
    ("12,50", "EUR", 1250),
    ("12.50", "EUR", 1250),
    ("12.5", "EUR", 1250),
    ("12", "EUR", 1200),
    ("0,05", "EUR", 5),
    ("0", "EUR", 0),
    ("1.000,00", "EUR", 100000),
    ("1,000.00", "EUR", 100000),
    ("1 000,50", "EUR", 100050),
    ("1\u202f000", "EUR", 100000),
    ("1'000.50", "CHF", 100050),
    ("€ 3", "EUR", 300),
    ("3 €", "EUR", 300),
    ("3eur", "EUR", 300),
    ("EUR\u00a03,10", "EUR", 310),
    ("12,50 Ft", "EUR", 1250),
    ("  7 \n", "EUR", 700),
    ("\u200f12,50\u200e", "EUR", 1250),
    ("١٢٫٥٠", "EUR", 1250),
    ("١٬٠٠٠٫٥٠", "EUR", 100050),
    ("१२.५०", "EUR", 1250),
    ("１２.５", "EUR", 1250),
    ("12.500", "HUF", 12500),
    ("12 500 Ft", "HUF", 12500),
    ("12500", "HUF", 12500),
    ("1.250", "KWD", 1250),
    ("1,000.5", "KWD", 1000500),
    ("100000", "EUR", 10_000_000),
]
REFUSED = [
    ("", "EUR", "unreadable"),
    ("   ", "EUR", "unreadable"),
    ("€", "EUR", "unreadable"),
    ("-", "EUR", "unreadable"),
    ("-5", "EUR", "negative"),
    ("\u22125", "EUR", "negative"),
    ("- 5", "EUR", "negative"),
    ("-€5,00", "EUR", "negative"),
    ("€ -5", "EUR", "negative"),
    ("1e9", "EUR", "unreadable"),
    ("NaN", "EUR", "unreadable"),
    ("inf", "EUR", "unreadable"),
    ("0x10", "EUR", "unreadable"),
    ("1_000", "EUR", "unreadable"),
    ("5²", "EUR", "unreadable"),
    ("½", "EUR", "unreadable"),
    ("Ⅻ", "EUR", "unreadable"),
    ("五", "EUR", "unreadable"),
    ("12,", "EUR", "unreadable"),
    (",50", "EUR", "unreadable"),
    ("1,2,3", "EUR", "unreadable"),
    ("1.00,50", "EUR", "unreadable"),
    ("1..5", "EUR", "unreadable"),
    ("3€50", "EUR", "unreadable"),
    ("12 50", "EUR", "unreadable"),
    ("5\n300", "EUR", "unreadable"),
    ("two coffees", "EUR", "unreadable"),
    ("1\x002", "EUR", "unreadable"),
    ("\ud800", "EUR", "unreadable"),
    ("9" * 10_000, "EUR", "unreadable"),
    (" " * 10_000, "EUR", "unreadable"),
    ("12.500", "EUR", "ambiguous"),
    ("12,500", "EUR", "ambiguous"),
    ("12,505 ", "USD", "ambiguous"),
    ("12.5055", "EUR", "too_fine"),
    ("12.50", "HUF", "too_fine"),
    ("1.2505", "KWD", "too_fine"),
    ("100001", "EUR", "too_much"),
    ("1.000.000", "EUR", "too_much"),
    ("9" * 40, "EUR", "too_much"),
]


@pytest.mark.parametrize(("text", "currency", "minor"), READ)
def test_an_amount_is_read_as_it_was_meant(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(("text", "currency", "why"), REFUSED)
def test_what_is_no_amount_is_refused_with_its_reason(text: str, currency: str, why: str) -> None:
    refused = parse_amount(text, currency)
    assert isinstance(refused, NoAmount)
    assert refused.why == why


@given(
    minor=st.integers(0, MOST_UNITS * 100),
    currency=st.sampled_from(["EUR", "HUF", "KWD"]),
    separators=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", "."), ("’", ".")]),
    sign=st.sampled_from(["", "€ ", "EUR"]),
)
def test_every_written_amount_reads_back(
    minor: int, currency: str, separators: tuple[str, str], sign: str
) -> None:
    thousands, point = separators
    whole, fraction = divmod(minor, minor_per_unit(currency))
    digits = minor_digits(currency)
    written = f"{whole:,}".replace(",", thousands) + (f"{point}{fraction:0{digits}}" if digits else "")
    sign = sign.replace("EUR", currency)
    expected = minor if whole <= MOST_UNITS else NoAmount("too_much")
    assert parse_amount(sign + written, currency) == expected
    assert parse_amount(f"{written} {sign}", currency) == expected


@given(text=st.text(), currency=st.sampled_from(["EUR", "HUF", "KWD"]))
def test_no_text_breaks_the_reading(text: str, currency: str) -> None:
    read = parse_amount(text, currency)
    assert isinstance(read, NoAmount) or 0 <= read <= (MOST_UNITS + 1) * minor_per_unit(currency)
