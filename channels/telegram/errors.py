"""What each of Telegram's errors means for a message, and for whoever starts the bot."""

import os
from datetime import timedelta

from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from channels.deliveries import AccountBroken, Crowded, Delivery, NotSent, Rejected, Uncertain, Unreachable
from channels.setup import RefusedAccountError, SetupError
from channels.telegram.transport import NotSentError

# PTB 22 warns at every 429 until its users choose the type that `RetryAfter.retry_after` will have.
os.environ["PTB_TIMEDELTA"] = "1"


class TokenRefusedError(RefusedAccountError):
    """Telegram does not know this bot token: copy it again from @BotFather."""


class TelegramUnreachableError(SetupError):
    """No answer from Telegram: no network, a wrong address, or Telegram is down."""


class AnotherPollerError(SetupError):
    """Another process polls for the same bot: only one may, so stop the other or this one."""


class WebhookRefusedError(SetupError):
    """Telegram won't deliver to this address: it wants a public https one on port 443, 80, 88 or 8443."""


def delivery_of(error: TelegramError) -> Delivery:
    """Say what became of a message whose sending ended in `error`.

    The order matters: `BadRequest` is a `NetworkError` too. What each code means:
    https://core.telegram.org/bots/api#making-requests and #responseparameters;
    which exception it becomes: telegram/request/_baserequest.py of PTB 22.8 and channels/telegram/transport.py.
    """
    match error:
        case RetryAfter():  # 429, of the chat or of the whole bot: Telegram does not say which limit was hit
            return Crowded(retry_after_s(error), perhaps_all=True)
        case Forbidden():  # 403: blocked, never started, deactivated
            return Unreachable(error.message)
        case InvalidToken():  # 401, 404
            return AccountBroken("Telegram refuses the bot token.")
        case BadRequest() if says(error, "chat not found"):
            return Unreachable(error.message)
        case BadRequest():  # any other 400, or 413
            return Rejected(error.message)
        case NotSentError():
            return NotSent(error.message)
        case NetworkError():  # no answer in time, broken connections, 5xx
            return Uncertain(error.message)
        case _:  # an answer that can't be read, a code we don't know
            return Uncertain(type(error).__name__)


def startup_error_of(error: TelegramError) -> Exception:
    """Say why the bot can't work at all, in a type that the command line explains; never shows the token."""
    match error:
        case InvalidToken():
            return TokenRefusedError("Telegram refuses the bot token.")
        case Conflict():
            return AnotherPollerError("Another process receives this bot's messages.")
        case BadRequest():
            return WebhookRefusedError(error.message)
        case _:
            return TelegramUnreachableError(
                f"Telegram does not answer ({error.message}). Look at this machine's network, and at TELEGRAM_API_URL if"
                " that is set; then try again."
            )


def retry_after_s(error: RetryAfter) -> float:
    """Return how many seconds Telegram wants silence."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def says(error: TelegramError, *phrases: str) -> bool:
    """Tell whether Telegram's description holds one of `phrases` (lower case)."""
    description = error.message.lower()
    return any(phrase in description for phrase in phrases)
