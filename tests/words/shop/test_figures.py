"""A shop's rules in words: what they are, what a change would make of them, and why they can't be."""

from dataclasses import replace

import pytest

from loyalty.cards.programme import Limits, Reward
from loyalty.cards.programme_check import Invalid, check
from loyalty.shop.changes import Difference
from loyalty.units import Unit
from tests.actions.places import points, stamps
from words.cards.rules import ProgrammeWording
from words.language import LANGUAGES, words
from words.shop.figures import invalid

EURO = ProgrammeWording(words("en"), Unit.STAMPS, "EUR")
FORINT = ProgrammeWording(words("hu"), Unit.POINTS, "HUF")


def test_rules_are_written_line_by_line_in_the_money_of_the_shop() -> None:
    rules = EURO.rules(stamps(10))
    assert rules[0] == "🎁 10 stamps: A coffee"
    assert "· Head start: none" in rules
    assert "Ft" in FORINT.rate(1)


def test_a_change_says_what_was_and_what_becomes() -> None:
    assert EURO.change(Difference("max_per_day", 5, None)) == "Most per day: 5 stamps → no limit"
    cake = Reward("cake", "Cake", 4, 150)
    assert EURO.change(Difference("reward", None, cake)) == "Reward: none → 4 stamps: Cake (cost: €1.50)"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (check(replace(stamps(10), rewards=()), "EUR"), "A card needs at least one reward."),
        (check(stamps(31), "EUR"), "That number does not fit: stamps go from 1 to 30."),
        (check(stamps(10, head_start=10), "EUR"), "The head start must be smaller than the card."),
        (check(stamps(10, limits=Limits(max_per_day=0)), "EUR"), "Most per day: that number does not fit"),
    ],
)
def test_why_rules_can_not_be_is_said_with_what_would_do(why: Invalid, said: str) -> None:
    assert invalid(why, EURO).startswith(said)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_least_to_spend_is_refused_with_an_amount_of_money(language: str) -> None:
    most = check(points(min_spend_minor=10**12), "EUR")
    assert most is not None
    said = invalid(most, ProgrammeWording(words(language), Unit.POINTS, "EUR"))
    assert words(language).money(100_000_00, "EUR") in said
