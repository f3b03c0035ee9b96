"""Who is held out: the same people for good, as many as asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.held_out import held_out


def test_the_holdout_is_stable_and_about_as_great_as_asked() -> None:
    chosen = [held_out(7, person) for person in range(10_000)]
    assert chosen == [held_out(7, person) for person in range(10_000)]
    assert 900 < sum(chosen) < 1100
    assert not any(held_out(7, person, 0) for person in range(1000))


def test_each_campaign_holds_out_other_people() -> None:
    both = sum(held_out(1, person, 0.5) and held_out(2, person, 0.5) for person in range(10_000))
    assert 2300 < both < 2700


@given(campaign=st.integers(1), person=st.integers(1), share=st.floats(0, 0.5), more=st.floats(0, 0.5))
def test_a_greater_share_holds_out_the_same_people_and_more(
    campaign: int, person: int, share: float, more: float
) -> None:
    small, great = sorted((share, more))
    assert held_out(campaign, person, great) or not held_out(campaign, person, small)


@pytest.mark.parametrize("share", [-0.1, 0.51, float("nan")])
def test_a_share_that_makes_no_sense_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        held_out(1, 1, share)
