"""The command line as an operator uses it: against a fake Telegram, and served by a process of its own."""

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.opening import ShopOptions, complete
from tests.desk import CAFE, STEMPEL, Desk
from tests.fakes.people import ANA, CLEO
from tests.fakes.telegram import FakeTelegram
from tests.forks import heard


async def test_a_shop_opens_with_a_join_link_and_an_owner_link_for_each_channel(desk: Desk) -> None:
    made = (await desk.runs(*CAFE, "--json")).facts
    assert made["shop"] == 1
    assert made["links"]["telegram"]["join"].startswith("https://t.me/stempel_bot?start=j")
    assert made["links"]["telegram"]["owner"].startswith("https://t.me/stempel_bot?start=i")


async def test_a_served_shop_answers_and_a_second_shop_opens_beside_it(
    desk: Desk, telegram: FakeTelegram
) -> None:
    links = (await desk.runs(*CAFE, "--json")).facts["links"]["telegram"]
    async with desk.serving():
        await telegram.opens(CLEO, links["owner"])
        await telegram.opens(ANA, links["join"])
        await telegram.settled()
        assert "You are owner now" in telegram.sent_to(CLEO)[0].text
        assert telegram.chat(ANA)[-1].picture
        second = await desk.runs(*CAFE, "--json")
        assert second.facts["shop"] == 2
        assert [row["shop"] for row in (await desk.runs("shop", "list", "--json")).facts] == [1, 2]


async def test_an_invitation_says_how_often_and_how_long_it_works(desk: Desk) -> None:
    await desk.runs(*CAFE)
    said = (await desk.runs("staff", "invite", "--shop", "1")).out
    assert "The link works once, within 7 days." in said


@pytest.mark.slow
async def test_an_owner_link_works_once(desk: Desk, telegram: FakeTelegram) -> None:
    links = (await desk.runs(*CAFE, "--json")).facts["links"]["telegram"]
    async with desk.serving():
        await telegram.opens(CLEO, links["owner"])
        await telegram.settled()
        await telegram.opens(ANA, links["owner"])
        await telegram.settled()
        assert "used" in telegram.chat(ANA)[-1].text


@pytest.mark.slow
async def test_a_second_server_on_one_file_says_who_has_it(desk: Desk) -> None:
    await desk.runs(*CAFE)
    async with desk.serving():
        second = await desk.serves_in_vain()
    assert second.code == 1
    assert "Another Stempel" in second.err
    assert "Traceback" not in second.err


@pytest.mark.slow
async def test_what_a_tick_would_send_is_said_also_while_a_server_runs(desk: Desk) -> None:
    await desk.runs(*CAFE)
    async with desk.serving():
        said = await desk.runs("tick", "--now", "2026-03-01T09:00+01:00", "--dry-run", "--json")
    assert said.facts == {"now": "2026-03-01T09:00:00+01:00", "would_send": []}


