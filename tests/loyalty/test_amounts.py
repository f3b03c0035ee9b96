"""Amounts as cashiers type them, anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.amounts import (
    NoAmount,
    minor_digits,
    minor_per_unit,
    most_minor,
    most_points,
    parse_amount,
    parse_whole,
)

READ = [
    ("250 руб. 50 коп.", "RUB", 25050),
    ("1.250,00 РСД", "RSD", 125000),
    ("5000 CFP", "XPF", 5000),
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
    ("  7 \n", "EUR", 700),
    ("\u200f12,50\u200e", "EUR", 1250),
    ("١٢٫٥٠", "EUR", 1250),
    ("١٬٠٠٠٫٥٠", "EUR", 100050),
    ("१२.५०", "INR", 1250),
    ("१,२५,००० ₹", "INR", 12_500_000),
    ("１２.５", "EUR", 1250),
    ("￥１，２５０", "JPY", 1250),
    ("12.500", "HUF", 12500),
    ("12 500 Ft", "HUF", 12500),
    ("4500 Ft.", "HUF", 4500),
    ("4 500,-", "HUF", 4500),
    ("1250,00", "HUF", 1250),  # hundredths that are none
    ("5 ezer", "HUF", 5000),
    ("1.250", "KWD", 1250),
    ("1,250", "TND", 1250),
    ("1,000.5", "KWD", 1000500),
    ("100000", "EUR", 10_000_000),
    ("5,-", "EUR", 500),
    ("€5,-", "EUR", 500),
    ("5,- €", "EUR", 500),
    ("€ 5,=", "EUR", 500),
    ("5-", "EUR", 500),
    ("1.250,-", "EUR", 125000),
    ("Fr. 5.–", "CHF", 500),
    ("1’250.—", "CHF", 125000),
    ("5:-", "SEK", 500),
    ("12:50", "SEK", 1250),
    ("250/-", "INR", 25000),
    ("Rs.250", "INR", 25000),
    ("500/=", "KES", 50000),
    ("12,50 euro", "EUR", 1250),
    ("12,50 euró", "EUR", 1250),
    ("12'50 €", "EUR", 1250),
    ("3€50", "EUR", 350),
    ("5 euro 50", "EUR", 550),
    ("5 euro en 50 cent", "EUR", 550),
    ("50 cent", "EUR", 50),
    ("5c", "USD", 5),
    ("99p", "GBP", 99),
    ("12, 50", "EUR", 1250),
    ("US $5", "USD", 500),
    (",50", "EUR", 50),
    ("$.50", "USD", 50),
    ("0,500", "EUR", 50),  # no thousands begin with a nought
    ("125 Kč", "CZK", 12500),
    ("12,50 kr.", "DKK", 1250),
    ("kr 1.250,50", "NOK", 125050),
    ("12,50 zł", "PLN", 1250),
    ("25 lei", "RON", 2500),
    ("5 лв.", "BGN", 500),
    ("12,50 руб.", "RUB", 1250),
    ("15 грн", "UAH", 1500),
    ("R$ 12,50", "BRL", 1250),
    ("S/. 12.50", "PEN", 1250),
    ("₹250", "INR", 25000),
    ("1,25,000", "INR", 12_500_000),
    ("1.5 lakh", "INR", 15_000_000),
    ("5,000원", "KRW", 5000),
    ("3만원", "KRW", 30000),
    ("1万円", "JPY", 10000),
    ("NT$ 120", "TWD", 120),
    ("100฿", "THB", 10000),
    ("150.000", "VND", 150_000),
    ("150k", "VND", 150_000),
    ("150.000 đ", "VND", 150_000),
    ("Rp. 150.000,-", "IDR", 150_000),
    ("25rb", "IDR", 25_000),
    ("1,5jt", "IDR", 1_500_000),
    ("12 000 so‘m", "UZS", 12_000),
    ("1 250 F CFA", "XOF", 1250),
    ("٥٠٠ د.ك", "KWD", 500_000),
    ("12.50,-", "EUR", 1250),
    ("€ 12,50 ,-", "EUR", 1250),
    ("1.250,50,-", "EUR", 125050),
    ("12,500,-", "EUR", 1_250_000),
    ("Totaal: 12,50", "EUR", 1250),
    ("total: 12.50", "EUR", 1250),
    ("12.50!", "EUR", 1250),
    ("összesen: 4500 Ft", "HUF", 4500),
    ("CHF 12.-", "CHF", 1200),
    ("12.50 Fr.", "CHF", 1250),
    ("50 Rappen", "CHF", 50),
    ("12 zł 50 gr", "PLN", 1250),
    ("50 gr", "PLN", 50),
    ("-.50", "CHF", 50),
    ("CHF –.50", "CHF", 50),
    ("-,50 €", "EUR", 50),
    ("1250 cent", "EUR", 1250),
    ("50¢", "USD", 50),
    ("£12.50p", "GBP", 1250),
    ("0.50p", "GBP", 50),
    ("50 sen", "MYR", 50),
    ("250 fils", "KWD", 250),
    ("12DT500", "TND", 12_500),
    ("125 TL 50 krş", "TRY", 12_550),
    ("25 de lei", "RON", 2500),
    ("$125.50 M.N.", "MXN", 12_550),
    ("25块钱", "CNY", 2500),
    ("25块5", "CNY", 2550),
    ("4,5 e Ft", "HUF", 4500),
    ("4eFt", "HUF", 4000),
    ("1万2千", "JPY", 12_000),
    ("2万5000円", "JPY", 25_000),
    ("1만5천원", "KRW", 15_000),
    ("1tr5", "VND", 1_500_000),
    ("12 lei 50 bani", "RON", 1250),
    ("rs 12,50", "BRL", 1250),
    ("$ 12.500", "COP", 12_500),
    ("12 lucas", "COP", 12_000),
    ("Rp 45.000", "IDR", 45_000),
    ("45rb", "IDR", 45_000),
    ("45k", "IDR", 45_000),
    ("₹1,250", "INR", 125_000),  # hundredths of a rupee buy nothing
    ("1,250 /-", "INR", 125_000),
    ("KD 1.250", "KWD", 1250),
    ("税込1,250円", "JPY", 1250),
    ("12.50", "XYZ", 1250),  # money that nobody knows has hundredths
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
    ("12,50-", "EUR", "unreadable"),
    ("1e9", "EUR", "unreadable"),
    ("-12.50", "EUR", "negative"),
    ("12 euro 500", "EUR", "unreadable"),
    ("2万5", "JPY", "unreadable"),
    ("NaN", "EUR", "unreadable"),
    ("inf", "EUR", "unreadable"),
    ("0x10", "EUR", "unreadable"),
    ("1_000", "EUR", "unreadable"),
    ("5²", "EUR", "unreadable"),
    ("½", "EUR", "unreadable"),
    ("Ⅻ", "EUR", "unreadable"),
    ("五", "EUR", "unreadable"),
    ("12,", "EUR", "unreadable"),
    ("12.", "EUR", "unreadable"),
    ("1,2,3", "EUR", "unreadable"),
    ("1.00,50", "EUR", "unreadable"),
    ("1..5", "EUR", "unreadable"),
    ("12 50", "EUR", "ambiguous"),
    ("12 5", "EUR", "unreadable"),
    ("12 50 30", "EUR", "unreadable"),
    ("12 50", "HUF", "unreadable"),
    ("twelve fifty", "EUR", "unreadable"),
    ("tizenöt", "HUF", "unreadable"),
    ("5\n300", "EUR", "unreadable"),
    ("two coffees", "EUR", "unreadable"),
    ("2 coffees", "EUR", "unreadable"),
    ("50 gr", "EUR", "unreadable"),
    ("12, 500", "EUR", "unreadable"),
    ("125000 تومان", "IRR", "unreadable"),  # ten rials each
    ("1\x002", "EUR", "unreadable"),
    ("\ud800", "EUR", "unreadable"),
    ("9" * 10_000, "EUR", "unreadable"),
    (" " * 10_000, "EUR", "unreadable"),
    ("12,50 Ft", "EUR", "other_money"),
    ("$5", "EUR", "other_money"),
    ("5 euro", "HUF", "other_money"),
    ("12.500", "EUR", "ambiguous"),
    ("12,500", "EUR", "ambiguous"),
    ("12,505 ", "USD", "ambiguous"),
    ("50 K", "ZMW", "ambiguous"),
    ("12.5055", "EUR", "too_fine"),
    ("12.50", "HUF", "too_fine"),
    ("0.500", "HUF", "too_fine"),
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


@pytest.mark.parametrize(
    ("text", "currency", "readings"),
    [
        ("12 50", "EUR", (1250, 125_000)),
        ("€12 50", "EUR", (1250, 125_000)),
        ("12 500", "KWD", (12_500, 12_500_000)),
        ("1.250", "EUR", (125_000, 125)),
        ("12,505", "EUR", (1_250_500,)),
        ("250.000", "EUR", (25_000,)),
        ("1.250 rb", "IDR", (1_250_000, 1250)),
    ],
)
def test_what_could_be_two_amounts_is_kept_to_be_asked_about(
    text: str, currency: str, readings: tuple[int, ...]
) -> None:
    assert parse_amount(text, currency) == NoAmount("ambiguous", readings)


@pytest.mark.parametrize(
    ("currency", "most"),
    [("EUR", 10_000_000), ("HUF", 10_000_000), ("VND", 10**9), ("JPY", 10_000_000), ("KWD", 10**8)],
)
def test_a_till_takes_more_of_smaller_money(currency: str, most: int) -> None:
    units = most // minor_per_unit(currency)
    assert parse_amount(str(units), currency) == most == most_minor(currency)
    assert parse_amount(str(units + 1), currency) == NoAmount("too_much")


def test_prices_in_points_follow_the_money_and_stay_what_a_database_can_count() -> None:
    assert (most_points("EUR"), most_points("HUF"), most_points("IRR")) == (10**6, 10**8, 10**9)


@given(
    units=st.integers(0, 100_000),
    cents=st.integers(0, 999),
    currency=st.sampled_from(["EUR", "HUF", "KWD"]),
    separators=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", "."), ("’", ".")]),
)
def test_every_written_amount_reads_back(
    units: int, cents: int, currency: str, separators: tuple[str, str]
) -> None:
    thousands, point = separators
    digits = minor_digits(currency)
    fraction = cents % minor_per_unit(currency) if units < 100_000 else 0
    minor = units * minor_per_unit(currency) + fraction
    written = f"{units:,}".replace(",", thousands) + (f"{point}{fraction:0{digits}}" if digits else "")
    for text in (written, f"{currency} {written}", f"{written}{currency}"):
        assert parse_amount(text, currency) == minor


@given(text=st.text(), currency=st.sampled_from(["EUR", "HUF", "KWD", "VND", "ZMW"]))
def test_no_text_breaks_the_reading(text: str, currency: str) -> None:
    read = parse_amount(text, currency)
    assert isinstance(read, NoAmount) or 0 <= read <= most_minor(currency)
    whole = parse_whole(text)
    assert whole is None or whole >= 0


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("7", 7),
        ("2.000.000", 2_000_000),
        ("150 000", 150_000),
        ("1'000", 1000),
        ("10,00,000", 1_000_000),
        ("１２", 12),
        ("१२", 12),
        ("1,5", None),
        ("-5", None),
        ("5 points", None),
        ("", None),
    ],
)
def test_a_number_of_points_is_read_with_its_thousands_parted(text: str, whole: int | None) -> None:
    assert parse_whole(text) == whole
