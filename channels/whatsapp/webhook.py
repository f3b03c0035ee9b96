"""WhatsApp's webhook: proves to Meta who we are, and checks that what comes is signed by it."""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from functools import partial

from channels.messages import Event
from channels.webhooks import Headers, Query, Webhook

PATH = "/whatsapp/webhook"
_LARGEST_BATCH = 3 * 1024 * 1024  # Meta's own limit
_SIGNATURE = re.compile(r"sha256=[0-9a-fA-F]{64}")


def webhook(
    read: Callable[[object], Sequence[Event]], app_secret: str, verify_token: str, *, path: str = PATH
) -> Webhook:
    """Take batches that are signed with the app's secret."""
    return Webhook(
        "whatsapp",
        path,
        _LARGEST_BATCH,
        lambda headers: bool(_SIGNATURE.fullmatch(_signature(headers))),
        read,
        is_signed=partial(_is_signed, app_secret),
        greet=partial(_challenge, verify_token),
    )


def _signature(headers: Headers) -> str:
    return headers.get("x-hub-signature-256", "")


def _is_signed(app_secret: str, headers: Headers, body: bytes) -> bool:
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(_signature(headers).encode(), expected.encode())


def _challenge(verify_token: str, query: Query) -> str | None:
    """Repeat Meta's challenge, if it knows the token that the operator gave it."""
    given = query.get("hub.verify_token", "")
    if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(given.encode(), verify_token.encode()):
        return None
    return query.get("hub.challenge", "")
