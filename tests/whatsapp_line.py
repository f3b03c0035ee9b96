"""A WhatsApp channel on a fake platform, on which Ana has written."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.messages import Address, Incoming
from channels.whatsapp.channel import WhatsApp
from tests.fakes.people import ANA, Seen
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_errors import Json


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[FakeWhatsApp, WhatsApp]]:
    """Start both."""
    async with FakeWhatsApp() as whatsapp:
        await whatsapp.opens(ANA, "abc")
        channel = channel_to(whatsapp)
        await channel.start()
        try:
            yield whatsapp, channel
        finally:
            await channel.stop()


def channel_to(whatsapp: FakeWhatsApp, *, token: str = "", url: str = "") -> WhatsApp:
    """Make a channel that soon loses its patience."""
    business = whatsapp.business
    return WhatsApp(
        business.phone_number_id,
        business.account_id,
        token or whatsapp.token,
        api_url=url or whatsapp.url,
        answer_timeout_s=0.3,
    )


def to_ana(whatsapp: FakeWhatsApp) -> Address:
    """Return where Ana is reached."""
    return Address("whatsapp", whatsapp.business.phone_number_id, whatsapp.contact(ANA).user_id)


def last(whatsapp: FakeWhatsApp) -> Seen:
    """Return what Ana was shown last."""
    return whatsapp.sent_to(ANA)[-1]


def bodies(whatsapp: FakeWhatsApp) -> list[Json]:
    """Return the messages that the platform was given."""
    return [given for operation, given in whatsapp.calls if operation == "send"]


def told(whatsapp: FakeWhatsApp, channel: WhatsApp) -> Incoming:
    """Read what the platform would have told of the last thing that somebody did."""
    (event,) = channel.read(json.loads(whatsapp.webhooks.bodies[-1]))
    assert isinstance(event, Incoming)
    return event
