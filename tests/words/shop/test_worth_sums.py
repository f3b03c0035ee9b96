"""The sums of what comes off a bill, in words: no guess at what goods cost."""

from loyalty.cards.programme import Reward
from loyalty.cards.worth import ITEM, PercentOff, Worth
from loyalty.shop.basis import Basis
from loyalty.shop.sums import sums_of
from loyalty.units import Unit
from tests.programmes import stamp_card
from words.language import words
from words.shop.sums import SumsWording


def said(worth: Worth) -> str:
    sums = sums_of(
        stamp_card((Reward("r1", "Treat", 10, worth=worth),)), Basis(1000, 650), minor_per_unit=100
    )
    return "\n".join(SumsWording(words("en"), Unit.STAMPS, "EUR").lines(sums))


def test_a_share_of_the_bill_costs_that_share_of_an_average_sale() -> None:
    assert "It costs you €2.00." in said(PercentOff(20))
    assert "It costs you €2.00 to €5.00." in said(PercentOff(20, 500))


def test_a_thing_whose_cost_was_never_typed_is_reckoned_from_its_goods() -> None:
    assert "never typed" in said(ITEM)
