"""Figures for `/metrics` that other rooms report."""

from prometheus_client import Gauge

_UP = Gauge("stempel_channel_up", "1 while a platform accepts our account, 0 once it refuses it", ["channel"])


def show_channel(name: str, *, up: bool) -> None:
    """Say whether a channel's platform accepts our account."""
    _UP.labels(name).set(int(up))
