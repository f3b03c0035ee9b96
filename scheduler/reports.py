"""Reports of what became of messages that were sent earlier: believed once, in whatever order they come."""

import re
from datetime import datetime
from typing import Any, Protocol

from actions import carriage, notices, outbox, visitors
from actions.outbox import Tx
from channels.deliveries import AccountBroken, Crowded, Flooded, NotSent, Rejected, WindowClosed
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
    take = _take_of_answer if report.tracker.startswith(notices.ANSWER) else _take
    if take is _take and not _OURS.fullmatch(report.tracker):  # not ours: nothing waits for it
        return None
    try:
        pause: Again | None = await db.write(take, report, now=now)
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


def _take_of_answer(tx: Tx, report: Report, *, now: datetime) -> Again | None:
    """Owe an answer that was taken at first, and failed for a reason that passes, or since its picture was refused."""
    refused = isinstance(report.delivery, Rejected)
    passes = isinstance(report.delivery, NotSent | Flooded | Crowded | AccountBroken)
    if not (refused or passes) or visitors.already_done(tx, digest(report.key), now=now):
        return None
    to, key = report.to, report.tracker.removeprefix(notices.ANSWER)
    reach = visitors.reach_of(tx, to.channel, to.account, to.external_id)
    if reach and refused:
        notices.owe_in_words(tx, reach, key, now=now)
    elif reach:
        notices.owe_answer(tx, reach.id, key, {}, replaces=None, now=now)
    decision = decide(report.delivery, 1, once=False) if report.delivery else None
    return decision if isinstance(decision, Again) and decision.whole_account else None
