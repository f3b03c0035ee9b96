"""Slots: below the platform's limits, without losing one, whoever takes them and whatever the clock does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.delivery.slots import AHEAD, Tempo, first_slot

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NOTHING = timedelta(0)
TEMPO = Tempo(SECOND / 28.8, SECOND)


def leave(times: list[datetime], free_at: datetime = NOON) -> list[datetime]:
    """Take a slot at each of these moments, and return when each message leaves."""
    left = []
    for now in times:
        free_at = first_slot(free_at, TEMPO, answered=NOTHING, now=now)
        left.append(max(free_at, now))
        free_at += TEMPO.interval
    return left


@given(st.lists(st.floats(0, 0.2), min_size=31, max_size=100))
def test_no_second_sees_more_than_thirty_and_no_pause_saves_up_a_burst(pauses: list[float]) -> None:
    now, free_at, left = NOON, NOON, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        free_at = first_slot(free_at, TEMPO, answered=NOTHING, now=now)
        now = max(free_at, now)
        left.append(now)
        free_at += TEMPO.interval
    assert all(later - first >= SECOND for first, later in zip(left, left[30:], strict=False))


def test_a_timer_that_is_always_late_costs_no_slot() -> None:
    now, free_at, left = NOON, NOON, []
    for _ in range(289):
        free_at = first_slot(free_at, TEMPO, answered=NOTHING, now=now)
        now = max(free_at, now) + SECOND / 200
        left.append(now)
        free_at += TEMPO.interval
    assert left[-1] - left[0] < 288 * TEMPO.interval + SECOND / 100


def test_an_answer_takes_a_slot_and_many_leave_one_a_second() -> None:
    assert first_slot(NOON, TEMPO, answered=TEMPO.interval, now=NOON) == NOON + TEMPO.interval
    assert first_slot(NOON, TEMPO, answered=9 * SECOND, now=NOON) == NOON + AHEAD


def test_answers_take_nothing_from_what_is_given_out_already() -> None:
    given_out = NOON + AHEAD + TEMPO.interval
    assert first_slot(given_out, TEMPO, answered=9 * SECOND, now=NOON) == given_out


def test_a_slot_that_a_wrong_clock_gave_out_delays_nobody() -> None:
    assert first_slot(NOON + timedelta(days=1), TEMPO, answered=NOTHING, now=NOON) == NOON


def test_who_takes_slots_at_one_moment_gets_them_one_after_the_other() -> None:
    assert leave([NOON] * 3) == [NOON + number * TEMPO.interval for number in range(3)]
