"""How far begun cards are from their next reward: places of a card, or tenths of the way."""

from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.cards.ways import BegunCards, ways_of
from tests.programmes import points_card, stamp_card

COFFEE, CAKE = Reward("coffee", "Coffee", 4), Reward("cake", "Cake", 8)
STAMPS = ProgrammeVersion(1, stamp_card((COFFEE, CAKE)), 1, "")
POINTS = ProgrammeVersion(2, points_card((Reward("coffee", "Coffee", 50),), points_per_unit=1), 2, "")


def test_a_stamp_card_counts_the_places_that_are_missing_to_the_next_reward() -> None:
    ways = ways_of([BegunCards(STAMPS, balance, 10 + balance) for balance in (1, 3, 4, 7)], current=STAMPS)
    assert ways.by_places
    assert [left for left, _ in ways.left] == [1, 2, 3, 4, 5, 6, 7]
    assert dict(ways.left) == {1: 13 + 17, 2: 0, 3: 11, 4: 14, 5: 0, 6: 0, 7: 0}
    assert ways.cards == 55


def test_points_are_counted_by_tenths_of_the_way_and_who_can_have_all_misses_nothing() -> None:
    ways = ways_of(
        [BegunCards(POINTS, 1, 2), BegunCards(POINTS, 46, 3), BegunCards(POINTS, 90, 5)], current=POINTS
    )
    assert not ways.by_places
    assert {left: n for left, n in ways.left if n} == {0: 5, 1: 3, 10: 2}
