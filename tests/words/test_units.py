"""What is counted is said by its own name, however it is earned and paid."""

import pytest

from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.units import Unit
from tests.programmes import points_card
from words.language import words
from words.units import filled, programme_name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["4 of 10 stamps", "1 of 1 stamp", "4 of 1,200 points"]),
        ("nl", ["4 van de 10 stempels", "1 van 1 stempel", "4 van de 1.200 punten"]),
        ("hu", ["4/10 pecsét", "1/1 pecsét", "4/1\u00a0200 pont"]),
    ],
)
def test_a_card_says_how_far_it_is_in_its_own_unit(language: str, said: list[str]) -> None:
    cases = [(Unit.STAMPS, 4, 10), (Unit.STAMPS, 1, 1), (Unit.POINTS, 4, 1_200)]
    assert [filled(unit, done, of, words(language)) for unit, done, of in cases] == said


@pytest.mark.parametrize(("name", "said"), [("", "Puntenkaart"), ("Lunch", "Lunch")])
def test_a_programme_is_called_as_its_shop_says_or_by_what_it_counts(name: str, said: str) -> None:
    version = ProgrammeVersion(1, points_card((Reward("r1", "Soup", 50),)), 1, name)
    assert programme_name(version, words("nl")) == said
