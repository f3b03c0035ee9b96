"""How the database stands: figures that are the same in each process, so a panel takes their largest."""

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import Gauge

from actions.delivery.backlog import Backlog

_READY = Gauge("stempel_ready", "1 where this process can store something")
_DUE = Gauge(
    "stempel_outbox_due",
    "Messages that are due and not sent; at most 10,000 are counted; the same in each process: take max",
    ["channel", "account"],
)
_OLDEST = Gauge(
    "stempel_outbox_oldest_due_seconds",
    "How long the oldest message that is due waits; the same in each process: take max",
    ["channel", "account"],
)


def show_backlog(ready: bool, waiting: Mapping[tuple[str, str], Backlog] | None, *, now: datetime) -> None:  # noqa: FBT001
    """Show what waits; nothing where it is not known."""
    _READY.set(ready)
    _DUE.clear()
    _OLDEST.clear()
    for account, backlog in (waiting or {}).items():
        _DUE.labels(*account).set(backlog.due)
        _OLDEST.labels(*account).set((now - backlog.since).total_seconds() if backlog.since else 0)
