"""What messages cost is exact to the millionth, is rounded only where it is shown, and claims no price that nobody told."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.amounts import minor_per_unit
from loyalty.delivery.message_costs import (
    NO_PRICES,
    MessageCosts,
    Prices,
    SentMessages,
    added_up,
    at_most,
    to_show,
)

CENTS = Prices(marketing_micros=70_700, utility_micros=41_500)
_micros = st.integers(0, 10**9)
_prices = st.builds(Prices, _micros, _micros)
_charges = st.sampled_from(["free", "service", "utility", "marketing"])
_sent = st.builds(
    SentMessages, _charges, st.sampled_from(["utility", "marketing", None]), st.integers(0, 10**6)
)
_currencies = st.sampled_from(["EUR", "HUF", "TND"])


def test_free_ones_spare_what_their_templates_would_have_cost() -> None:
    sent = [SentMessages("free", "marketing", 41), SentMessages("marketing", "marketing", 3)]
    assert added_up(sent, CENTS) == MessageCosts(41, 3, 3 * 70_700, 41 * 70_700)


def test_a_service_message_that_is_billed_is_not_free_and_spares_only_the_difference() -> None:
    assert added_up([SentMessages("service", "marketing", 10)], CENTS) == MessageCosts(
        0, 10, 10 * 41_500, 10 * (70_700 - 41_500)
    )


def test_what_has_no_template_spares_nothing() -> None:
    assert added_up([SentMessages("free", None, 5)], NO_PRICES) == MessageCosts(5, 0, 0, 0)


@pytest.mark.parametrize("prices", [NO_PRICES, Prices(utility_micros=1)])
def test_a_sum_that_needs_a_price_nobody_told_is_not_known(prices: Prices) -> None:
    assert added_up([SentMessages("free", "marketing", 1)], prices) == MessageCosts(1, 0, 0, None)
    assert added_up([SentMessages("marketing", "marketing", 1)], prices) == MessageCosts(0, 1, None, 0)
    assert added_up([SentMessages("authentication", "marketing", 1)], prices).paid_micros is None


@given(st.lists(_sent), st.lists(_sent), _prices)
def test_two_piles_together_are_the_sum_of_both(
    one: list[SentMessages], other: list[SentMessages], prices: Prices
) -> None:
    both, first, second = (added_up(pile, prices) for pile in (one + other, one, other))
    assert both.free == first.free + second.free
    assert both.paid == first.paid + second.paid
    assert both.paid_micros == (first.paid_micros or 0) + (second.paid_micros or 0)
    assert both.saved_micros == (first.saved_micros or 0) + (second.saved_micros or 0)


@given(st.lists(_sent), _prices)
def test_spent_and_saved_are_what_templates_alone_would_have_cost(
    sent: list[SentMessages], prices: Prices
) -> None:
    found = added_up(sent, prices)
    by_template = [
        one.count * (prices.of(one.category if one.charge in ("free", "service") else one.charge) or 0)
        for one in sent
        if one.category
    ]
    without = [one.count * (prices.of(one.charge) or 0) for one in sent if not one.category]
    assert found.paid_micros is not None
    assert found.saved_micros is not None
    assert found.paid_micros + found.saved_micros == sum(by_template) + sum(without)


@given(st.lists(_sent), _prices)
def test_nothing_free_is_paid_for_and_nothing_is_counted_twice(
    sent: list[SentMessages], prices: Prices
) -> None:
    found = added_up(sent, prices)
    assert found.free + found.paid == sum(one.count for one in sent)
    if not found.paid:
        assert found.paid_micros == 0


@given(st.integers(0, 10**15), _currencies)
def test_what_is_shown_is_off_by_half_a_minor_unit_at_most_and_a_limit_is_never_passed(
    micros: int, currency: str
) -> None:
    exact = Fraction(micros * minor_per_unit(currency), 10**6)
    assert abs(to_show(micros, currency) - exact) <= Fraction(1, 2)
    assert 0 <= at_most(micros, currency) - exact < 1


def test_half_a_cent_is_shown_as_one_and_nobody_counts_filler() -> None:
    assert (to_show(5_000, "EUR"), to_show(4_999, "EUR")) == (1, 0)
    assert (to_show(25_600_000, "HUF"), at_most(25_100_000, "HUF")) == (26, 26)
