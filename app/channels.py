"""The channels that are set up, started and stopped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.settings import Settings
from channels.messages import Channel
from channels.telegram import Telegram


@asynccontextmanager
async def open_channels(settings: Settings) -> AsyncIterator[dict[str, Channel]]:
    """Start the channels that are set up, and stop them in the end."""
    if settings.telegram_token is None:
        yield {}
        return
    telegram = Telegram(settings.telegram_token.get_secret_value(), api_url=settings.telegram_api_url)
    await telegram.start()
    try:
        yield {telegram.name: telegram}
    finally:
        await telegram.stop()
