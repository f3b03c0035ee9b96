"""Reports of what became of messages that were sent earlier: believed once, in whatever order they come."""

from datetime import datetime
from typing import Any, Protocol

from actions.delivery import messaging_window, notices, outbox
from actions.delivery.outbox import OutboxMessage
from actions.delivery.trackers import Tracker, read_tracker
from actions.people import identify
from actions.tx import Tx
from channels.channel import NotAcknowledgedError
from channels.deliveries import Rejected, WindowClosed
from channels.messages import Report
from loyalty.tokens import digest
from scheduler.delivery.retries import Again, decide, decide_reported
from scheduler.delivery.settle import settle


class Storage(Protocol):
    """What reports need of a database."""

    async def write(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Run `fn(tx, …)` as one transaction."""


async def take_report(db: Storage, report: Report, *, now: datetime) -> Again | None:
    """Write down what became of a message; a pause that its failure asks for is returned.

    Raises `NotAcknowledgedError` where the report came too soon to be understood.
    """
    tracker = read_tracker(report.tracker)
    if tracker is None:
        return None
    take = _take_of_answer if tracker.row is None else _take
    try:
        pause: Again | None = await db.write(take, report, tracker, now=now)
    except outbox.TooSoonError as error:
        raise NotAcknowledgedError from error
    return pause


def _take(tx: Tx, report: Report, tracker: Tracker, *, now: datetime) -> Again | None:
    if tracker.row is None or identify.already_done(tx, digest(report.key), now=now):
        return None
    told = outbox.DeliveryReport(*report.to.ours, report.message_id, report.state, report.charge)
    message = outbox.reported(tx, tracker.row, told, now=now)
    if message is None or report.delivery is None:
        return None
    if isinstance(report.delivery, WindowClosed) and _may_go_otherwise(tx, message, now=now):
        messaging_window.close_window(tx, message.address_id, now=now)
        outbox.retry(tx, message, report.delivery.reason, due_at=now, counted=True, now=now)
        return None
    refused = report.delivery if isinstance(report.delivery, Rejected) and tracker.pictured else None
    if refused and notices.put_in_words(tx, message, refused.reason, now=now):
        return None
    decision = decide_reported(report.delivery, message.attempts, once=message.at_most_once)
    settle(tx, message, decision, now=now)
    return decision if isinstance(decision, Again) and decision.whole_account else None


def _may_go_otherwise(tx: Tx, message: OutboxMessage, *, now: datetime) -> bool:
    """Say whether a message that came too late for free words may not have left by template already."""
    return message.attempts == 1 or messaging_window.is_open(tx, message.address_id, now=now)


def _take_of_answer(tx: Tx, report: Report, tracker: Tracker, *, now: datetime) -> Again | None:
    """Owe an answer that was taken at first and failed, in words where its picture or file was refused.

    Whoever asked a moment ago is there, whatever is said of them; if not, the next try says so.
    """
    if report.delivery is None or identify.already_done(tx, digest(report.key), now=now):
        return None
    to = report.to
    reach = identify.reach_of(tx, to.channel, to.account, to.external_id)
    if reach and isinstance(report.delivery, Rejected) and tracker.pictured:
        notices.owe_in_words(tx, reach.id, tracker.key, tracker.about, now=now)
    elif reach:
        notices.owe_answer(tx, reach.id, tracker.key, tracker.about, replaces=None, now=now)
    decision = decide(report.delivery, 1, once=False)
    return decision if isinstance(decision, Again) and decision.whole_account else None
