"""Figures for `/metrics` that other rooms report."""

from contextlib import suppress
from datetime import datetime, timedelta
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
_BACKUP = Gauge("stempel_last_backup_timestamp_seconds", "When the newest backup was taken; 0: there is none")
_NO_BACKUP = Counter("stempel_backup_failures_total", "Backups that could not be taken")

_ROUND_WAITED = Gauge(
    "stempel_round_late_seconds",
    "How long a shop's turn had been due when the newest round of the campaigns came to it",
)
_ROUND_TOOK = Gauge("stempel_round_seconds", "How long the newest round of the campaigns took")
_ROUND_ENDED = Gauge(
    "stempel_round_finished_timestamp_seconds", "When the newest round of the campaigns was finished"
)
_ROUNDS = Counter("stempel_rounds_total", "Rounds of the campaigns that were finished")
_LATE_ROUNDS = Counter("stempel_late_rounds_total", "Rounds that came to a shop more than five minutes late")
_FAILURES = Counter("stempel_round_failures_total", "Parts of a round that failed in one shop")
_TROUBLED = Gauge(
    "stempel_round_troubled_shops", "Shops in which a part of the round failed, and not since went well"
)
_LATE = timedelta(minutes=5)
_FORGOTTEN = Counter(
    "stempel_rows_forgotten_total", "Rows that were kept as long as they are needed", ["table"]
)


def show_round(*, waited: timedelta, began: datetime, ended: datetime) -> None:
    """Say of a finished round how late it came, and how long it took."""
    _ROUND_WAITED.set(waited.total_seconds())
    _ROUND_TOOK.set(max((ended - began).total_seconds(), 0))
    _ROUND_ENDED.set(ended.timestamp())
    _ROUNDS.inc()
    if waited > _LATE:
        _LATE_ROUNDS.inc()


def show_troubles(*, failed: int, shops: int) -> None:
    """Say how many parts of a round failed by now that had not, and in how many shops one still does."""
    _FAILURES.inc(failed)
    _TROUBLED.set(shops)


def count_forgotten(table: str, rows: int) -> None:
    """Count rows that were old enough to go."""
    _FORGOTTEN.labels(table).inc(rows)


def show_backup(taken_at: datetime) -> None:
    """Say when the newest backup was taken."""
    _BACKUP.set(taken_at.timestamp())


def count_failed_backup() -> None:
    """Count a backup that could not be taken."""
    _NO_BACKUP.inc()


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
