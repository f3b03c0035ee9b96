"""What to do after a delivery: one decision for each way it can end."""

from dataclasses import dataclass, replace
from datetime import timedelta

from channels.deliveries import (
    AccountBroken,
    Capped,
    Crowded,
    Delivery,
    Flooded,
    Held,
    NotSent,
    OptedOut,
    Rejected,
    Sent,
    TemplateStopped,
    Uncertain,
    Unreachable,
    WindowClosed,
)

_FIRST_PAUSE_S = 2
_ACCOUNT_PAUSE_S = 5  # or longer, where it was refused before: scheduler/delivery/pauses.py
_STOPPED = timedelta(hours=3)  # as long as a template's first pause: Meta, "Template pausing"
_STOPPED_TRIES = 3  # through its second one, of six hours; after a third it is disabled
_CAPPED = timedelta(hours=24)  # WhatsApp punishes whoever tries sooner


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how the pauses between two tries grow."""

    tries: int
    growth: int
    longest_s: int

    def pause(self, attempts: int) -> timedelta:
        """Return how long to wait after so many tries."""
        return timedelta(seconds=min(_FIRST_PAUSE_S * self.growth ** min(attempts - 1, 9), self.longest_s))


UNSENT = Patience(tries=100, growth=2, longest_s=900)  # a day: whoever can't be reached gets nothing twice
IN_DOUBT = Patience(
    tries=8, growth=5, longest_s=1800
)  # an hour and a half, and at most so many times the same


@dataclass(frozen=True, slots=True)
class Done:
    """It arrived."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Drop:
    """It never will."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform won't have it; another one may."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """It may have arrived, and must not arrive twice."""

    why: str


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Nothing will, until the person writes."""

    why: str


@dataclass(frozen=True, slots=True)
class Stop:
    """It may not: the person wants no marketing, and we heard it from the platform."""

    why: str


@dataclass(frozen=True, slots=True)
class Again:
    """Later; `whole_account` says that nothing else may leave before."""

    after: timedelta
    why: str
    counted: bool = True
    whole_account: bool = False


Decision = Done | Drop | Refused | Lost | ShutOut | Stop | Again


def decide(delivery: Delivery, attempts: int, *, once: bool) -> Decision:
    """Say what follows; of uncertain fate, what may arrive `once` at most is lost, and a receipt is sent again."""
    match delivery:
        case Sent(message_id):
            return Done(message_id)
        case NotSent(reason):
            return _try_again(reason, attempts, UNSENT, once=once)
        case Uncertain(reason):
            return Lost(reason) if once else _try_again(reason, attempts, IN_DOUBT, once=once)
        case Flooded() | Crowded() | Held() | AccountBroken():
            return _wait(delivery)
        case Capped() | TemplateStopped():
            return _try_seldom(delivery, attempts)
        case Unreachable(reason):
            return ShutOut(reason)
        case OptedOut(reason):
            return Stop(reason)
        case Rejected(reason) | WindowClosed(reason):
            return Refused(reason)


def decide_reported(delivery: Delivery, attempts: int, *, once: bool) -> Decision:
    """Say what follows a failure that is told after the platform had taken the message.

    That it takes it says nothing then: what would wait without end is a try like others, and waits longer each time.
    """
    decision = decide(delivery, attempts, once=once)
    if not isinstance(decision, Again) or decision.counted:
        return decision
    again = _try_again(decision.why, attempts, UNSENT, once=once)
    if not isinstance(again, Again):
        return again
    return replace(again, after=max(again.after, decision.after), whole_account=decision.whole_account)


def _try_seldom(delivery: Capped | TemplateStopped, attempts: int) -> Decision:
    after, tries = (_CAPPED, 1) if isinstance(delivery, Capped) else (_STOPPED, _STOPPED_TRIES)
    return Again(after, delivery.reason) if attempts <= tries else Refused(delivery.reason)


def _try_again(reason: str, attempts: int, patience: Patience, *, once: bool) -> Decision:
    if attempts >= patience.tries and not once:  # marketing has its own end, `expires_at`
        return Drop(f"given up: {reason}")
    return Again(patience.pause(attempts), reason)


def _wait(delivery: Flooded | Crowded | Held | AccountBroken) -> Again:
    match delivery:
        case Flooded(retry_after_s):
            return Again(timedelta(seconds=retry_after_s), "flooded", counted=False, whole_account=True)
        case Crowded(retry_after_s):
            return Again(timedelta(seconds=retry_after_s), "crowded", counted=False)
        case Held(after_s):
            return Again(timedelta(seconds=after_s), "held back", counted=False)
        case AccountBroken(reason):
            return Again(timedelta(seconds=_ACCOUNT_PAUSE_S), reason, counted=False, whole_account=True)
