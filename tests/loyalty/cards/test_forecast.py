"""When the next visits will be, from the days between those before."""

from itertools import islice, pairwise
from math import exp, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.forecast import RHYTHMS, people, replay
from loyalty.cards.forecast import TOLD, Wait, is_broken, trend_of, waits

WEEKLY = [7] * 11
GAPS = st.lists(st.integers(1, 200), min_size=2, max_size=11)


def wait(gaps: list[int], visit: int, *, silent: int = 0) -> Wait:
    return next(islice(waits(trend_of(gaps), silent), visit - 1, None))


def test_a_weekly_rhythm_goes_on_weekly() -> None:
    assert [wait(WEEKLY, visit).day for visit in (1, 2, 6)] == [7, 14, 42]


def test_the_more_irregular_the_visits_the_wider_the_range() -> None:
    steady, jumpy = wait([7, 8, 6, 7, 8, 6], 5), wait([2, 15, 3, 20, 6, 4], 5)
    assert (jumpy.latest - jumpy.soonest) / jumpy.about > 2 * (steady.latest - steady.soonest) / steady.about


def test_a_rhythm_known_for_long_is_told_more_closely_than_a_new_one() -> None:
    assert wait(WEEKLY, 5).latest < wait(WEEKLY[:3], 5).latest


@pytest.mark.parametrize(("tends", "to_go"), [(1.08, 5), (1.08, 8), (0.93, 5)])
def test_a_trend_is_seen(tends: float, to_go: int) -> None:
    gaps = [round(14 * tends**visit) for visit in range(11)]
    true = sum(14 * tends**visit for visit in range(11, 11 + to_go))
    mean_gap = to_go * sum(gaps) / 11
    assert abs(wait(gaps, to_go).about - true) < 0.15 * abs(mean_gap - true)
    assert wait(gaps, to_go).soonest < true < wait(gaps, to_go).latest


def test_one_odd_gap_is_no_trend() -> None:
    assert wait([10, 9, 11, 10, 9, 11, 10, 14], 1).about < 12


def test_a_year_of_silence_ends_a_weekly_rhythm_and_a_fortnight_does_not() -> None:
    assert is_broken(trend_of(WEEKLY), 365)
    assert not is_broken(trend_of(WEEKLY), 14)
    assert not is_broken(trend_of([30, 90, 20, 120, 45]), 100)


def test_who_is_silent_has_waited_a_part_of_the_gap_already() -> None:
    assert wait(WEEKLY, 1, silent=4).about == pytest.approx(3, abs=0.6)


@given(gaps=GAPS, silent=st.integers(0, 400))
def test_the_waits_grow_and_lie_in_their_ranges(gaps: list[int], silent: int) -> None:
    coming = list(islice(waits(trend_of(gaps), silent), 30))
    assert all(0 < each.soonest < each.about < each.latest for each in coming)
    assert all(one.about < later.about for one, later in pairwise(coming))


@given(gaps=GAPS, times=st.integers(2, 5))
def test_a_rhythm_so_many_times_slower_takes_so_many_times_longer(gaps: list[int], times: int) -> None:
    slower = wait([gap * times for gap in gaps], 1)
    assert log(slower.about) >= log(wait(gaps, 1).about)
    if min(gaps) > 1:
        assert exp(trend_of([gap * times for gap in gaps]).level - trend_of(gaps).level) == pytest.approx(
            times
        )


@pytest.mark.parametrize("rhythm", [name for name in RHYTHMS if name != "in bursts"])
def test_what_is_told_holds_as_often_as_it_says(rhythm: str) -> None:
    tally = replay(people(RHYTHMS[rhythm], 250, Random(7)), Random(1))  # noqa: S311
    there = tally.held + tally.sooner + tally.later
    assert tally.held / there > TOLD - 0.07  # three standard errors of the fewest told
