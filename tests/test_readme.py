"""The README keeps its word: its commands run, and it forgets no setting and no command."""

import json
import re
import shlex
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings
from typer.main import get_command
from typer.testing import CliRunner

from app.cli import app
from app.settings import Settings
from bot.table import COMMANDS
from channels.platforms import PLATFORMS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
_NEEDS_A_BOT = ("serve",)


def _shell_lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    lines = [shlex.split(line) for line in _shell_lines() if line.startswith(".venv/bin/stempel")]
    ran = [words[1:] for words in lines if words[1] not in _NEEDS_A_BOT]
    assert len(ran) >= 2
    for words in ran:
        assert CliRunner().invoke(app, words).exit_code == 0, words
    shops = json.loads(CliRunner().invoke(app, ["shop", "list", "--json"]).stdout)
    assert [shop["name"] for shop in shops] == ["Café Luna", "Bistro Sol"]


def test_every_setting_is_in_the_readme() -> None:
    kinds: tuple[type[BaseSettings], ...] = (Settings, *PLATFORMS)
    read = [field.alias for kind in kinds for field in kind.model_fields.values()]
    missing = [alias for alias in read if f"`{alias}`" not in README]
    assert not missing


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    group = get_command(app)
    names: list[str] = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        names += [f"{name} {sub}" for sub in command.commands] if hasattr(command, "commands") else [name]
    assert not [name for name in names if name not in README]


def test_every_chat_command_is_in_the_readme() -> None:
    shown = [word for word, command in COMMANDS.items() if command.about]
    assert not [word for word in shown if f"`/{word}" not in README]


def test_the_readme_says_once_what_each_can_say() -> None:
    table = README.partition("## What people can say")[2].partition("\n## ")[0]
    who = re.findall(r"^\| (\w+) \|", table, re.MULTILINE)
    assert who == ["who", "customer", "cashier", "manager", "owner", "founder"]
