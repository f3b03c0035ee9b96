"""A reward with what it takes, as owners type both in one go."""

import pytest

from loyalty.cards.typed_reward import parse_reward


@pytest.mark.parametrize(
    ("typed", "name", "at"),
    [
        ("9 = 1 free loaf", "1 free loaf", 9),
        ("Dessert=50", "Dessert", 50),
        ("10 stamps: Free coffee", "Free coffee", 10),
        ("75 punten = Gratis brood", "Gratis brood", 75),
        ("10 pecsét → ingyen kávé", "ingyen kávé", 10),
        ("1.000 points = Dinner", "Dinner", 1000),
    ],
)
def test_what_a_reward_takes_is_read_where_it_stands_beside_its_name(typed: str, name: str, at: int) -> None:
    assert parse_reward(typed) == (name, at)


@pytest.mark.parametrize(
    "typed",
    [
        "Free coffee",
        "2 = 1",
        "1+1",
        "Coffee = cake",
        "Menu 2: small",
        "0 = Tea",
        "Dinner: 2 people",
        "12:30 tea",
    ],
)
def test_a_name_without_a_figure_of_its_own_stays_whole(typed: str) -> None:
    assert parse_reward(typed) == (typed, None)
