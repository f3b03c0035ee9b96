"""How much waits to be sent, for whoever watches the server."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from storage.delivery import backlog
from storage.delivery.backlog import Backlog
from storage.engine.statements import Tx

__all__ = ["Backlog", "of_accounts"]


def of_accounts(
    tx: Tx, accounts: Iterable[tuple[str, str]], *, now: datetime
) -> Mapping[tuple[str, str], Backlog]:
    """Return the backlog of each account."""
    return {ours: backlog.of_account(tx, *ours, now=now) for ours in accounts}
