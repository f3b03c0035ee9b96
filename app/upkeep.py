"""What keeps a Stempel well: migrate, doctor, backup, restore, export, import, tick."""

import sqlite3
import sys
from datetime import datetime
from typing import Any

from actions import shops
from actions.dose import Going
from app.channels import open_channels
from app.house import build
from app.settings import Settings, folder_of, secret_key
from scheduler import campaigns
from storage.backup import backup, restore
from storage.database import open_database, read_database
from storage.dump import export_rows, import_rows
from storage.errors import StorageError

__all__ = ["backup", "diagnose", "export_rows", "import_rows", "migrate", "rehearse_tick", "restore", "tick"]

# Older ones can, in rare cases, damage a file that two connections write; ours has one that writes.
_SOUND_SQLITE = (3, 51, 3)


async def migrate(url: str) -> None:
    """Bring a database's tables up to date."""
    async with open_database(url, migrate=True):
        pass


async def diagnose(settings: Settings) -> list[dict[str, Any]]:
    """Look at everything that can be wrong from outside: a row for each, with what to do."""
    return [
        {"check": "python", "ok": sys.version_info >= (3, 11), "says": sys.version.split()[0]},
        _sqlite(),
        await _database(settings),
        await _telegram(settings),
        _secret(settings),
    ]


def _sqlite() -> dict[str, Any]:
    says = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _SOUND_SQLITE:
        says += " (fine here: only one connection writes; 3.51.3 is better still)"
    return {"check": "sqlite", "ok": True, "says": says}


async def _database(settings: Settings) -> dict[str, Any]:
    try:
        async with read_database(settings.database_url.get_secret_value()) as db:
            says = f"{await db.read(shops.count_shops)} shops"
    except StorageError as error:
        return {"check": "database", "ok": False, "says": str(error)}
    return {"check": "database", "ok": True, "says": says}


async def _telegram(settings: Settings) -> dict[str, Any]:
    if settings.telegram_token is None:
        says = "not set up: talk to @BotFather, then write TELEGRAM_BOT_TOKEN=… into .env"
        return {"check": "telegram", "ok": False, "says": says}
    try:
        async with open_channels(settings) as channels:
            says = channels["telegram"].link("")
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever it finds
        return {"check": "telegram", "ok": False, "says": str(error)}
    return {"check": "telegram", "ok": True, "says": says}


def _secret(settings: Settings) -> dict[str, Any]:
    says = "set" if settings.secret else "kept in a file beside the database: back that up too"
    return {"check": "secret", "ok": True, "says": says}


async def tick(settings: Settings, *, now: datetime) -> int:
    """Do what the scheduler would do at `now`, once, and return how many messages were handled."""
    url = settings.database_url.get_secret_value()
    async with open_channels(settings) as channels, open_database(url) as db:
        key = secret_key(settings, beside=folder_of(url))
        house = build(db, channels, secret=key, clock=lambda: now)
        await house.campaign(afresh=True)
        return await house.drain()


async def rehearse_tick(settings: Settings, *, now: datetime) -> list[Going]:
    """Say what the campaigns would send at `now`; nothing is sent, and nothing kept."""
    async with open_database(settings.database_url.get_secret_value()) as db:
        return await campaigns.rehearse(db, now=now)
