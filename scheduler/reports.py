"""Reports of what became of messages that were sent earlier: believed once, in whatever order they come."""

import re
from datetime import datetime
from typing import Any, Protocol

from actions import carriage, outbox, visitors
from actions.outbox import Tx
from channels.deliveries import WindowClosed
from channels.messages import NotAcknowledgedError, Report
from loyalty.tokens import digest
from scheduler.retries import Again, decide
from scheduler.settling import settle

_OURS = re.compile("[0-9]{1,18}")  # a row of the outbox


class Storage(Protocol):
    """What reports need of a database."""

    async def write(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""


async def take_report(db: Storage, report: Report, *, now: datetime) -> Again | None:
    """Write down what became of a message; a pause that its failure asks for is returned.

    Raises `NotAcknowledgedError` where the report came too soon to be understood.
    """
    if not _OURS.fullmatch(report.tracker):  # an answer, or not ours: nothing waits for it
        return None
    try:
        pause: Again | None = await db.write(_take, report, now=now)
    except outbox.TooSoonError as error:
        raise NotAcknowledgedError from error
    return pause


def _take(tx: Tx, report: Report, *, now: datetime) -> Again | None:
    if visitors.already_done(tx, digest(report.key), now=now):
        return None
    told = outbox.Told(report.to.channel, report.message_id, report.state, report.charge)
    message = outbox.reported(tx, int(report.tracker), told, now=now)
    if message is None or report.delivery is None:
        return None
    if isinstance(report.delivery, WindowClosed):
        carriage.close_window(tx, message.address_id, now=now)
        outbox.retry(tx, message, report.delivery.reason, due_at=now, counted=True, now=now)
        return None
    decision = decide(report.delivery, message.attempts, once=message.at_most_once)
    settle(tx, message, decision, now=now)
    return decision if isinstance(decision, Again) and decision.whole_account else None
