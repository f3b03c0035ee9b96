"""What a server that runs promises of its backups: one is taken, and who runs it hears when none can be."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from app.nightly_backup import NightlyBackup, kept_backups, look_at_backup
from app.settings import Settings
from storage.engine.errors import StorageError

NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def settings(url: str, **given: str) -> Settings:
    return Settings(STEMPEL_DATABASE_URL=url, **given)


def content(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_a_backup_is_taken_once_a_night_and_shown(sqlite_url: str, tmp_path: Path) -> None:
    ours, now = settings(sqlite_url), [NIGHT]
    nightly = NightlyBackup(kept_backups(ours), lambda: now[0])
    assert "none yet" in await look_at_backup(ours, now=NIGHT)
    await nightly.look()
    now[0] += timedelta(hours=1)
    await nightly.look()
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["stempel-2026-03-01T020000Z.db"]
    assert REGISTRY.get_sample_value("stempel_last_backup_timestamp_seconds") == NIGHT.timestamp()
    assert "1 hours old, comes back whole: 0 shops" in await look_at_backup(ours, now=now[0])
    with pytest.raises(StorageError, match="3 days old"):
        await look_at_backup(ours, now=NIGHT + timedelta(days=3))


async def test_the_operator_hears_when_no_backup_can_be_taken(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    ours = settings(sqlite_url, STEMPEL_BACKUP_FOLDER=str(tmp_path / "file"))
    with caplog.at_level(logging.ERROR):
        await NightlyBackup(kept_backups(ours), lambda: NIGHT).look()
    assert "no backup could be taken" in caplog.text


async def test_nobody_is_given_backups_who_wants_none_or_has_a_server_for_them(sqlite_url: str) -> None:
    none, postgres = settings(sqlite_url, STEMPEL_BACKUPS="0"), settings("postgresql://localhost/stempel")
    assert kept_backups(none) is None
    assert kept_backups(postgres) is None
    await NightlyBackup(None, lambda: NIGHT).look()
    assert "STEMPEL_BACKUPS is 0" in await look_at_backup(none, now=NIGHT)
    assert "pg_dump" in await look_at_backup(postgres, now=NIGHT)


@pytest.mark.parametrize("folder", ["file", "file/below", "disk/that/is/gone"])
async def test_the_doctor_says_before_the_first_night_that_no_backup_can_be_written(
    sqlite_url: str, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "file").touch()
    ours = settings(sqlite_url, STEMPEL_BACKUP_FOLDER=str(tmp_path / folder))
    with pytest.raises(StorageError, match="STEMPEL_BACKUP_FOLDER"):
        await look_at_backup(ours, now=NIGHT)


async def test_looking_at_backups_leaves_nothing_behind(sqlite_url: str, tmp_path: Path) -> None:
    before = content(tmp_path)
    await look_at_backup(settings(sqlite_url), now=NIGHT)
    assert content(tmp_path) == before
