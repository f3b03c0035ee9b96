"""A channel on a fake platform, and Ana, who has written on it."""

from collections.abc import AsyncIterator

import pytest

from channels.messages import Address
from channels.whatsapp.channel import WhatsApp
from tests.fakes.whatsapp import FakeWhatsApp
from tests.whatsapp_line import opened, to_ana


@pytest.fixture
async def line() -> AsyncIterator[tuple[FakeWhatsApp, WhatsApp]]:
    """Open both ends."""
    async with opened() as line:
        yield line


@pytest.fixture
def whatsapp(line: tuple[FakeWhatsApp, WhatsApp]) -> FakeWhatsApp:
    """Give the platform."""
    return line[0]


@pytest.fixture
def channel(line: tuple[FakeWhatsApp, WhatsApp]) -> WhatsApp:
    """Give the channel on it."""
    return line[1]


@pytest.fixture
def ana(whatsapp: FakeWhatsApp) -> Address:
    """Name where Ana is reached."""
    return to_ana(whatsapp)
