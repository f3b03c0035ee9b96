"""Figures for `/metrics` that other rooms report."""

from typing import Literal

from prometheus_client import Counter, Gauge

_UP = Gauge("stempel_channel_up", "1 while a platform accepts our account, 0 once it refuses it", ["channel"])
_TEMPLATES = Counter(
    "stempel_template_changes_total",
    "Forms of words that a platform lets through no more, or bills as something else than before",
    ["change"],
)


def show_channel(name: str, *, up: bool) -> None:
    """Say whether a channel's platform accepts our account."""
    _UP.labels(name).set(int(up))


def count_template(change: Literal["lost", "recategorised"]) -> None:
    """Count a form of words that a platform changed its mind about."""
    _TEMPLATES.labels(change).inc()
