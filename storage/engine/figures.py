"""What storage counts of itself. All of it adds up over several processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from prometheus_client import Counter, Gauge, Histogram

_WITHIN = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

RETRIES = Counter(
    "stempel_storage_retries_total",
    "Transactions that ran again, since they collided or lost their connection",
    ["why"],
)
FAILURES = Counter("stempel_storage_failures_total", "Transactions that storage refused: not now")
_SECONDS = Histogram(
    "stempel_storage_seconds",
    "From asking for a transaction to its end, the wait for a connection included",
    ["way"],
    buckets=_WITHIN,
)
_UNDER_WAY = Gauge(
    "stempel_storage_under_way",
    "Transactions that run or wait; more than there are connections wait",
    ["way"],
)


@contextmanager
def measured(way: Literal["read", "write"]) -> Iterator[None]:
    """Measure one transaction."""
    with _UNDER_WAY.labels(way).track_inprogress(), _SECONDS.labels(way).time():
        yield
