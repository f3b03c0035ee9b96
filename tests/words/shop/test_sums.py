"""The sums in words, in every language: which reward is meant, and what is more than nothing is never printed as nothing."""

from dataclasses import replace
from fractions import Fraction

import pytest

from actions.shop.sums import reckoned_by
from loyalty.cards.parts.bonus_time import BonusTime
from loyalty.cards.programme import Reward
from loyalty.shop.basis import Basis
from loyalty.shop.sums import Range
from loyalty.units import Unit
from tests.programmes import points_card, stamp_card
from words.language import LANGUAGES, words
from words.shop.calculations import new_lines
from words.shop.sums import SumsWording

MENU = points_card([Reward("cake", "Cake", 50, 100), Reward("bread", "Bread", 150, 9000)])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_several_rewards_are_named_where_each_pays_otherwise(language: str) -> None:
    say = words(language)
    lines = new_lines(reckoned_by(Basis(6_00, 550), MENU, "EUR"), Unit.POINTS, "EUR", say)
    for name in ("Cake", "Bread"):
        assert any(line.startswith(f"🧮 {name}: ") for line in lines)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_line_can_be_said_in_every_language_and_names_no_place_that_is_empty(language: str) -> None:
    say = words(language)
    for programme in (MENU, stamp_card([Reward("a", "A", 1), Reward("b", "B", 10, 0)], head_start=1)):
        for basis in (Basis(6_00, 0), Basis(6_00, 1000, "usual", "usual"), Basis(1, 500, "tills"), None):
            reckoned = reckoned_by(basis, programme, "EUR")
            write = SumsWording(say, programme.unit, "EUR")
            lines = new_lines(reckoned, programme.unit, "EUR", say)
            lines += write.lines(reckoned.sums) if reckoned.sums else []
            assert all(line and "{" not in line for line in lines)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_bonuses_that_the_figures_leave_out_are_named(language: str) -> None:
    say, plain = words(language), stamp_card([Reward("a", "A", 10, 10_00)])
    said = [
        new_lines(reckoned_by(Basis(4_50, 650), programme, "EUR"), Unit.STAMPS, "EUR", say)
        for programme in (plain, replace(plain, parts=(BonusTime(times=10),)))
    ]
    only_with_bonuses = [line for line in said[1] if line not in said[0]]
    assert len(only_with_bonuses) == 3
    assert [line[0] for line in only_with_bonuses] == ["🧮", "⚠", "⚠"]
    if language == "en":
        assert "not in these figures" in only_with_bonuses[0]


def test_what_is_more_than_nothing_is_never_printed_as_nothing() -> None:
    write = SumsWording(words("en"), Unit.STAMPS, "EUR")
    tiny = Fraction(1, 10_000)
    assert write.exact(tiny) == "€0.01"
    assert write.share(Range(tiny, tiny)) == "0.1%"
    assert write.exact(Fraction()) == "€0.00"


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (0, "It costs you nothing, so it pays as soon as somebody comes for it."),
        (80, "It pays if one customer in 3 comes once more for it."),
        (292, "It pays if every customer comes once more for it."),
        (293, "It pays if every customer comes 1.1 times more for it."),
        (1000, "It pays if every customer comes 3.5 times more for it."),
        (2925, "It can't pay, even if nobody had come without it."),
    ],
)
def test_when_it_pays_is_said_on_the_safe_side(cost: int, said: str) -> None:
    reckoned = reckoned_by(Basis(4_50, 650), stamp_card([Reward("a", "A", 10, cost)]), "EUR")
    assert reckoned.sums
    assert SumsWording(words("en"), Unit.STAMPS, "EUR").when_it_pays(reckoned.sums) == [said]
