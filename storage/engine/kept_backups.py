"""The backups that are taken by themselves: one a night beside the database, the newest of them kept, and tried."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from sqlalchemy import func, select

from storage.engine.backup import backup, restore
from storage.engine.copies import opened
from storage.engine.database import parsed, sqlite_path
from storage.tables import entries, shops

_TAKEN_AT = "%Y-%m-%dT%H%M%SZ"
NIGHT_HOUR = 2  # UTC


@dataclass(frozen=True, slots=True)
class KeptBackups:
    """Where one database's backups are kept, and how many."""

    url: str
    folder: Path
    most: int

    def is_due(self, now: datetime) -> bool:
        """Tell whether none was taken since the last night."""
        newest = self.newest()
        return newest is None or taken_at(newest) < _last_night(now)

    def take(self, now: datetime) -> Path:
        """Write one more, and let the oldest go; blocks until it is on disk."""
        self.folder.mkdir(exist_ok=True)
        for broken_off in self.folder.glob(f"{self._stem}-*.part"):
            broken_off.unlink()
        taken = self.folder / f"{self._stem}-{now.astimezone(UTC):{_TAKEN_AT}}.db"
        backup(self.url, taken)
        for old in self._all()[: -self.most]:
            old.unlink()
        return taken

    def try_to_write(self) -> None:
        """Fail as the next backup would where its folder can't be written to, or can't be made; nothing stays."""
        there = self.folder if self.folder.exists() else self.folder.parent
        with TemporaryFile(dir=there):
            pass

    def newest(self) -> Path | None:
        """Name the last one that was taken."""
        return max(self._all(), default=None)

    def _all(self) -> list[Path]:
        return sorted(path for path in self.folder.glob(f"{self._stem}-*.db") if _is_dated(path))

    @property
    def _stem(self) -> str:
        return sqlite_path(parsed(self.url)).stem


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back from a backup."""

    shops: int
    entries: int


def rehearse_restore(source: Path) -> Restored:
    """Restore a backup beside itself, look whether all is there and adds up, and throw it away again."""
    with TemporaryDirectory(dir=source.parent, prefix="rehearsal-") as folder:
        there = Path(folder, "stempel.db")
        restore(source, f"sqlite:///{there}")
        with opened(there) as tx:
            counted = [tx.scalar(select(func.count()).select_from(table)) or 0 for table in (shops, entries)]
            return Restored(*counted)


def taken_at(path: Path) -> datetime:
    """Tell from a backup's name when it was taken."""
    return datetime.strptime(path.stem[-18:], _TAKEN_AT).replace(tzinfo=UTC)


def _is_dated(path: Path) -> bool:
    try:
        taken_at(path)
    except ValueError:
        return False
    return True


def _last_night(now: datetime) -> datetime:
    night = now.astimezone(UTC).replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= now else night - timedelta(days=1)
