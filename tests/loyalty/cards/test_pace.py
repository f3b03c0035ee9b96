"""A customer's own rhythm, and the day on which a goal will be reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cards.forecast import trend_of
from loyalty.cards.pace import (
    DayVisited,
    Outlook,
    VisitPace,
    faster,
    gained_by,
    outlook,
    pace_of,
    reached,
    usual_gap_days,
)
from loyalty.cards.programme import Reward

TODAY = date(2026, 2, 1)
COFFEE, LUNCH = Reward("coffee", "Free coffee", 5), Reward("lunch", "Free lunch", 10)
EVERY_TEN_DAYS = tuple(DayVisited(TODAY - timedelta(days=days), 1) for days in (40, 30, 20, 10, 0))
PACES = st.builds(
    VisitPace,
    st.lists(st.integers(1, 90), min_size=3, max_size=11).map(trend_of),
    st.integers(1, 9),
    st.integers(0, 200).map(lambda days: TODAY - timedelta(days=days)),
)


def visited(*gaps: int, silent: int = 0, amount: int = 1) -> list[DayVisited]:
    """Lay visits out with these days between them, the last so many days ago."""
    day, visits = TODAY - timedelta(days=silent), list[DayVisited]()
    for gap in (0, *reversed(gaps)):
        day -= timedelta(days=gap)
        visits.append(DayVisited(day, amount))
    return visits[::-1]


def weekly(silent: int = 0) -> VisitPace | None:
    """Return the rhythm of a dozen weekly visits."""
    return pace_of(visited(*[7] * 11, silent=silent), today=TODAY)


def test_a_rhythm_is_the_days_between_visits_and_what_one_gives() -> None:
    pace = pace_of(EVERY_TEN_DAYS, today=TODAY)
    assert pace is not None
    assert pace.trend.days_before(1) == pytest.approx(10)
    assert (pace.amount, pace.last_on, pace.over) == (1, TODAY, False)


def test_three_visits_are_no_rhythm_and_one_day_counts_once() -> None:
    assert pace_of(EVERY_TEN_DAYS[:3], today=TODAY) is None
    assert pace_of((EVERY_TEN_DAYS[0],) * 5, today=TODAY) is None
    assert usual_gap_days(EVERY_TEN_DAYS[:2]) is None
    twice_a_day = pace_of([visit for visit in EVERY_TEN_DAYS for _ in range(2)], today=TODAY)
    assert twice_a_day is not None
    assert (twice_a_day.trend.gaps, twice_a_day.amount) == (4, 2)


def test_a_long_silence_slows_the_rhythm_and_a_usual_one_does_not() -> None:
    gaps = (20, 5, 12, 30, 8)
    usual, silent = (pace_of(visited(*gaps, silent=days), today=TODAY) for days in (10, 40))
    assert usual is not None
    assert silent is not None
    assert usual.trend.days_before(1) < silent.trend.days_before(1)


def test_who_came_weekly_and_was_away_for_a_year_is_promised_no_day() -> None:
    said = outlook(weekly(silent=365), 6, balance=4, by=None, today=TODAY)
    assert said == Outlook(6, None, unsure="silent")


def test_who_is_back_after_a_year_begins_a_new_rhythm() -> None:
    assert pace_of(visited(*[7] * 8, 365, 7, 7), today=TODAY) is None
    back = pace_of(visited(*[7] * 7, 365, 14, 14, 14), today=TODAY)
    assert back is not None
    assert back.trend.days_before(1) == pytest.approx(14)


def test_a_regular_past_names_a_day_and_an_irregular_one_the_first_and_the_last() -> None:
    regular = outlook(weekly(), 3, balance=7, by=None, today=TODAY)
    assert (regular.reached_on, regular.between) == (date(2026, 2, 22), None)
    irregular = pace_of(visited(6, 9, 4, 12, 7, 5, 10), today=TODAY)
    said = outlook(irregular, 6, balance=4, by=None, today=TODAY)
    assert said.between is not None
    assert said.reached_on is not None
    assert TODAY < said.between[0] < said.reached_on < said.between[1] < TODAY + timedelta(days=100)


def test_what_can_be_tomorrow_or_next_year_gets_no_day() -> None:
    now_and_then = pace_of(visited(2, 60, 1, 90, 3, 45), today=TODAY)
    assert outlook(now_and_then, 6, balance=4, by=None, today=TODAY) == Outlook(6, None, unsure="irregular")


def test_whose_gaps_grow_is_told_a_later_day() -> None:
    slowing = pace_of(visited(*[round(7 * 1.08**visit) for visit in range(11)]), today=TODAY)
    said = outlook(slowing, 5, balance=5, by=None, today=TODAY)
    assert said.reached_on is not None
    # The next five gaps are 96 days; by the mean gap it would be 53.
    assert abs((said.reached_on - TODAY).days - 96) < 8


def test_one_long_absence_does_not_change_the_usual_gap() -> None:
    holiday = DayVisited(EVERY_TEN_DAYS[0].day - timedelta(days=90), 1)
    assert usual_gap_days((holiday, *EVERY_TEN_DAYS)) == 10


def test_three_to_go_at_one_a_week_is_three_weeks_and_a_visit_more_a_month_is_sooner() -> None:
    said = outlook(weekly(), 3, balance=7, by=None, today=TODAY)
    assert said == Outlook(3, date(2026, 2, 22), date(2026, 2, 18))


def test_without_a_rhythm_only_the_distance_is_said() -> None:
    assert outlook(None, 3, balance=7, by=date(2026, 3, 1), today=TODAY) == Outlook(3, None, unsure="few")


def test_what_is_reached_is_reached_today() -> None:
    assert outlook(weekly(), 0, balance=10, by=None, today=TODAY) == Outlook(0, TODAY)


def test_a_hopeless_goal_comes_with_the_best_reward_that_can_be_had_in_time() -> None:
    by = TODAY + timedelta(days=21)
    said = outlook(weekly(), 8, balance=2, by=by, rewards=(COFFEE, LUNCH), today=TODAY)
    assert said.hopeless
    assert said.nearer == COFFEE
    alone = outlook(weekly(), 8, balance=2, by=by, rewards=(LUNCH,), today=TODAY)
    assert alone.nearer == 5


def test_a_goal_within_twice_the_visits_is_not_hopeless() -> None:
    assert not outlook(weekly(), 8, balance=2, by=TODAY + timedelta(days=28), today=TODAY).hopeless


def test_nothing_is_promised_for_a_goal_whose_day_has_passed() -> None:
    said = outlook(weekly(), 8, balance=2, by=TODAY - timedelta(days=1), rewards=(COFFEE,), today=TODAY)
    assert said.hopeless
    assert said.nearer is None


def test_what_lies_beyond_two_years_gets_no_date() -> None:
    said = outlook(weekly(), 1_000_000, balance=0, by=None, today=TODAY)
    assert said.reached_on is None
    assert said.hopeless


@given(pace=PACES, to_go=st.integers(1, 60), more=st.integers(0, 20))
def test_farther_is_never_sooner(pace: VisitPace, to_go: int, more: int) -> None:
    near, far = reached(pace, to_go, today=TODAY), reached(pace, to_go + more, today=TODAY)
    assert far is None or (near is not None and 0 < near.day <= far.day)


@given(pace=PACES, to_go=st.integers(1, 60))
def test_a_visit_more_a_month_is_never_later(pace: VisitPace, to_go: int) -> None:
    on, sooner = (reached(each, to_go, today=TODAY) for each in (pace, faster(pace, visits_a_month=1)))
    assert on is None or (sooner is not None and sooner.day <= on.day)


@given(pace=PACES, to_go=st.integers(1, 60))
def test_by_the_day_named_enough_was_given_and_no_day_before(pace: VisitPace, to_go: int) -> None:
    wait = reached(pace, to_go, today=TODAY)
    if wait is not None:
        on = TODAY + timedelta(days=wait.day)
        assert gained_by(pace, on, today=TODAY) >= to_go
        assert gained_by(pace, on - timedelta(days=1), today=TODAY) < to_go


@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=30),
    amounts=st.integers(1, 500),
    to_go=st.integers(1, 10_000),
    by=st.none() | st.integers(-10, 800),
    targets=st.lists(st.integers(1, 12_000), max_size=4),
)
def test_an_outlook_never_offers_what_is_no_nearer(
    days: list[int], amounts: int, to_go: int, by: int | None, targets: list[int]
) -> None:
    visits = [DayVisited(TODAY - timedelta(days=day), amounts) for day in sorted(days, reverse=True)]
    rewards = [Reward(str(at), "Tea", at) for at in targets]
    day = None if by is None else TODAY + timedelta(days=by)
    said = outlook(pace_of(visits, today=TODAY), to_go, balance=100, by=day, rewards=rewards, today=TODAY)
    assert said.to_go == to_go
    if said.nearer is not None:
        assert said.hopeless
        assert 100 < (said.nearer if isinstance(said.nearer, int) else said.nearer.at) < 100 + to_go
    if said.sooner_on is not None and said.reached_on is not None:
        assert TODAY <= said.sooner_on < said.reached_on
