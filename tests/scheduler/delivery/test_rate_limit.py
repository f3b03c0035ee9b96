"""The pace as one process knows it: what answers take of it, and what is paused."""

from datetime import UTC, datetime, timedelta

from channels.telegram.channel import Telegram
from scheduler.delivery.rate_limit import Pace

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SPEED = Telegram.speed


def test_answers_take_a_slot_each_and_many_leave_one_a_second() -> None:
    pace = Pace(SPEED)
    assert not pace.answered(NOON)
    pace.give_way(NOON)
    assert pace.answered(NOON) == pace.tempo.interval
    for _ in range(1000):
        pace.give_way(NOON)
    assert pace.answered(NOON) == SECOND


def test_what_answers_took_is_told_once_and_does_not_count_for_long() -> None:
    pace = Pace(SPEED)
    pace.give_way(NOON)
    assert not pace.answered(NOON + SECOND)
    pace.give_way(NOON + SECOND)
    pace.told_answers()
    assert not pace.answered(NOON + SECOND)


def test_a_pause_lasts_as_long_as_told_though_the_clock_is_set_back() -> None:
    pace = Pace(SPEED)
    pace.now(NOON)
    pace.pause(NOON + 10 * SECOND)
    assert pace.paused_until(NOON + 9 * SECOND)
    assert pace.paused_until(NOON + 10 * SECOND) is None
    pace.pause(NOON + 20 * SECOND)
    yesterday = NOON + 10 * SECOND - timedelta(days=1)
    assert pace.set_back(yesterday)
    assert pace.paused_until(yesterday + 9 * SECOND)
    assert pace.paused_until(yesterday + 10 * SECOND) is None
    assert not pace.set_back(yesterday + 10 * SECOND)


def test_a_clock_that_stands_still_shows_the_end_of_what_was_waited_for() -> None:
    pace = Pace(SPEED)
    assert pace.wait_until(NOON + SECOND, NOON) == pace.wait_until(NOON + 2 * SECOND, NOON) == SECOND
    assert not pace.set_back(NOON)
