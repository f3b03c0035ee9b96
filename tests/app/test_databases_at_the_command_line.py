"""Backups, exports and moves at the command line."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from storage.engine.changes import close, watch
from storage.engine.database import build_database
from tests.desk import CAFE


@pytest.mark.slow
def test_a_backup_comes_back(here: CliRunner) -> None:
    here.invoke(app, CAFE)
    assert here.invoke(app, ["backup", "copy.db"]).exit_code == 0
    here.invoke(app, CAFE)
    assert here.invoke(app, ["restore", "copy.db"]).exit_code == 1
    assert here.invoke(app, ["restore", "copy.db", "--overwrite"]).exit_code == 0
    assert len(json.loads(here.invoke(app, ["shop", "list", "--json"]).stdout)) == 1


@pytest.mark.slow
def test_an_export_moves_into_a_new_database(here: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    here.invoke(app, CAFE)
    assert here.invoke(app, ["export", "all.jsonl"]).exit_code == 0
    assert "there already" in here.invoke(app, ["export", "all.jsonl"]).stderr
    monkeypatch.setenv("STEMPEL_DATABASE_URL", "sqlite:///other.db")
    assert here.invoke(app, ["import", "all.jsonl"]).exit_code == 0
    assert json.loads(here.invoke(app, ["shop", "list", "--json"]).stdout)[0]["name"] == "Café Luna"


@pytest.mark.slow
def test_a_database_that_a_broken_move_left_closed_is_opened_again(here: CliRunner) -> None:
    here.invoke(app, CAFE)
    for step in (watch, close):
        asyncio.run(build_database("sqlite:///stempel.db", step))
    closed = here.invoke(app, CAFE)
    assert closed.exit_code == 1
    assert "--undo" in closed.stderr
    assert here.invoke(app, ["move", "--to", "sqlite:///new.db", "--undo"]).exit_code == 0
    assert here.invoke(app, CAFE).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("carry", ["import", "restore"])
def test_who_moves_a_database_without_its_key_is_told_before_cards_are_void(
    here: CliRunner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, carry: str
) -> None:
    here.invoke(app, CAFE)
    for command in (["export", "all"], ["backup", "copy"]):
        assert here.invoke(app, command).exit_code == 0
    source = {"import": "all", "restore": "copy"}[carry]
    for place in ("bare", "kept", "told"):
        (tmp_path / place).mkdir()
        monkeypatch.setenv("STEMPEL_DATABASE_URL", f"sqlite:///{place}/stempel.db")
        if place == "kept":
            (tmp_path / place / ".stempel-secret").write_text("a key of those days")
        if place == "told":
            monkeypatch.setenv("STEMPEL_SECRET", "a key of those days")
        said = here.invoke(app, [carry, source]).stdout
        assert ("Copy it beside this one" in said) == (place == "bare")
