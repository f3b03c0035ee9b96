"""Telegram's webhook: a call proves itself by the word that we gave Telegram with our address."""

import hmac
from collections.abc import Callable
from functools import partial

from channels.messages import Incoming
from channels.webhooks import Headers, Webhook

PATH = "/telegram/webhook"
_LARGEST_UPDATE = 1024 * 1024  # Telegram's are a few kilobytes


def webhook(read: Callable[[object], Incoming | None], secret: str, *, path: str = PATH) -> Webhook:
    """Take updates that carry the secret."""

    def events(update: object) -> list[Incoming]:
        incoming = read(update)
        return [incoming] if incoming else []

    return Webhook("telegram", path, _LARGEST_UPDATE, partial(_shows, secret), events)


def _shows(secret: str, headers: Headers) -> bool:
    given = headers.get("x-telegram-bot-api-secret-token", "")
    return hmac.compare_digest(given.encode(), secret.encode())