@pytest.mark.slow
async def test_a_port_that_is_taken_is_explained(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = await Desk(desk.folder, {**desk.settings, "STEMPEL_PORT": port}).serves_in_vain()
    assert ended.code == 1
    assert f"Nobody can call at 127.0.0.1, port {port}" in ended.err
    assert "set STEMPEL_HOST and STEMPEL_PORT" in ended.err


async def test_a_wrong_token_is_explained(desk: Desk) -> None:
    wrong = Desk(desk.folder, {**desk.settings, "TELEGRAM_BOT_TOKEN": "1:wrong"})
    ended = await wrong.serves_in_vain()
    assert ended.code == 1
    assert "BotFather" in ended.err
    assert "1:wrong" not in ended.err


async def test_a_command_that_is_stopped_has_not_succeeded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        port = never_answers.getsockname()[1]
        there = {"STEMPEL_DATABASE_URL": f"postgresql://stempel@127.0.0.1:{port}/stempel"}
        with heard("migrate", folder=tmp_path, settings=there) as fork:
            called, _ = await asyncio.to_thread(never_answers.accept)
            with called:
                os.kill(fork.process.pid or 0, signal.SIGINT)
                assert await asyncio.to_thread(fork.err.read) == "Stopped.\n"
                await asyncio.to_thread(fork.process.join)
    assert fork.process.exitcode == 128 + signal.SIGINT


@pytest.mark.slow
def test_without_a_channel_a_shop_opens_and_the_operator_hears_what_is_next(here: CliRunner) -> None:
    made = here.invoke(app, CAFE)
    assert made.exit_code == 0
    assert "TELEGRAM_BOT_TOKEN" in made.stdout
    assert "stempel bot add --shop 1" in made.stdout


def test_without_a_channel_no_invitation_is_left_open_that_nobody_is_shown(here: CliRunner) -> None:
    here.invoke(app, CAFE)
    for invites in (["--shop", "1", "--role", "owner"], ["--role", "founder"]):
        invited = here.invoke(app, ["staff", "invite", *invites])
        assert invited.exit_code == 1
        assert "No channel is set up yet" in invited.stderr
    with closing(sqlite3.connect("stempel.db")) as kept:
        assert kept.execute("SELECT count(*) FROM invites").fetchone() == (0,)


def test_a_shop_where_nobody_works_yet_says_how_the_first_comes_in(here: CliRunner) -> None:
    here.invoke(app, [*CAFE])
    said = here.invoke(app, ["staff", "list", "--shop", "1"])
    assert "Nobody works in shop 1 yet. `stempel staff invite` makes a link for the first." in said.output
    assert json.loads(here.invoke(app, ["staff", "list", "--shop", "1", "--json"]).output) == []


@pytest.mark.parametrize("trade", ["cafe", "barber", "bakery", "restaurant"])
def test_a_trade_brings_its_usual_rules(here: CliRunner, trade: str) -> None:
    made = here.invoke(app, ["shop", "create", "--name", "x", "--preset", trade, "--reward", "A treat"])
    assert made.exit_code == 0


@pytest.mark.slow
def test_a_points_card_is_added_beside_a_stamp_card_and_a_bad_one_is_refused_in_words(
    here: CliRunner,
) -> None:
    here.invoke(app, CAFE)
    add = ["programme", "add", "--shop", "1", "--kind", "points", "--reward", "Cake=80"]
    made = here.invoke(app, [*add, "--name", "Bakery", "--json"])
    assert json.loads(made.stdout.splitlines()[-1]) == {"shop": 1, "programme": 2, "name": "Bakery"}
    for options, said in (
        ([*add, "--name", "bakery"], "Another card is called “bakery” already"),
        ([*add, "--name", "B" * 60], "A name has 40 letters at most."),
        ([*add, "--shop", "7"], "There is no shop 7."),
        (["programme", "add", "--shop", "1", "--reward", "Tea"], "Missing option --kind"),
        (
            ["programme", "add", "--shop", "1", "--kind", "points", "--reward", "Tea"],
            "needs its price in points",
        ),
    ):
        refused = here.invoke(app, options)
        assert refused.exit_code == 1
        assert said in refused.stderr
    trade = here.invoke(app, ["programme", "add", "--shop", "1", "--preset", "bakery", "--reward", "Loaf"])
    assert "Points card stands beside the other cards of shop 1 now." in trade.stdout


def test_who_gives_nothing_at_the_terminal_is_asked() -> None:
    answers = iter(["Café Luna", "stamps", "Europe/Budapest", "HUF", "hu", "Kávé", "8", "300", "", "60"])
    facts = complete(ShopOptions(name=None, reward=[]), ask=lambda _text, _usual: next(answers))
    assert (facts["name"], facts["rewards"], facts["stamps"]) == ("Café Luna", ["Kávé"], 8)
    assert (facts["timezone"], facts["currency"], facts["language"]) == ("Europe/Budapest", "HUF", "hu")
    assert facts["reward_cost"] == ["300"]
    assert (facts["sums"]["average_sale"], facts["sums"]["margin"]) == (None, "60")


def test_a_tick_handles_what_waits_once(here: CliRunner) -> None:
    ended = here.invoke(app, ["tick", "--now", "2026-03-01T09:00+01:00", "--json"])
    assert json.loads(ended.stdout) == {"now": "2026-03-01T09:00:00+01:00", "handled": 0}


def test_a_doctor_tells_by_its_exit(here: CliRunner) -> None:
    ill = here.invoke(app, ["doctor"])
    assert ill.exit_code == 1
    assert "telegram" in ill.stdout


def test_a_doctor_asks_for_one_messenger_and_not_for_each(here: CliRunner) -> None:
    rows = json.loads(here.invoke(app, ["doctor", "--json"]).stdout)
    said = {row["check"]: row["ok"] for row in rows if row["says"].startswith("not set up")}
    assert said == {"telegram": False, "whatsapp": True}


async def test_a_doctor_finds_a_well_house_well(desk: Desk) -> None:
    await desk.runs("migrate")
    assert all(row["ok"] for row in (await desk.runs("doctor", "--json")).facts)


def _finds(shell_path: str, folder: Path, line: str) -> bool:
    """Say whether a shell in a folder finds the command a line begins with."""
    return (
        shutil.which(line.split(maxsplit=1)[0], path=shell_path) is not None
        or (folder / line.split(maxsplit=1)[0]).is_file()
    )


@pytest.mark.slow
async def test_what_a_newcomer_is_told_to_run_is_found_by_their_shell(tmp_path: Path) -> None:
    program = tmp_path / ".venv" / "bin" / "stempel"
    program.parent.mkdir(parents=True)
    program.symlink_to(STEMPEL)
    process = await asyncio.create_subprocess_exec(
        Path(".venv/bin/stempel"),
        *CAFE,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    told = out.decode().splitlines()[-1].strip()
    assert "staff invite --shop 1 --role owner" in told
    assert _finds("/usr/bin:/bin", tmp_path, told)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_what_can_not_be_written_for_want_of_room_is_no_fault_of_ours(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(  # noqa: S603 - our own
            [STEMPEL, "shop", "list", "--json"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        "The disk is full: it could not be written. Free some space, and try again.\n"
    )
