"""How a delivery ended, as a value: each is followed by something else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Arrived; `media_id` can be sent again instead of the upload."""

    message_id: str
    media_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked us or is gone: never again until they write."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform refuses this very message: sending it again will not help."""

    reason: str


@dataclass(frozen=True, slots=True)
class Flooded:
    """Too fast: nothing at all may leave this account for `retry_after_s` seconds."""

    retry_after_s: float


@dataclass(frozen=True, slots=True)
class Crowded:
    """Too fast for this one person: nothing may go to them for `retry_after_s` seconds."""

    retry_after_s: float
    perhaps_all: bool = False  # the platform does not say whether it means this person or the whole account


@dataclass(frozen=True, slots=True)
class Held:
    """It never left: we keep it back ourselves for `after_s` seconds."""

    after_s: float


@dataclass(frozen=True, slots=True)
class Capped:
    """The person has had enough marketing from everybody: not again for a day, and then at most once."""

    reason: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """The person stopped our marketing on the platform: none ever again, unless they ask for it."""

    reason: str


@dataclass(frozen=True, slots=True)
class WindowClosed:
    """The person has not written for too long: only a template gets through."""

    reason: str


@dataclass(frozen=True, slots=True)
class TemplateStopped:
    """The platform lets nobody send this template for now, mostly as it pauses it for some hours."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It surely did not arrive (no connection): send it again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may have arrived (the answer was lost): the kind of message decides whether to send it again."""

    reason: str


@dataclass(frozen=True, slots=True)
class AccountBroken:
    """Our account itself is refused (wrong token): stop sending, tell the operator."""

    reason: str


Delivery = (
    Sent
    | Unreachable
    | Rejected
    | Flooded
    | Crowded
    | Held
    | Capped
    | OptedOut
    | WindowClosed
    | TemplateStopped
    | NotSent
    | Uncertain
    | AccountBroken
)


def in_short(delivery: Delivery) -> str:
    """Name how a delivery ended, and the platform's code for why: what stands in a log, as its words may repeat ours."""
    code = getattr(delivery, "reason", "").partition(":")[0]
    return type(delivery).__name__ + (f" {code}" if code.isdecimal() else "")
