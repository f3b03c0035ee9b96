"""What an operator reads of a storage that fails is the same in whichever process they read it."""

import pickle
import sqlite3
from pathlib import Path

import pytest

from storage.engine.errors import StorageError, of_files, translated
from storage.engine.sqlite_file import claimed


def test_a_storage_error_is_told_to_another_process_whole() -> None:
    told = pickle.loads(pickle.dumps(StorageError("The disk is full.", "Free some space.")))  # noqa: S301 - our own
    assert (str(told), told.what, told.what_to_do) == (
        "The disk is full. Free some space.",
        "The disk is full.",
        "Free some space.",
    )


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE])
def test_a_full_disk_is_called_so_also_where_nothing_is_written_yet(code: int) -> None:
    refused = sqlite3.OperationalError("disk I/O error")
    refused.sqlite_errorcode = code
    with pytest.raises(StorageError, match="The disk is full"), translated():
        raise refused


FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")


@needs_full
def test_a_full_disk_keeps_nobody_from_holding_the_database(tmp_path: Path) -> None:
    (tmp_path / "stempel.db.lock").symlink_to(FULL)
    with claimed(tmp_path / "stempel.db"):
        pass


@needs_full
def test_a_file_that_is_refused_says_what_to_do() -> None:
    with pytest.raises(OSError, match="space") as refused, FULL.open("w") as file:
        file.write("an export")
    assert str(of_files(refused.value)).endswith("Free some space, and try again.")
    assert "the right to write" in str(of_files(PermissionError(13, "Permission denied")))
    assert of_files(FileNotFoundError(2, "No such file")) is None
