"""When a shop is open, as it is typed, kept and asked for."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.shop.opening_hours import (
    DAY,
    NEVER,
    WHOLE_DAY,
    BadHours,
    OpeningHours,
    parse_day,
    parse_time,
    read_hours,
)

EIGHT_TO_SIX = ((480, 1080),)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("8-18", EIGHT_TO_SIX),
        ("8:00–18:00", EIGHT_TO_SIX),
        ("08.00 — 18.00 uur", EIGHT_TO_SIX),
        ("van 8 tot 18", EIGHT_TO_SIX),
        ("8h00 à 18h00", EIGHT_TO_SIX),
        ("8am-6pm", EIGHT_TO_SIX),
        ("8 a.m. to 6 p.m.", EIGHT_TO_SIX),
        ("8:30-12, 13-17.30", ((510, 720), (780, 1050))),
        ("13-18 8-12", ((480, 720), (780, 1080))),
        ("0800-1800", EIGHT_TO_SIX),
        ("0-24", WHOLE_DAY),
        ("12pm-12am", ((720, DAY),)),
        ("18-2", ((1080, DAY + 120),)),
        ("22:00-06:00", ((1320, DAY + 360),)),
        ("10-0", ((600, DAY),)),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, day: tuple[tuple[int, int], ...]) -> None:
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    "typed", ["", "yes", "8", "8-12-14", "8-25", "8:70-9", "13pm-2", "8-9 " * 4, "10000-20000"]
)
def test_what_is_no_hours_is_not_guessed(typed: str) -> None:
    assert parse_day(typed) == BadHours("unreadable")


@pytest.mark.parametrize(
    ("typed", "why"),
    [("8-8", "empty"), ("24-8", "empty"), ("9-8", "long"), ("18-17:30", "long"), ("8-13, 12-18", "clash")],
)
def test_hours_that_end_before_they_begin_are_of_a_night_or_refused(typed: str, why: str) -> None:
    found = parse_day(typed)
    assert isinstance(found, BadHours)
    assert found.why == why


def test_a_night_must_be_over_when_the_next_day_begins() -> None:
    late = NEVER.with_day([4], ((1080, DAY + 240),))
    assert late.clash is None
    assert late.with_day([5], ((240, 600),)).clash is None
    assert late.with_day([5], ((180, 600),)).clash == 5
    sunday = NEVER.with_day([6], ((1080, DAY + 240),)).with_day([0], ((120, 600),))
    assert sunday.clash == 0


def test_a_night_is_open_on_both_days() -> None:
    hours = NEVER.with_day([6], ((1320, DAY + 120),))  # on Sunday from ten to two
    assert [hour for hour in range(24) if hours.near(6, hour)] == [21, 22, 23]
    assert [hour for hour in range(24) if hours.near(0, hour)] == [0, 1, 2]
    assert not any(hours.near(5, hour) for hour in range(24))


def test_the_hour_before_and_after_counts_as_near() -> None:
    hours = NEVER.with_day([0], EIGHT_TO_SIX)
    assert [hour for hour in range(24) if hours.near(0, hour)] == list(range(7, 19))


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, DAY - 1), st.integers(1, 900)), max_size=3), min_size=7, max_size=7
    )
)
def test_what_is_stored_is_read_back(days: list[list[tuple[int, int]]]) -> None:
    hours = OpeningHours(tuple(tuple((start, start + long) for start, long in day) for day in days))
    assert read_hours(hours.stored) == hours


@pytest.mark.parametrize("stored", ["", "nonsense", "0800-1800", "/////"])
def test_what_is_not_said_is_a_week_without_hours(stored: str) -> None:
    assert read_hours(stored) == NEVER
    assert NEVER.stored == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("19:30", time(19, 30)),
        ("19.30", time(19, 30)),
        ("19u30", time(19, 30)),
        ("19 uur", time(19)),
        ("19 óra", time(19)),
        ("19:30 órakor", time(19, 30)),
        ("7 pm", time(19)),
        ("19h", time(19)),
        ("half 8", None),  # half past seven, to whoever says so
        ("fél 8", None),
        ("19 seats", None),
        ("24:00", None),
        ("25", None),
    ],
)
def test_one_time_is_read_as_it_is_said(typed: str, read: time | None) -> None:
    assert parse_time(typed) == read
