"""What the sums are made on: typed figures first, and none that can't be."""

import pytest

from loyalty.shop.basis import (
    ENOUGH_AMOUNTS,
    TRADES,
    BadFigure,
    Basis,
    Told,
    basis_of,
    check_told,
    parse_margin,
)
from loyalty.shop.presets import PRESETS


@pytest.mark.parametrize(
    ("text", "permille"),
    [("65", 650), ("65%", 650), ("65 %", 650), ("12,5%", 125), ("62.5", 625), ("0", 0), ("100", 1000),
     ("65 procent", 650), ("65 Százalék", 650), ("-0", 0), ("٦٥", 650), ("7.50 %", 75)],
)  # fmt: skip
def test_a_margin_is_read_as_people_write_it(text: str, permille: int) -> None:
    assert parse_margin(text) == permille


@pytest.mark.parametrize(
    ("text", "why"),
    [("-5", "below_zero"), ("- 5 %", "below_zero"), ("101", "over_all"), ("100.1", "over_all"),
     ("999999999", "over_all"), ("1234567890123", "unreadable"), ("65.55", "too_fine"), ("much", "unreadable"),
     ("", "unreadable"), ("6 5", "unreadable"), ("65%%", "unreadable"), ("nan", "unreadable"), ("1e3", "unreadable")],
)  # fmt: skip
def test_a_margin_that_can_not_be_is_refused_with_the_reason(text: str, why: str) -> None:
    found = parse_margin(text)
    assert isinstance(found, BadFigure)
    assert found.why == why


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told(average_sale_minor=0), "nothing"),
        (Told(average_sale_minor=-1), "below_zero"),
        (Told(average_sale_minor=10**12), "too_much"),
        (Told(margin_permille=-1), "below_zero"),
        (Told(margin_permille=1001), "over_all"),
        (Told(trade="bank"), "unreadable"),
        (Told(trade="stamps"), "unreadable"),
    ],
)
def test_a_figure_that_can_not_be_is_refused(told: Told, why: str) -> None:
    found = check_told(told, "EUR")
    assert found
    assert found.why == why


def test_what_was_typed_goes_before_the_tills_and_those_before_what_is_usual() -> None:
    enough = [300] * ENOUGH_AMOUNTS
    cafe = Told(trade="cafe")
    assert basis_of(cafe, "EUR") == Basis(500, 650, "usual", "usual")
    assert basis_of(cafe, "EUR", enough) == Basis(300, 650, "tills", "usual")
    assert basis_of(cafe, "EUR", enough[1:]) == Basis(500, 650, "usual", "usual")
    assert basis_of(Told(450, 0, "cafe"), "EUR", enough) == Basis(450, 0)


@pytest.mark.parametrize(
    "told", [Told(), Told(450), Told(None, 650), Told(trade="stamps"), Told(trade="gone")]
)
def test_without_a_sale_and_a_margin_there_is_nothing_to_reckon_with(told: Told) -> None:
    assert basis_of(told, "EUR") is None


@pytest.mark.parametrize("trade", TRADES)
@pytest.mark.parametrize("currency", ["EUR", "HUF", "VND", "KWD"])
def test_each_trade_has_figures_that_can_be_in_any_money(trade: str, currency: str) -> None:
    preset = PRESETS[trade]
    usual = Told(preset.sale_minor(currency), preset.margin_permille, trade)
    assert check_told(usual, currency) is None
    assert usual.average_sale_minor
