"""The pace: below the platform's limits, without losing a slot, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.channel import Telegram
from scheduler.delivery.rate_limit import Pace

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SPEED = Telegram.speed


def leave(pace: Pace, times: int, *, lateness: timedelta = timedelta(0)) -> list[datetime]:
    """Send so many, each woken late, and return when each left."""
    now, left = NOON, []
    for _ in range(times):
        gap = pace.take_slot(now)
        now += gap + (lateness if gap else timedelta(0))
        left.append(now)
    return left


def test_no_second_sees_more_than_thirty() -> None:
    left = leave(Pace(SPEED), 200)
    assert all(later - first >= SECOND for first, later in zip(left, left[30:], strict=False))


def test_a_timer_that_is_always_late_costs_no_slot() -> None:
    left = leave(Pace(SPEED), 289, lateness=timedelta(milliseconds=5))
    assert (left[-1] - left[0]).total_seconds() < 288 / SPEED.per_s + 0.01


@given(st.lists(st.floats(0, 0.2), min_size=31, max_size=100))
def test_pauses_in_between_save_up_no_burst(pauses: list[float]) -> None:
    pace, now, left = Pace(SPEED), NOON, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        now += pace.take_slot(now)
        left.append(now)
    assert all(later - first >= SECOND for first, later in zip(left, left[30:], strict=False))


def test_an_answer_takes_a_slot_and_many_leave_one_a_second() -> None:
    pace = Pace(SPEED)
    pace.give_way(NOON)
    assert pace.take_slot(NOON).total_seconds() > 0.03
    for _ in range(1000):
        pace.give_way(NOON)
    assert pace.take_slot(NOON) <= 2 * SECOND


def test_a_chat_opens_a_second_after_it_was_written_to() -> None:
    pace = Pace(SPEED)
    assert pace.opens_at("1", NOON) is None
    pace.wrote("1", NOON)
    assert pace.opens_at("1", NOON) == NOON + SPEED.gap
    assert pace.opens_at("2", NOON) is None
    assert pace.opens_at("1", NOON + SPEED.gap) is None


def test_chats_of_long_ago_are_forgotten() -> None:
    pace = Pace(SPEED)
    for number in range(5000):
        pace.wrote(str(number), NOON + number * SECOND / 10)
    assert len(pace._chats) <= 1000


def test_a_pause_lasts_as_long_as_told_though_the_clock_is_set_back() -> None:
    pace = Pace(SPEED)
    pace.now(NOON)
    pace.pause(NOON + 10 * SECOND)
    assert pace.paused_until(NOON + 9 * SECOND)
    assert pace.paused_until(NOON + 10 * SECOND) is None
    pace.pause(NOON + 20 * SECOND)
    yesterday = NOON + 10 * SECOND - timedelta(days=1)
    assert pace.was_set_back(yesterday)
    assert pace.paused_until(yesterday + 9 * SECOND)
    assert pace.paused_until(yesterday + 10 * SECOND) is None
    assert not pace.was_set_back(yesterday + 10 * SECOND)


def test_a_clock_that_stands_still_waits_one_slot_for_each() -> None:
    pace = Pace(SPEED)
    gaps = [pace.take_slot(NOON) for _ in range(100)]
    assert max(gaps) < SECOND / 28
    assert not pace.was_set_back(NOON)
