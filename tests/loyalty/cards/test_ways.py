"""How far begun cards are from their next reward: places of a card, or tenths of the way."""

from loyalty.cards.programme import ProgrammeVersion, Reward
from loyalty.cards.ways import Balances, BegunCards, WaysBar, balances_in, bar_of, ways_of
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


def test_a_bar_on_a_button_is_read_as_it_was_written_and_nothing_else_is_one() -> None:
    ways = ways_of([BegunCards(STAMPS, 1, 2), BegunCards(STAMPS, 7, 1)], current=STAMPS)
    assert [bar.left for bar in ways.bars] == [1, 3]
    assert [bar_of(bar.key) for bar in ways.bars] == list(ways.bars)
    assert not any(bar_of(key) for key in ("top", "go1", "go-1", "part1-2;", "went1-2", "go1-12345"))


def test_the_balances_of_a_bar_are_named_in_pieces_the_highest_first() -> None:
    begun = [BegunCards(STAMPS, balance, 1) for balance in range(1, 8)]
    [bar] = [one for one in ways_of(begun, current=STAMPS).bars if one.left == 3]
    assert list(balances_in(bar, begun)) == [Balances(1, 5, 5), Balances(1, 1, 1)]
    points = [BegunCards(POINTS, balance, 1) for balance in (1, 30, 41, 45, 49)]
    assert list(balances_in(WaysBar(2, by_places=False, left=2), points)) == [Balances(2, 41, 41)]
    assert list(balances_in(WaysBar(2, by_places=False, left=1), points)) == [Balances(2, 45, 49)]
