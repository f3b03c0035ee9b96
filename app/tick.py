"""What the scheduler would do at one instant: for real, or to see what would go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from actions.campaigns.departures import PlannedMessage
from app.bot_office import keys_of
from app.house import build
from app.own_bots import speaking_for_all
from app.settings import Settings, folder_of, secret_key
from channels.setup import open_accounts
from scheduler.campaigns import rounds
from storage.engine.backup import backup
from storage.engine.database import Database, open_database, parsed


async def tick(settings: Settings, *, now: datetime) -> int:
    """Do what the scheduler would do at `now`, once, and return how many messages were handled."""
    url = settings.database_url.get_secret_value()
    async with open_accounts(settings.platforms) as channels, open_database(url) as db:
        key = secret_key(settings, beside=folder_of(url))
        house = build(db, channels, secret=key, clock=lambda: now, public_url=settings.public_url)
        async with speaking_for_all(house, settings.named_platforms, keys_of(settings)):
            await house.campaign(afresh=True)
            return await house.drain()


async def rehearse_tick(settings: Settings, *, now: datetime) -> list[PlannedMessage]:
    """Say what the campaigns would send at `now`; nothing is sent, and nothing kept."""
    async with _aside(settings.database_url.get_secret_value()) as db:
        return await rounds.rehearse(db, now=now)


@asynccontextmanager
async def _aside(url: str) -> AsyncIterator[Database]:
    """Open a database to try things in; an SQLite file is copied, for `serve` may have it."""
    if parsed(url).drivername != "sqlite":
        async with open_database(url) as db:
            yield db
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        await asyncio.to_thread(backup, url, copy)
        async with open_database(f"sqlite:///{copy}") as db:
            yield db
