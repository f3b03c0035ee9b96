"""What each of the Graph API's errors means for a message, and for whoever starts the channel."""

import re
from collections.abc import Callable

import httpx

from channels.deliveries import (
    AccountBroken,
    Capped,
    Crowded,
    Delivery,
    Flooded,
    NotSent,
    OptedOut,
    Rejected,
    TemplateStopped,
    Uncertain,
    Unreachable,
    WindowClosed,
)
from channels.setup import RefusedAccountError, SetupError


class WhatsAppMissingError(SetupError):
    """The optional part that speaks to WhatsApp is not installed."""


class WhatsAppRefusedError(RefusedAccountError):
    """WhatsApp refuses the access token, or knows no such phone number id."""


class WhatsAppUnreachableError(SetupError):
    """No answer from WhatsApp: no network, a wrong address, or WhatsApp is down."""


class GraphError(Exception):
    """A call to the Graph API failed; `delivery` says what that means for a message."""

    def __init__(self, delivery: Delivery) -> None:
        """Carry what became of the message."""
        super().__init__(str(delivery))
        self.delivery = delivery


# Failures before the first byte of a request left us; after any other one the message may have arrived.
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

_NUMBER = re.compile(r"\d{7,}")

_PAUSE_S = 60.0  # after a limit that is counted by the hour; Meta does not say how long
_THROUGHPUT_PAUSE_S = 5.0  # after one that is counted by the second
_PAIR_PAUSE_S = 4.0  # Meta: try again after 4^x seconds; the channel knows x

# What each code means: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes.
# What is in none of these is `Rejected`, unless the server broke down (5xx).
_ACCOUNT = frozenset(
    {
        *(0, 10, 102, 190, *range(200, 300)),  # token and permissions
        *(3, 401, 403, 131005),  # of this app, or an answer without a code
        *(368, 131031, 131048, 131064),  # blocked, locked, taken for spam, put under a limit
        *(131037, 131042, 131044, 131045, 133010),  # name, payment, certificate, not registered
    }
)
_MEANINGS: dict[int, Callable[[str], Delivery]] = {
    **dict.fromkeys(_ACCOUNT, AccountBroken),
    **dict.fromkeys(
        (4, 429, 80007, 131057), lambda _: Flooded(_PAUSE_S)
    ),  # 131057: in maintenance for minutes
    130429: lambda _: Flooded(_THROUGHPUT_PAUSE_S),
    131056: lambda _: Crowded(_PAIR_PAUSE_S),
    131049: Capped,
    131050: OptedOut,
    **dict.fromkeys((470, 131047), WindowClosed),
    131026: Unreachable,
    **dict.fromkeys((132001, 132015, 132016), TemplateStopped),
    131016: NotSent,  # a service was not there to take the message
    # "Something went wrong", "unknown error": nobody says before or after what, so it may have left.
    **dict.fromkeys((1, 2, 131000), Uncertain),
}


def answered(code: int, words: str, *, status: int) -> Delivery:
    """Say what became of a message that was answered with this error code and HTTP status."""
    reason = _reason(code, words)
    if meaning := _MEANINGS.get(code):
        return meaning(reason)
    return Uncertain(reason) if status >= 500 else Rejected(reason)


def reported(code: int, words: str) -> Delivery:
    """Say what became of a message whose status is "failed": it did not arrive, whatever the code."""
    found = answered(code, words, status=0)
    return NotSent(found.reason) if isinstance(found, Uncertain) else found


def unanswered(error: httpx.HTTPError) -> Delivery:
    """Say what became of a message to which there was no answer."""
    return (NotSent if isinstance(error, _BEFORE_SENDING) else Uncertain)(type(error).__name__)


def startup_error_of(delivery: Delivery) -> Exception:
    """Say why the channel can't work at all, in a type that the command line explains."""
    match delivery:
        case AccountBroken(reason) | Rejected(reason):
            return WhatsAppRefusedError(
                f"WhatsApp refuses the access token or the phone number id ({reason})."
            )
        case _:
            return no_answer(type(delivery).__name__)


def no_answer(why: str) -> WhatsAppUnreachableError:
    """Say that Meta is out of reach, and where an operator looks."""
    return WhatsAppUnreachableError(
        f"WhatsApp does not answer ({why}). Look at this machine's network, and at WHATSAPP_API_URL if that is set; then"
        " try again."
    )


def _reason(code: int, words: str) -> str:
    """Join code and words for a log, without the phone number that may be among them."""
    return f"{code}: {_NUMBER.sub('…', words)[:200]}"
