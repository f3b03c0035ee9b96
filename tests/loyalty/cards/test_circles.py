"""Two cards that give to each other give less than they take, all the way round."""

import pytest

from loyalty.cards.circles import gains_in_a_circle
from loyalty.cards.programme import Programme, Reward
from loyalty.cards.worth import Counted
from loyalty.units import Unit
from tests.programmes import points_card, stamp_card


def stamps(points: int, *, own: int = 0, places: int = 10) -> Programme:
    """Make a stamp card whose last place gives points, and a place before it stamps."""
    first = (Reward("s1", "Stamps", 5, worth=Counted(own, Unit.STAMPS)),) if own else ()
    return stamp_card((*first, Reward("s2", "Points", places, worth=Counted(points, Unit.POINTS))))


def points(given: int, price: int = 100) -> Programme:
    """Make a points card that gives stamps for so many points, and a cake for more."""
    return points_card(
        (Reward("p1", "Stamps", price, worth=Counted(given, Unit.STAMPS)), Reward("p2", "Cake", 500))
    )


@pytest.mark.parametrize(
    ("cards", "gains"),
    [
        ((stamps(50), points(5)), False),  # ten stamps are fifty points, which are two and a half
        ((stamps(200), points(5)), True),  # ten stamps are two hundred points, which are ten again
        ((stamps(199), points(5)), False),
        ((points(5), stamps(200)), True),
        ((stamps(100, own=5), points(5)), True),  # five of ten come back: five stamps are a hundred points
        ((stamps(99, own=5), points(5)), False),
        ((stamps(200),), False),
        ((stamps(200), points_card((Reward("p1", "Cake", 10),))), False),
        # What comes second is given to by nobody.
        ((stamp_card((Reward("r1", "Coffee", 10),)), stamps(1000), points(9)), False),
        ((stamps(1000), points_card((Reward("p1", "Cake", 10),)), points(9)), False),
    ],
)
def test_a_circle_that_gives_as_much_as_it_takes_is_seen(cards: tuple[Programme, ...], gains: bool) -> None:  # noqa: FBT001
    assert gains_in_a_circle(cards) == gains
