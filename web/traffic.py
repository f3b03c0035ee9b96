"""What comes and goes, counted in this process; over several it adds up."""

from contextlib import AbstractContextManager
from typing import Literal

from prometheus_client import Counter, Histogram

from channels.deliveries import Delivery
from channels.messages import AccountKey, Event

_WITHIN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_EVENTS = Counter(
    "stempel_events_total",
    "Messages and news of a platform, posted or polled: kept, or not now and to come again",
    ["kind", "outcome"],
)
_ANSWERS = Histogram(
    "stempel_answer_seconds", "From hearing a message to having answered it", ["channel"], buckets=_WITHIN
)
_DELIVERIES = Counter(
    "stempel_deliveries_total",
    "What left, answers and all else, by how it ended",
    ["channel", "account", "outcome"],
)


def count_event(event: Event, outcome: Literal["kept", "later"]) -> None:
    """Count what a platform brought."""
    _EVENTS.labels(type(event).__name__, outcome).inc()


def time_answer(channel: str) -> AbstractContextManager[None]:
    """Measure how long an answer takes."""
    return _ANSWERS.labels(channel).time()


def count_delivery(account: AccountKey, delivery: Delivery) -> None:
    """Count what left by how it ended."""
    _DELIVERIES.labels(*account, type(delivery).__name__).inc()
