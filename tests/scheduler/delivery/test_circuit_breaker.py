"""Doubt whether the platform answers: how long the others wait, and what ends it."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.deliveries import Delivery, Flooded, NotSent, Rejected, Sent, Uncertain
from scheduler.delivery.circuit_breaker import Doubt

NOON = datetime(2026, 3, 12, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def doubting(times: int) -> Doubt:
    """Let so many messages in a row end nobody knows how."""
    doubt = Doubt()
    for _ in range(times):
        doubt.ended(Uncertain("no answer"), NOON)
    return doubt


def test_one_or_two_messages_of_unknown_fate_hold_nobody_up() -> None:
    doubt = doubting(2)
    doubt.asks(NOON)
    assert not doubt.deep
    assert not doubt.holds(NOON)


@pytest.mark.parametrize(("times", "seconds"), [(3, 5), (4, 10), (6, 40), (9, 300), (1000, 300)])
def test_from_the_third_on_the_pauses_double_up_to_five_minutes(times: int, seconds: int) -> None:
    doubt = doubting(times)
    ends = NOON + timedelta(seconds=seconds)
    assert doubt.holds(ends - timedelta(microseconds=1))
    assert not doubt.holds(ends)


@pytest.mark.parametrize("answer", [Sent("1"), Rejected("no such chat"), Flooded(3)])
def test_any_answer_ends_it(answer: Delivery) -> None:
    doubt = doubting(5)
    doubt.asks(NOON)
    assert doubt.holds(NOON + MINUTE / 2)
    doubt.ended(answer, NOON)
    assert not doubt.deep
    assert not doubt.holds(NOON)


@pytest.mark.parametrize("nothing", [None, NotSent("connection refused")])
def test_what_never_left_lets_the_next_one_ask(nothing: Delivery | None) -> None:
    doubt = doubting(5)
    doubt.asks(NOON)
    doubt.ended(nothing, NOON)
    assert doubt.deep
    assert not doubt.holds(NOON)
