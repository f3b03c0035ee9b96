"""Where platforms call us, and for which of our accounts: each bot has an address, all numbers share one."""

import logging
from collections.abc import Sequence

from starlette.routing import BaseRoute

from app.settings import Settings
from channels.accounts import first_of_each
from channels.messages import Channel, Event
from channels.telegram.channel import Telegram
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.errors import WhatsAppUnreachableError
from channels.whatsapp.session import open_graph
from channels.whatsapp.subscription import subscribe
from web.server import TELEGRAM_PATH, telegram_webhook
from web.whatsapp import Handle, Read, whatsapp_webhook

_LOG = logging.getLogger(__name__)


def webhooks(channels: Sequence[Channel], handle: Handle, settings: Settings) -> list[BaseRoute]:
    """Make a route for each bot that calls us, and one for all numbers: what Meta brings says which it is for."""
    routes: list[BaseRoute] = [
        telegram_webhook(channel.to_incoming, handle, _secret(settings), path=_path(channel, channels))
        for channel in channels
        if isinstance(channel, Telegram) and settings.by_webhook
    ]
    numbers = [channel for channel in channels if isinstance(channel, WhatsApp)]
    if numbers:
        signed, proof = settings.whatsapp_app_secret, settings.whatsapp_verify_token
        routes.append(
            whatsapp_webhook(_read_by(numbers), handle, signed.get_secret_value(), proof.get_secret_value())
        )
    return routes


async def call_us(telegram: Telegram, channels: Sequence[Channel], settings: Settings) -> None:
    """Tell Telegram where to bring what a bot hears."""
    await telegram.set_webhook(settings.public_url + _path(telegram, channels), _secret(settings))


async def subscribe_to(whatsapp: WhatsApp, settings: Settings) -> None:
    """Have Meta bring us what concerns the account of a number."""
    try:
        async with open_graph(
            settings.whatsapp_api_url, settings.whatsapp_access_token.get_secret_value()
        ) as graph:
            await subscribe(graph, whatsapp.business_account_id)
    except WhatsAppUnreachableError as error:
        _LOG.warning("the app was not subscribed to the account's messages; it may be already: %s", error)


def _path(bot: Telegram, channels: Sequence[Channel]) -> str:
    """Return where a bot is called: the first where a lone one always was, any other where its name is."""
    is_first = first_of_each(channels)[bot.name] is bot
    return TELEGRAM_PATH if is_first else f"{TELEGRAM_PATH}/{bot.account}"


def _secret(settings: Settings) -> str:
    return settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""


def _read_by(numbers: Sequence[WhatsApp]) -> Read:
    def read(payload: object) -> list[Event]:
        return [event for number in numbers for event in number.read(payload)]

    return read
