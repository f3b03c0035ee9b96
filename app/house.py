"""All rooms wired together: this is the only page that knows every one of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import chats
from bot.conversation import menu_for
from bot.router import Router
from bot.words import LANGUAGES
from channels.messages import Channel, Incoming
from scheduler import campaigns
from scheduler.campaigns import Round
from scheduler.refit import refit
from scheduler.sender import Sender
from storage.database import Database

# Longer than any platform goes on delivering: Meta tries for seven days, Telegram for one.
_UPDATES_KEPT = timedelta(days=10)
_MEDIA_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class House:
    """A running Stempel: what answers, and what sends."""

    db: Database
    router: Router
    sender: Sender
    clock: Callable[[], datetime]

    async def handle(self, incoming: Incoming) -> None:
        """Answer a message; raises `NotAcknowledgedError` when it must come again."""
        with self.sender.answering():
            await self.router.handle(incoming)
        self.sender.kick()  # a receipt may be waiting for somebody else

    async def campaign(self, *, afresh: bool = False) -> Round:
        """Do a round of the campaigns, and send what came of it."""
        done = await campaigns.tick(self.db, now=self.clock(), afresh=afresh)
        self.sender.kick()
        return done

    async def tidy(self) -> None:
        """Forget what no one will ask for again."""
        now = self.clock()
        await self.db.write(chats.forget_seen, before=now - _UPDATES_KEPT)
        await self.db.write(chats.forget_media, before=now - _MEDIA_KEPT)

    async def refit(self) -> None:
        """Learn again in every shop who has lapsed there."""
        await refit(self.db, now=self.clock())

    async def show_menus(self) -> None:
        """Tell each channel what customers can ask for, in every language."""
        for channel in self.router.channels.values():
            await channel.set_menu(None, menu_for(None, "en"))
            for language in LANGUAGES:
                await channel.set_menu(None, menu_for(None, language), language=language)


def build(
    db: Database,
    channels: Mapping[str, Channel],
    *,
    secret: bytes,
    clock: Callable[[], datetime],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> House:
    """Wire a house over an open database and started channels; `wait` lets a pause (in seconds) pass."""
    router = Router(db, secret, clock, channels, wait)
    return House(db, router, Sender(db, clock, router.notify, wait), clock)
