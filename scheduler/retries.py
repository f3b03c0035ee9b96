"""What to do after a delivery: one decision for each way it can end."""

from dataclasses import dataclass
from datetime import timedelta

from channels.messages import (
    AccountBroken,
    Delivery,
    Flooded,
    NotSent,
    Rejected,
    Sent,
    Uncertain,
    Unreachable,
)

MOST_ATTEMPTS = 8
_FIRST_PAUSE_S = 2
_LONGEST_PAUSE_S = 900
_ACCOUNT_PAUSE_S = 300


@dataclass(frozen=True, slots=True)
class Done:
    """It arrived."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Drop:
    """It never will."""

    why: str


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Nothing will, until the person writes."""

    why: str


@dataclass(frozen=True, slots=True)
class Again:
    """Later; `whole_account` says that nothing else may leave before."""

    after: timedelta
    why: str
    counted: bool = True
    whole_account: bool = False


Decision = Done | Drop | ShutOut | Again


def decide(delivery: Delivery, attempts: int) -> Decision:
    """Say what follows; a receipt of uncertain fate is sent again, since a second one does no harm."""
    match delivery:
        case Sent(message_id):
            return Done(message_id)
        case Unreachable(reason):
            return ShutOut(reason)
        case Rejected(reason):
            return Drop(reason)
        case Flooded(retry_after_s):
            return Again(timedelta(seconds=retry_after_s), "flooded", counted=False, whole_account=True)
        case AccountBroken(reason):
            return Again(timedelta(seconds=_ACCOUNT_PAUSE_S), reason, counted=False, whole_account=True)
        case NotSent(reason) | Uncertain(reason):
            if attempts >= MOST_ATTEMPTS:
                return Drop(f"given up: {reason}")
            pause = min(_FIRST_PAUSE_S * 2 ** (attempts - 1), _LONGEST_PAUSE_S)
            return Again(timedelta(seconds=pause), reason)
