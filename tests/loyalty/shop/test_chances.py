"""How sure a share is: few cases say little, and never that something is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.chances import wilson


def test_of_nothing_seen_anything_may_be() -> None:
    assert (wilson(0.0, 0).low, wilson(0.0, 0).high) == (0.0, 1.0)


def test_three_of_three_is_not_certain_and_none_of_three_not_impossible() -> None:
    assert wilson(1.0, 3).low == pytest.approx(0.4385, abs=1e-4)
    assert wilson(0.0, 3).high == pytest.approx(0.5615, abs=1e-4)


def test_it_is_wilsons_interval() -> None:
    seen = wilson(0.3, 100)
    assert seen.low == pytest.approx(0.2189, abs=1e-4)
    assert seen.high == pytest.approx(0.3959, abs=1e-4)


@given(st.floats(0, 1), st.floats(0.1, 1e6))
def test_what_was_seen_lies_in_it_and_more_cases_make_it_narrower(share: float, cases: float) -> None:
    few, more = wilson(share, cases), wilson(share, 2 * cases)
    assert 0 <= few.low <= share <= few.high <= 1
    assert more.high - more.low <= few.high - few.low


@given(st.floats(0, 1), st.integers(0, 1000), st.floats(0.5, 4))
def test_over_a_longer_time_and_of_the_opposite_its_ends_stay_in_order(
    share: float, cases: int, times: float
) -> None:
    lost = wilson(share, cases).raised(times).opposite
    assert 0 <= lost.low <= lost.about <= lost.high <= 1
