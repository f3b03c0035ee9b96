"""Who has lapsed: rhythms, the learned rule's chance, and the day it is enough."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.churn_rule import (
    FEATURES,
    LATEST_DAYS,
    SOONEST_DAYS,
    FixedSilence,
    Hazard,
    Likeness,
    Rhythm,
    Rule,
    features,
    from_json,
    is_lapsed,
    lapses_after,
    likeness,
    not_lapsed_days,
    odds_in_words,
    quiet_days,
    rhythm,
    rhythms,
    to_json,
)

FIRST = date(2026, 1, 1)
# What the study learned from a grocery's two years, rounded.
GROCERY = Hazard(
    bias=1.87,
    weights=(-0.07, -0.42, 3.08, -0.41, -0.41, 5.89, -3.99, 0.25, -0.23),
    threshold=0.25,
    newcomer_days=(35, 68),
    learned_on=date(2007, 12, 30),
    silences=7988,
)
DAYS = st.lists(st.dates(FIRST, FIRST + timedelta(days=700)), min_size=1, max_size=25)
WEIGHTS = st.floats(-6, 6)
HAZARDS = st.builds(
    Hazard,
    bias=WEIGHTS,
    weights=st.tuples(*[WEIGHTS] * len(FEATURES)),
    threshold=st.floats(-1, 1),
    newcomer_days=st.tuples(st.integers(SOONEST_DAYS, 365), st.integers(SOONEST_DAYS, 365)),
    learned_on=st.dates(),
    silences=st.integers(0, 10**6),
)
RULES = HAZARDS | st.builds(FixedSilence, st.integers(1, 400))


def came(*gaps: int) -> Rhythm:
    days = [FIRST]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return rhythm(days)


def test_a_rhythm_is_what_the_gaps_say() -> None:
    assert came(7, 14, 3) == Rhythm(
        visits=4, last_on=date(2026, 1, 25), tenure=24, median=7, mean=8, longest=14, latest=3
    )
    assert came(4, 9).median == 6.5
    assert came() == Rhythm(visits=1, last_on=FIRST, tenure=0, median=0, mean=0, longest=0, latest=0)


@given(DAYS)
def test_the_rhythm_after_each_visit_knows_nothing_of_later_ones(days: list[date]) -> None:
    ordered = sorted(set(days))
    assert list(rhythms(days)) == [rhythm(ordered[:upto]) for upto in range(1, len(ordered) + 1)]


@given(DAYS)
def test_order_and_double_visits_on_a_day_change_nothing(days: list[date]) -> None:
    assert rhythm([*days, days[0]]) == rhythm(days) == rhythm(list(reversed(days)))


@given(DAYS, st.integers(0, 2000))
def test_every_feature_has_its_name(days: list[date], silence: int) -> None:
    assert len(features(rhythm(days), silence)) == len(FEATURES)


@given(HAZARDS, DAYS, st.integers(0, 2000))
def test_a_chance_is_a_chance_for_any_weights(rule: Hazard, days: list[date], silence: int) -> None:
    assert 0 < rule.chance_of_return(rhythm(days), silence) < 1
    assert rule.wasted_at_margin(rhythm(days), silence) <= 1


@given(HAZARDS, DAYS, st.lists(st.integers(0, 1000), min_size=2))
def test_more_silence_never_raises_the_chance_where_both_of_its_weights_lower_it(
    rule: Hazard, days: list[date], silences: list[int]
) -> None:
    silence, *rest, since_first, _, _ = rule.weights
    falling = replace(rule, weights=(-abs(silence), *rest, -abs(since_first), 0.0, 0.0))
    chances = [falling.chance_of_return(rhythm(days), each) for each in sorted(silences)]
    assert all(later <= earlier for earlier, later in pairwise(chances))


def test_who_comes_rarely_and_regularly_is_likelier_to_come_again_when_the_time_is_near() -> None:
    seldom = came(*[56] * 8)
    rule = replace(GROCERY, weights=(0.8, *GROCERY.weights[1:]))
    assert rule.chance_of_return(seldom, 49) > rule.chance_of_return(seldom, 14)


@pytest.mark.parametrize(
    ("gap", "quiet", "not_lapsed"),
    [(2, 30, 3), (31, 31, 46), (56, 56, 84), (80, 90, 120), (200, 270, 300)],
)
def test_nobody_is_asked_in_a_month_in_their_own_usual_gap_or_while_haste_only_wins_waste(
    gap: int, quiet: int, not_lapsed: int
) -> None:
    known = came(gap, gap, gap)
    assert (quiet_days(known), not_lapsed_days(known)) == (quiet, not_lapsed)
    eager = replace(GROCERY, threshold=9.0)
    assert lapses_after(eager, known) == quiet


def test_two_visits_have_no_usual_gap_yet() -> None:
    assert not_lapsed_days(came(100)) == 0


def test_a_faithful_customer_is_waited_for_longer_than_a_new_one() -> None:
    new, faithful = (lapses_after(GROCERY, came(*[12] * visits)) or LATEST_DAYS for visits in (3, 25))
    assert new < faithful


@pytest.mark.parametrize(("silent", "lapsed"), [(59, False), (60, True), (400, True)])
def test_fixed_silence_asks_for_the_days_alone(silent: int, lapsed: bool) -> None:  # noqa: FBT001
    for known in (came(), came(3), came(3, 3, 3)):
        assert is_lapsed(FixedSilence(60), known, known.last_on + timedelta(days=silent)) is lapsed


@pytest.mark.parametrize(("known", "days"), [(came(), 35), (came(10), 68)])
def test_one_visit_or_two_have_a_silence_of_their_own(known: Rhythm, days: int) -> None:
    assert lapses_after(GROCERY, known) == days
    assert not is_lapsed(GROCERY, known, known.last_on + timedelta(days=days - 1))
    assert is_lapsed(GROCERY, known, known.last_on + timedelta(days=days))


@given(RULES, DAYS)
def test_the_day_that_is_stored_is_the_first_on_which_the_customer_has_lapsed(
    rule: Rule, days: list[date]
) -> None:
    known = rhythm(days)
    day = lapses_after(rule, known)
    silences = range(LATEST_DAYS + 1 if day is None else day)
    assert not any(is_lapsed(rule, known, known.last_on + timedelta(days=each)) for each in silences)
    assert day is None or is_lapsed(rule, known, known.last_on + timedelta(days=day))


@given(HAZARDS, DAYS, st.integers(-30, SOONEST_DAYS - 1))
def test_a_learned_rule_keeps_quiet_for_a_month_and_about_days_to_come(
    rule: Hazard, days: list[date], silent: int
) -> None:
    known = rhythm(days)
    assert not is_lapsed(rule, known, known.last_on + timedelta(days=silent))


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, (1, 50)),
        (0.02, (1, 50)),
        (0.1, (1, 10)),
        (0.14, (1, 8)),
        (0.2, (1, 5)),
        (0.32, (1, 3)),
        (0.5, (1, 2)),
        (0.66, (2, 3)),
        (0.79, (4, 5)),
        (0.9, (9, 10)),
        (1.0, (9, 10)),
    ],
)
def test_a_chance_is_said_as_people_say_it(chance: float, said: tuple[int, int]) -> None:
    assert odds_in_words(chance) == said


@given(st.floats(0, 1))
def test_what_is_said_is_close_to_the_chance_and_never_certain(chance: float) -> None:
    times, out_of = odds_in_words(chance)
    assert 0 < times < out_of
    assert abs(times / out_of - chance) <= 0.1


def test_the_owner_hears_how_often_people_like_ana_come_back() -> None:
    ana = came(7, 7, 9, 6)
    told = likeness(GROCERY, ana, ana.last_on + timedelta(days=21))
    assert told is not None
    assert told == Likeness(21, *odds_in_words(GROCERY.chance_of_return(ana, 21)))
    assert likeness(FixedSilence(60), ana, ana.last_on) is None
    assert likeness(GROCERY, came(5), ana.last_on) is None


@given(RULES)
def test_a_rule_reads_back_as_it_is_stored(rule: Rule) -> None:
    assert from_json(to_json(rule)) == rule
