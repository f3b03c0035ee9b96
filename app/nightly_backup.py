"""The nightly backup of a Stempel that serves from an SQLite file: taken beside the tills, told in log and metrics."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.clock import read_clock
from app.settings import Settings, folder_of
from storage.engine.database import parsed
from storage.engine.errors import StorageError
from storage.engine.kept_backups import KeptBackups, rehearse_restore, taken_at
from web.metrics import count_failed_backup, show_backup

_LOG = logging.getLogger(__name__)
_FOLDER = "backups"
_TOO_OLD = timedelta(days=2)
_NOT_OURS = "PostgreSQL's own: see docs/upgrading.md for `pg_dump` and for going back to any moment"


def kept_backups(settings: Settings) -> KeptBackups | None:
    """Say where backups are kept; None where nobody wants them, or PostgreSQL has its own."""
    url = settings.database_url.get_secret_value()
    if not settings.backups or parsed(url).drivername != "sqlite":
        return None
    return KeptBackups(url, settings.backup_folder or folder_of(url) / _FOLDER, settings.backups)


@dataclass(frozen=True, slots=True)
class NightlyBackup:
    """Takes a backup when one is due."""

    kept: KeptBackups | None
    clock: Callable[[], datetime]

    async def look(self) -> None:
        """Take a backup where the last night has none; the operator hears when it fails, and it is tried again."""
        if self.kept is None:
            return
        if self.kept.is_due(self.clock()):
            try:
                await _aside(self.kept.take, self.clock())
            except (StorageError, OSError) as error:
                _LOG.error("no backup could be taken: %s", error)
                count_failed_backup()
        if newest := self.kept.newest():
            show_backup(taken_at(newest))


NO_BACKUP = NightlyBackup(None, read_clock)  # of what nobody keeps: the demo


async def _aside(take: Callable[[datetime], Path], now: datetime) -> None:
    """Wait for a thread that nobody waits for when the server stops: what it had begun is begun anew."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def settle(error: Exception | None) -> None:
        if not done.done():
            done.set_result(None) if error is None else done.set_exception(error)

    def run() -> None:
        error = None
        try:
            take(now)
        except Exception as raised:  # noqa: BLE001 - told to whoever waits
            error = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=run, daemon=True, name="backup").start()
    await done


def _can_be_written(kept: KeptBackups) -> None:
    try:
        kept.try_to_write()
    except OSError as error:
        raise StorageError(
            f"No backup can be written to {kept.folder}: {error.strerror or error}.",
            "Let STEMPEL_BACKUP_FOLDER name a folder that this user may write to, on a disk that is there and has room.",
        ) from error


async def look_at_backup(settings: Settings, *, now: datetime) -> str:
    """Try whether the newest backup comes back, and say how old it is; raises in words where it does not."""
    kept = kept_backups(settings)
    if kept is None:
        return _NOT_OURS if settings.backups else "none: STEMPEL_BACKUPS is 0"
    _can_be_written(kept)
    newest = kept.newest()
    if newest is None:
        return f"none yet: `stempel serve` takes one a night, and keeps {kept.most} in {kept.folder}"
    back = await asyncio.to_thread(rehearse_restore, newest)
    age = now - taken_at(newest)
    if age > _TOO_OLD:
        raise StorageError(
            f"The newest backup is {age.days} days old.",
            "`stempel serve` takes one a night: look in its log why it does not, or run `stempel backup FILE`.",
        )
    hours = age // timedelta(hours=1)
    return f"{newest.name}, {hours} hours old, comes back whole: {back.shops} shops, {back.entries} bookings that add up"
