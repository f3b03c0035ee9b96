"""Whose facts hold when two persons are one, and how long it can be undone."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaigns.frequency_cap import Frequency
from loyalty.people.linking import agreed_by_all, calmest, elder_first, may_undo
from loyalty.records import Person

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def person(this: int, known_for: timedelta) -> Person:
    """Make somebody who wrote first so long ago."""
    return Person(this, "Ana", "en", None, None, NOW - known_for, None)


def test_whom_we_have_known_longer_stays_whoever_types_the_code() -> None:
    old, new = person(9, 2 * HOUR), person(3, HOUR)
    assert elder_first(old, new) == elder_first(new, old) == (old, new)


@pytest.mark.parametrize(
    ("answers", "agreed"),
    [
        ((None, None), None),
        ((True, None), True),
        ((False, None), False),
        ((True, True), True),
        ((True, False), False),
    ],
)
def test_a_no_from_either_side_holds_and_silence_is_no_no(
    answers: tuple[bool | None, ...], *, agreed: bool | None
) -> None:
    assert {agreed_by_all(order) for order in permutations(answers)} == {agreed}


@given(st.lists(st.sampled_from([None, *Frequency])))
def test_of_two_rhythms_the_rarer_holds(choices: list[Frequency | None]) -> None:
    order = list(Frequency)
    ranks = [order.index(choice) for choice in choices if choice]
    held = calmest(choices)
    assert (order.index(held) if held else None) == max(ranks, default=None)


def test_two_who_became_one_can_be_two_again_for_a_week() -> None:
    assert may_undo(NOW, now=NOW + timedelta(days=7))
    assert not may_undo(NOW, now=NOW + timedelta(days=7, seconds=1))
