"""The rules that a shop may begin with."""

from fractions import Fraction

import pytest

from loyalty.amounts import minor_per_unit
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.programme import Programme, ProgrammeKind
from loyalty.cards.programme_check import check
from loyalty.cards.rates import Rate
from loyalty.shop.basis import Told, basis_of
from loyalty.shop.gifts import gifts_of
from loyalty.shop.presets import PRESETS, Preset
from loyalty.shop.sums import risks_of, sums_of

_A_HUNDREDTH = [Fraction(1, 100), Fraction(1, 50), Fraction(1, 20), Fraction(1, 10)]


@pytest.mark.parametrize(("currency", "rates"), [("EUR", [1, 2, 5, 10]), ("HUF", _A_HUNDREDTH)])
def test_a_first_reward_takes_about_as_much_money_whatever_the_rate_and_the_currency(
    currency: str, rates: list[Rate]
) -> None:
    bakery = PRESETS["bakery"]
    assert list(bakery.rates(currency)) == rates
    assert [bakery.price(rate, currency) for rate in rates] == [100, 200, 500, 1000]


TRADES = [(trade, preset) for trade, preset in PRESETS.items() if preset.sale is not None]


def ready(preset: Preset, currency: str) -> Programme:
    rate = preset.rates(currency)[0]
    at = preset.at if preset.kind is ProgrammeKind.STAMPS else preset.price(rate, currency)
    return preset.programme("Reward", at, points_per_unit=rate, parts=preset.bonuses(rate, currency))


@pytest.mark.parametrize("currency", ["EUR", "HUF", "VND", "KWD"])
@pytest.mark.parametrize(("trade", "preset"), TRADES)
def test_a_ready_programme_brings_what_moves_people_and_never_loses_money(
    trade: str, preset: Preset, currency: str
) -> None:
    """Even where each visit brings all bonuses that it can, and the reward costs as much as an average sale."""
    programme = ready(preset, currency)
    assert programme.parts
    assert check(programme, currency) is None
    basis = basis_of(Told(trade=trade), currency)
    assert basis
    unit = minor_per_unit(currency)
    assert risks_of(programme, basis, minor_per_unit=unit) == ()
    for payout in sums_of(programme, basis, minor_per_unit=unit).payouts:
        assert payout.extra_visits
        assert payout.extra_visits.high < payout.visits


@pytest.mark.parametrize(("trade", "preset"), TRADES)
def test_a_friend_is_paid_for_by_one_visit_of_theirs(trade: str, preset: Preset) -> None:
    programme, basis = ready(preset, "EUR"), basis_of(Told(trade=trade), "EUR")
    assert basis
    sums = sums_of(programme, basis, minor_per_unit=100)
    for gift in gifts_of(programme, sums):
        assert gift.each.high < basis.margin_minor


def test_bonuses_in_points_are_worth_the_same_whatever_a_point_is_worth() -> None:
    bakery = PRESETS["bakery"]
    for rate, plus in zip(bakery.rates("EUR"), (3, 6, 15, 30), strict=True):
        assert bakery.bonuses(rate, "EUR") == (BonusItem("bread_of_the_day", plus),)
    for rate, plus in zip(bakery.rates("HUF"), (3, 6, 15, 30), strict=True):
        assert bakery.bonuses(rate, "HUF") == (BonusItem("bread_of_the_day", plus),)
