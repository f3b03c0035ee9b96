"""A score has bounds and a number of people, and of fewer than ten there is none; questions come in turn."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.people.firewall import Delicate
from loyalty.people.opinions import LEAST, content, net_score, shares
from loyalty.people.questions import (
    OWN,
    QUESTIONS,
    RECOMMEND,
    VALUE,
    BadQuestion,
    check_question,
    counts,
    next_question,
)

NOW = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
answers = st.dictionaries(st.integers(0, 10), st.integers(0, 40))


def test_a_score_is_who_recommends_less_who_warns_in_a_hundred() -> None:
    score = net_score({10: 12, 9: 8, 8: 10, 3: 10})
    assert score
    assert round(score.about) == 25
    assert score.people == 40
    # By hand: (20 + 0.75) / 43 and (10 + 0.75) / 43, 1.96 standard errors around their difference.
    assert (round(score.low, 1), round(score.high, 1)) == (-1.4, 47.9)


@given(answers)
def test_a_score_lies_within_its_bounds_and_those_within_what_is_possible(found: dict[int, int]) -> None:
    score = net_score(found)
    assert (score is None) is (sum(found.values()) < LEAST)
    if score:
        assert -100 <= score.low <= score.about <= score.high <= 100


def test_more_people_make_it_surer() -> None:
    few, many = net_score({10: 6, 5: 6}), net_score({10: 600, 5: 600})
    assert few
    assert many
    assert many.high - many.low < (few.high - few.low) / 5


def test_of_nine_people_nothing_is_told() -> None:
    nine = {4: 9}
    assert net_score(nine) is None
    assert content(OWN, nine) is None
    assert shares(VALUE, nine) == {}


def test_shares_are_ranked_and_each_has_its_bounds() -> None:
    found = shares(VALUE, {1: 12, 0: 6, 3: 2})
    assert list(found)[:3] == [1, 0, 3]
    assert found[1].about == pytest.approx(0.6)
    assert found[1].low < 0.6 < found[1].high


def test_who_answers_four_or_five_is_content() -> None:
    found = content(OWN, {5: 4, 4: 4, 2: 2})
    assert found
    assert found.about == pytest.approx(0.8)


def test_what_was_asked_longest_ago_comes_next() -> None:
    every = list(QUESTIONS)
    assert next_question(every, []) == "recommend"
    assert next_question(every, ["recommend", "value"]) == "motive"
    assert next_question(every, ["value", "recommend", "motive", "own", "value"]) == "recommend"
    assert next_question(["own"], ["own", "own"]) == "own"
    assert next_question([], ["own"]) is None


def test_an_answer_a_month_later_counts_and_one_after_a_quarter_does_not() -> None:
    assert counts(NOW - timedelta(days=31), now=NOW)
    assert not counts(NOW - timedelta(days=91), now=NOW)


def test_a_question_takes_its_own_answers_alone() -> None:
    assert RECOMMEND.takes(0)
    assert RECOMMEND.takes(10)
    assert not RECOMMEND.takes(11)
    assert not OWN.takes(0)
    assert not VALUE.takes(5)


def test_a_question_of_ones_own_is_short_and_about_what_is_a_shops_business() -> None:
    assert check_question("Do you like our new bread?") is None
    assert check_question("Ok?") == BadQuestion("short")
    assert check_question("a" * 121) == BadQuestion("long")
    assert isinstance(check_question("Are you pregnant by any chance?"), Delicate)
