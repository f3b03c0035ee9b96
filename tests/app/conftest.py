"""Where an operator works."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def desk_folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """Give a folder in which a command ran before: to make all tables takes longer than most of what is tried there."""
    shutil.copyfile(sqlite_template, tmp_path / "stempel.db")
    (tmp_path / "stempel.db").chmod(0o600)
    return tmp_path
