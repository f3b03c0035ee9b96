"""The channels that are set up, started and stopped."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from app.settings import Settings
from channels.messages import Channel
from channels.telegram.channel import Telegram
from channels.whatsapp.channel import WhatsApp


@asynccontextmanager
async def open_channels(settings: Settings) -> AsyncIterator[list[Channel]]:
    """Start the accounts that are set up, and stop them in the end."""
    async with AsyncExitStack() as opened:
        channels: list[Channel] = []
        for open_channel in (open_telegram, open_whatsapp):
            channel = await opened.enter_async_context(open_channel(settings))
            if channel:
                channels.append(channel)
        yield channels


@asynccontextmanager
async def open_telegram(settings: Settings) -> AsyncIterator[Telegram | None]:
    """Start Telegram where it is set up, and stop it in the end."""
    if settings.telegram_token is None:
        yield None
        return
    telegram = Telegram(settings.telegram_token.get_secret_value(), api_url=settings.telegram_api_url)
    await telegram.start()
    try:
        yield telegram
    finally:
        await telegram.stop()


@asynccontextmanager
async def open_whatsapp(settings: Settings) -> AsyncIterator[WhatsApp | None]:
    """Start WhatsApp where it is set up, and stop it in the end."""
    if not settings.has_whatsapp:
        yield None
        return
    whatsapp = WhatsApp(
        settings.whatsapp_phone_number_id,
        settings.whatsapp_business_account_id,
        settings.whatsapp_access_token.get_secret_value(),
        api_url=settings.whatsapp_api_url,
    )
    await whatsapp.start()
    try:
        yield whatsapp
    finally:
        await whatsapp.stop()
