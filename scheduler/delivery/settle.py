"""What a decision about a message means for its row."""

from datetime import datetime
from typing import assert_never

from actions.delivery import outbox
from actions.delivery.outbox import OutboxMessage
from actions.tx import Tx
from scheduler.delivery.retries import Again, Decision, Done, Drop, Lost, Refused, ShutOut, Stop


def settle_held(tx: Tx, message: OutboxMessage, decision: Decision, *, now: datetime) -> None:
    """Settle a message that we claimed; raises `TakenError` where somebody else did since, unless it arrived."""
    if not isinstance(decision, Done):
        outbox.hold(tx, message)
    settle(tx, message, decision, now=now)


def settle(tx: Tx, message: OutboxMessage, decision: Decision, *, now: datetime) -> None:
    """Write down how a message ended, or that it goes again."""
    match decision:
        case Done(message_id):
            outbox.sent(tx, message, message_id, now=now)
        case Drop(why):
            outbox.drop(tx, message, why, now=now)
        case Refused(why):
            outbox.refuse(tx, message, why, now=now)
        case Lost(why):
            outbox.lost(tx, message, why, now=now)
        case ShutOut(why):
            outbox.reroute(tx, message, why, now=now)
        case Stop(why):
            outbox.stop(tx, message, why, now=now)
        case Again(after, why, counted):
            outbox.retry(tx, message, why, due_at=now + after, counted=counted, now=now)
        case _:
            assert_never(decision)
