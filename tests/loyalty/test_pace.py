"""A customer's own rhythm, and the day on which a goal will be reached."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.pace import (
    DayVisited,
    Outlook,
    Pace,
    faster,
    gained_by,
    outlook,
    pace_of,
    reached_on,
    usual_gap_days,
)
from loyalty.programme import Reward

TODAY = date(2026, 2, 1)
COFFEE, LUNCH = Reward("coffee", "Free coffee", 5), Reward("lunch", "Free lunch", 10)
EVERY_TEN_DAYS = tuple(DayVisited(TODAY - timedelta(days=days), 1) for days in (40, 30, 20, 10, 0))
WEEKLY = Pace(7, 1, TODAY)
DAYS_BETWEEN = st.floats(0.5, 90)
PACES = st.builds(
    Pace, DAYS_BETWEEN, st.integers(1, 9), st.integers(0, 200).map(lambda days: TODAY - timedelta(days=days))
)


def test_a_rhythm_is_the_days_between_visits_and_what_one_gives() -> None:
    assert pace_of(EVERY_TEN_DAYS, today=TODAY) == Pace(10, 1, TODAY)


def test_two_visits_are_no_rhythm_and_one_day_counts_once() -> None:
    assert pace_of(EVERY_TEN_DAYS[:2], today=TODAY) is None
    assert pace_of((EVERY_TEN_DAYS[0],) * 5, today=TODAY) is None
    assert usual_gap_days(EVERY_TEN_DAYS[:2]) is None
    twice_a_day = tuple(sorted(EVERY_TEN_DAYS * 2, key=lambda visit: visit.day))
    assert pace_of(twice_a_day, today=TODAY) == Pace(10, 2, TODAY)


def test_a_long_silence_slows_the_rhythm_and_a_usual_one_does_not() -> None:
    usual = pace_of(EVERY_TEN_DAYS, today=TODAY + timedelta(days=10))
    silent = pace_of(EVERY_TEN_DAYS, today=TODAY + timedelta(days=60))
    assert usual is not None
    assert silent is not None
    assert usual.days_between == 10
    assert silent.days_between == 20


def test_one_long_absence_does_not_change_the_usual_gap() -> None:
    holiday = DayVisited(EVERY_TEN_DAYS[0].day - timedelta(days=90), 1)
    assert usual_gap_days((holiday, *EVERY_TEN_DAYS)) == 10


def test_three_to_go_at_one_a_week_is_three_weeks_and_a_visit_more_a_month_is_sooner() -> None:
    said = outlook(WEEKLY, 3, balance=7, by=None, today=TODAY)
    assert said == Outlook(3, date(2026, 2, 22), date(2026, 2, 19))


def test_without_a_rhythm_only_the_distance_is_said() -> None:
    assert outlook(None, 3, balance=7, by=date(2026, 3, 1), today=TODAY) == Outlook(3, None)


def test_what_is_reached_is_reached_today() -> None:
    assert outlook(WEEKLY, 0, balance=10, by=None, today=TODAY) == Outlook(0, TODAY)


def test_a_hopeless_goal_comes_with_the_best_reward_that_can_be_had_in_time() -> None:
    by = TODAY + timedelta(days=21)
    said = outlook(WEEKLY, 8, balance=2, by=by, rewards=(COFFEE, LUNCH), today=TODAY)
    assert said.hopeless
    assert said.nearer == COFFEE
    alone = outlook(WEEKLY, 8, balance=2, by=by, rewards=(LUNCH,), today=TODAY)
    assert alone.nearer == 5


def test_a_goal_within_twice_the_visits_is_not_hopeless() -> None:
    assert not outlook(WEEKLY, 8, balance=2, by=TODAY + timedelta(days=28), today=TODAY).hopeless


def test_nothing_is_promised_for_a_goal_whose_day_has_passed() -> None:
    said = outlook(WEEKLY, 8, balance=2, by=TODAY - timedelta(days=1), rewards=(COFFEE,), today=TODAY)
    assert said.hopeless
    assert said.nearer is None


def test_what_lies_beyond_two_years_gets_no_date() -> None:
    said = outlook(WEEKLY, 1_000_000, balance=0, by=None, today=TODAY)
    assert said.reached_on is None
    assert said.hopeless


@given(pace=PACES, to_go=st.integers(0, 60), more=st.integers(0, 20))
def test_farther_is_never_sooner(pace: Pace, to_go: int, more: int) -> None:
    near, far = reached_on(pace, to_go, today=TODAY), reached_on(pace, to_go + more, today=TODAY)
    assert far is None or (near is not None and TODAY <= near <= far)


@given(pace=PACES, slower=DAYS_BETWEEN, to_go=st.integers(0, 60))
def test_a_quicker_rhythm_is_never_later(pace: Pace, slower: float, to_go: int) -> None:
    slow = replace(pace, days_between=pace.days_between + slower)
    late, soon = reached_on(slow, to_go, today=TODAY), reached_on(pace, to_go, today=TODAY)
    assert late is None or (soon is not None and soon <= late)
    assert faster(pace, visits_a_month=2).days_between < faster(pace).days_between < pace.days_between


@given(pace=PACES, to_go=st.integers(1, 60))
def test_by_the_day_named_enough_was_given_and_no_day_before(pace: Pace, to_go: int) -> None:
    on = reached_on(pace, to_go, today=TODAY)
    if on is not None:
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
