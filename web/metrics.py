"""Figures for `/metrics` that other rooms report."""

from contextlib import suppress
from typing import Literal

from prometheus_client import Counter, Gauge

from channels.messages import AccountKey

_UP = Gauge(
    "stempel_channel_up",
    "1 while a platform accepts our account, 0 once it refuses it",
    ["channel", "account"],
)
_TEMPLATES = Counter(
    "stempel_template_changes_total",
    "Templates that a platform lets through no more, or bills as something else than before",
    ["change"],
)


def show_account(account: AccountKey, *, up: bool) -> None:
    """Say whether a platform accepts one of our accounts."""
    _UP.labels(*account).set(int(up))


def forget_account(account: AccountKey) -> None:
    """Say nothing more of an account that is ours no more."""
    with suppress(KeyError):  # of which nothing was said yet
        _UP.remove(*account)


def count_template(change: Literal["lost", "recategorised"]) -> None:
    """Count a template that a platform changed its mind about."""
    _TEMPLATES.labels(change).inc()
