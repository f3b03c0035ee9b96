"""What the backups that are taken by themselves promise: one a night, the newest kept, each of them comes back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from storage.engine.database import Database, open_database
from storage.engine.errors import StorageError
from storage.engine.kept_backups import KeptBackups, Restored, rehearse_restore, taken_at
from storage.tables import counters
from tests.storage.engine.test_older_export import fill as fill_older

NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def kept(sqlite_url: str, tmp_path: Path) -> KeptBackups:
    """Keep three backups of a database."""
    return KeptBackups(sqlite_url, tmp_path / "backups", 3)


def test_one_is_due_where_the_last_night_has_none(kept: KeptBackups) -> None:
    assert kept.is_due(NIGHT)
    kept.take(NIGHT + timedelta(hours=5))  # the computer was off at night
    assert not kept.is_due(NIGHT + timedelta(hours=23))
    assert kept.is_due(NIGHT + DAY)


@pytest.mark.slow
def test_the_newest_are_kept_and_what_was_broken_off_goes(kept: KeptBackups) -> None:
    kept.folder.mkdir()
    (kept.folder / "stempel-2026-02-27T020000Z.db.part").touch()
    (kept.folder / "stempel-of-cleo.db").touch()  # somebody's own, and none of these
    taken = [kept.take(NIGHT + night * DAY) for night in range(5)]
    there = {path.name for path in kept.folder.iterdir()}
    assert there == {*(path.name for path in taken[2:]), "stempel-of-cleo.db"}
    assert kept.newest() == taken[-1]
    assert taken_at(taken[-1]) == NIGHT + 4 * DAY


async def test_a_backup_that_is_rehearsed_tells_what_comes_back_and_leaves_nothing(
    sqlite_db: Database, kept: KeptBackups, fill: Callable[[Connection], None]
) -> None:
    await sqlite_db.write(fill)
    taken = kept.take(NIGHT)
    assert rehearse_restore(taken) == Restored(shops=1, entries=1)
    assert list(kept.folder.iterdir()) == [taken]


async def test_a_backup_whose_balances_are_not_what_was_booked_is_told_of(
    sqlite_db: Database, kept: KeptBackups, fill: Callable[[Connection], None]
) -> None:
    await sqlite_db.write(fill)
    await sqlite_db.write(lambda tx: tx.execute(update(counters).values(balance=7)).rowcount)
    with pytest.raises(StorageError, match="1 balances are not what was booked"):
        rehearse_restore(kept.take(NIGHT))


def test_a_backup_that_was_damaged_is_told_of(kept: KeptBackups) -> None:
    taken = kept.take(NIGHT)
    content = taken.read_bytes()
    taken.write_bytes(content[: len(content) // 2])
    with pytest.raises(StorageError):
        rehearse_restore(taken)
    assert list(kept.folder.iterdir()) == [taken]


@pytest.mark.slow
async def test_an_older_database_is_kept_before_its_tables_change(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/town.db"
    await fill_older(url, "0022")
    async with open_database(url):
        pass
    kept = tmp_path / "town.schema-0022.db"
    async with open_database(f"sqlite:///{kept}"):
        pass  # and can be brought up to date itself
    async with open_database(url):
        pass
    of_before = {path.name for path in tmp_path.glob("*-0022.db")}  # noqa: ASYNC240 - a few names
    assert of_before == {"town.schema-0022.db", "town.schema-0022.schema-0022.db"}
