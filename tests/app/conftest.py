"""Where an operator works."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.desk import Desk
from tests.fakes.telegram import FakeTelegram
from tests.forks import SETTINGS


@pytest.fixture
def desk_folder(tmp_path: Path, sqlite_template: Path) -> Path:
    """Give a folder in which a command ran before: to make all tables takes longer than most of what is tried there."""
    shutil.copyfile(sqlite_template, tmp_path / "stempel.db")
    (tmp_path / "stempel.db").chmod(0o600)
    return tmp_path


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Run the fake Telegram."""
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def desk(desk_folder: Path, telegram: FakeTelegram) -> Desk:
    """Give an operator's place with a bot there."""
    return Desk(desk_folder, {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Run commands in this process, in an empty folder and with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        monkeypatch.delenv(name)
    return CliRunner()
