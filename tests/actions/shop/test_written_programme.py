"""One reading of what people write: the words of a file and of the command line mean the same rules."""

from fractions import Fraction

import pytest

from actions.shop.written_programme import UnreadableRules, read_programme
from loyalty.amounts import NoAmount
from loyalty.cards.programme import DEFAULT_STAMP_LIMITS, Limits, Reward
from tests.programmes import points_card, stamp_card

TEA = {"text": " Tea ", "at": 4, "cost": "0.50"}
STAMPS = {"kind": "stamps", "stamps": 8, "rewards": [{"text": "Coffee"}, TEA]}
POINTS = {"kind": "points", "rewards": [TEA]}


def test_what_is_left_out_is_as_usual() -> None:
    tea = Reward("r2", "Tea", 4, 50)
    assert read_programme(STAMPS, "EUR") == stamp_card((tea, Reward("r1", "Coffee", 8)), DEFAULT_STAMP_LIMITS)
    assert read_programme(POINTS, "EUR") == points_card((Reward("r1", "Tea", 4, 50),))


def test_amounts_and_rates_are_read_in_their_money() -> None:
    facts = POINTS | {"points_per_unit": "1 point per 100 Ft", "min_spend": "2 500 Ft", "max_per_day": 9}
    facts |= {"rewards": [{"text": "Tea", "at": 4}], "voucher_days": 30}
    assert read_programme(facts, "HUF") == points_card(
        (Reward("r1", "Tea", 4),),
        Limits(max_per_day=9),
        points_per_unit=Fraction(1, 100),
        min_spend_minor=2500,
        voucher_days=30,
    )


@pytest.mark.parametrize(
    ("facts", "bad"),
    [
        ({}, UnreadableRules(("kind",), "kind")),
        (STAMPS | {"kind": "stars"}, UnreadableRules(("kind",), "kind")),
        (STAMPS | {"stamps": "8"}, UnreadableRules(("stamps",), "whole")),
        (STAMPS | {"head_start": True}, UnreadableRules(("head_start",), "whole")),
        (STAMPS | {"rewards": "Tea"}, UnreadableRules(("rewards",), "rewards")),
        (STAMPS | {"rewards": [TEA, "Tea"]}, UnreadableRules(("rewards",), "rewards")),
        (STAMPS | {"rewards": [TEA, {"text": " "}]}, UnreadableRules(("rewards", 1, "text"), "text")),
        (POINTS | {"rewards": [{"text": "Tea"}]}, UnreadableRules(("rewards", 0, "at"), "place")),
        (POINTS | {"points_per_unit": "many"}, UnreadableRules(("points_per_unit",), "rate")),
        (
            POINTS | {"min_spend": "some"},
            UnreadableRules(("min_spend",), "amount", amount=NoAmount("unreadable")),
        ),
        (
            STAMPS | {"rewards": [TEA | {"price": 1}], "head_start": "1"},
            UnreadableRules(
                ("rewards", 0, "price"),
                "unknown",
                (
                    "text",
                    "at",
                    "cost",
                    "amount_off",
                    "percent_off",
                    "most_off",
                    "gives_points",
                    "gives_stamps",
                    "experience",
                    "valid_days",
                    "stock",
                    "level",
                ),
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(facts: dict[str, object], bad: UnreadableRules) -> None:
    assert read_programme(facts, "EUR") == bad
