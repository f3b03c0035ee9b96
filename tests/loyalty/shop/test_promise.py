"""What is promised: the chance is what became of what was open, and few cases, or one large one, make it wide."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.promise import Promised, WasOpen, likely, seen_on_cards, together
from loyalty.shop.sums import Range

EURO = Range(Fraction(1_00), Fraction(1_00))
_CARDS = st.lists(st.tuples(st.integers(-5, 500), st.integers(-500, 2000)), max_size=30)


def test_a_card_counts_by_what_it_held_and_never_for_more() -> None:
    seen = seen_on_cards([(10, 0), (10, 30), (0, 10), (-3, 4)])
    assert (seen.open, seen.came, seen.cases) == (20, 10, 2)


def test_one_whale_among_small_cards_is_hardly_more_than_one_case() -> None:
    seen = seen_on_cards([(1000, 1000), *[(1, 0)] * 50])
    assert seen.cases < 1.2
    assert seen.chance.low < 0.3
    assert seen.chance.about > 0.9


def test_with_no_past_it_may_be_nothing_or_all() -> None:
    told = likely(EURO, WasOpen().chance)
    assert (int(told.low), int(told.high)) == (0, 1_00)


def test_a_cost_that_is_not_known_makes_it_wider_and_never_nothing() -> None:
    known, unknown = (
        likely(cost, WasOpen(100, 50, 100).chance) for cost in (EURO, Range(Fraction(40), Fraction(1_00)))
    )
    assert unknown.low < known.low
    assert unknown.high == known.high
    assert 0 < unknown.about < known.about


def test_all_that_is_open_is_added_up_and_nothing_is_said_of_it_where_some_can_not_be_told() -> None:
    seen = WasOpen(100, 50, 100)
    told, untold = Promised(2, 2, EURO, seen), Promised(2, 2, None, seen)
    nothing, unlearned = Promised(0, 0, None, seen), Promised(2, 2, EURO, WasOpen())
    both = together([told, nothing, told])
    assert both
    assert both.about == 1_00
    assert both.learned
    assert together([told, untold]) is None
    assert together([nothing]) is None
    half_known = together([told, unlearned])
    assert half_known
    assert not half_known.learned


@given(_CARDS)
def test_a_share_is_a_share_whatever_the_cards_hold(cards: list[tuple[int, int]]) -> None:
    seen = seen_on_cards(cards)
    assert 0 <= seen.came <= seen.open
    assert 0 <= seen.cases <= len(cards)
    assert 0 <= seen.chance.low <= seen.chance.high <= 1
