"""What is mistyped at the command line is answered in a line that says what to write."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from tests.desk import CAFE


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((*CAFE[:8], "--reward", "Coffee", "--timezone", "Mars/Crater"), "Europe/Amsterdam"),
        (("shop", "create", "--name", "x", "--kind", "points", "--reward", "Wine"), "Wine=100"),
        (("shop", "create", "--name", "x", "--kind", "stamps", "--reward", "Coffee"), "--stamps"),
        ((*CAFE, "--stamps", "31"), "30"),
        (("shop", "create", "--name", "x"), "--kind"),
        (("tick", "--now", "2026-03-01T09:00"), "zone"),
        (("tick", "--now", "0026-03-01T09:00+01:00"), "the year 26 is too far"),
        (("staff", "invite", "--shop", "7"), "shop list"),
        (("shop", "sums", "--shop", "7"), "shop list"),
        (("serve",), "BotFather"),
        (("restore", "nothing.db"), "stempel backup"),
        (("backup", "nowhere/copy.db"), "no folder nowhere"),
        (("import", "nothing.jsonl"), "stempel export"),
        (("export", "nowhere/all.jsonl"), "no folder nowhere"),
        (("move", "--to", "sqlite:///other.db"), "from SQLite to PostgreSQL, or back"),
        (("move", "--to", "postgresql://localhost:1/x"), "no database at"),
        ((*CAFE, "--language", "de"), "en, hu, nl"),
        ((*CAFE, "--reward", "Cake=12"), "--stamps 10"),
        ((*CAFE, "--max-per-day", "0"), "above zero"),
        ((*CAFE, "--kind", "points"), "--stamps is for a stamp card"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(here: CliRunner, words: tuple[str, ...], hint: str) -> None:
    ended = here.invoke(app, words)
    assert ended.exit_code != 0
    assert hint in ended.stderr


_EXPLAINED = "`stempel shop create --help` explains it."


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--kind", "tea"), f"--kind tea: write one of stamps, points. {_EXPLAINED}"),
        (("--stamps", "ten"), f"--stamps ten: write a whole number. {_EXPLAINED}"),
        (("--stamps", "0"), "--stamps 0: a card has 1 to 30 stamps; write for example --stamps 10"),
        (("--stamps", "-5"), "--stamps -5: a card has 1 to 30 stamps; write for example --stamps 10"),
    ],
)
def test_what_an_option_can_not_be_is_said_in_a_line_of_ours(
    here: CliRunner, option: tuple[str, str], said: str
) -> None:
    refused = here.invoke(app, [*CAFE, *option])
    assert refused.exit_code != 0
    assert refused.stderr == f"{said}\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("bakcup", "There is no command bakcup. Did you mean 'backup'? `stempel --help` explains it."),
        ("shop opne", "There is no command opne. `stempel shop --help` explains it."),
        ("--fast", "There is no option --fast. `stempel --help` explains it."),
        (
            "tick --dry",
            "There is no option --dry. Did you mean --dry-run? `stempel tick --help` explains it.",
        ),
        ("backup", "Missing argument target. `stempel backup --help` explains it."),
        ("rehearse --to 2026-01-31", "Missing option --from. `stempel rehearse --help` explains it."),
        ("backup a b", "b: that is more than this command takes. `stempel backup --help` explains it."),
        ("shop create --name", "--name: write its value behind it."),
        ("doctor --json=yes", "--json takes no value."),
        ("backup -", "target: name a file, not a pipe."),
        ("restore -", "source: name a file, not a pipe."),
        ("import -", "source: name a file, not a pipe."),
        ("rehearse --from 2026-01-01 --to 2026-01-31 --visits -", "--visits: name a file, not a pipe."),
    ],
)
def test_what_was_mistyped_is_said_in_a_line_of_ours(here: CliRunner, typed: str, said: str) -> None:
    refused = here.invoke(app, typed.split(), prog_name="stempel")
    assert (refused.exit_code, refused.stderr) == (2, f"{said}\n")


def test_a_dash_is_where_an_export_goes_without_a_file(here: CliRunner) -> None:
    here.invoke(app, ["migrate"])
    written = here.invoke(app, ["export", "-"])
    assert written.exit_code == 0
    assert written.stdout == here.invoke(app, ["export"]).stdout
    assert written.stdout.startswith('{"stempel": "export"')
    assert not Path("-").exists()


def test_a_group_of_commands_alone_shows_what_is_in_it(here: CliRunner) -> None:
    assert "Open a shop" in here.invoke(app, ["shop"]).output


def test_a_stamp_cards_option_on_a_points_card_is_refused_for_that(here: CliRunner) -> None:
    points = ["shop", "create", "--name", "x", "--kind", "points", "--reward", "Cake=5"]
    assert "--stamps is for a stamp card" in here.invoke(app, [*points, "--stamps", "0"]).stderr


def test_what_we_refuse_ourselves_is_said_alike(here: CliRunner) -> None:
    ended = here.invoke(app, ["tick", "--now", "noon"])
    assert (ended.exit_code, ended.stderr) == (2, "--now: write it like 2026-03-01T09:00+01:00\n")


def test_a_setting_that_cannot_be_is_named(here: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMPEL_PORT", "eighty")
    ended = here.invoke(app, ["doctor"])
    assert ended.exit_code == 2
    assert "STEMPEL_PORT" in ended.stderr


def test_a_shop_whose_name_does_not_fit_is_not_opened(here: CliRunner) -> None:
    long_name = [*CAFE[:3], "The Very Long Named Coffee House at the Corner", *CAFE[4:]]
    refused = here.invoke(app, long_name)
    assert refused.exit_code == 1
    assert "40 letters" in refused.stderr
    assert json.loads(here.invoke(app, ["shop", "list", "--json"]).stdout) == []
