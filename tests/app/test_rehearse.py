"""`stempel rehearse` as an operator uses it: it reads, it says, and it leaves everything as it was."""

import asyncio
import csv
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.invented import invent
from storage.engine.database import open_database

NOW = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)
GUESTS = 48  # who came to the invented café
SPAN = ("--from", "2026-03-24", "--to", "2026-03-31")
RULES = """
[shop]
name = "Bar Sol"
timezone = "Europe/Budapest"
currency = "HUF"
[programme]
kind = "stamps"
stamps = 3
[[programme.rewards]]
text = "Coffee"
cost = 300
[campaigns.win_back]
days = 14
"""
VISITS = "customer;date;amount\n" + "".join(
    f"c{who};2026-02-{1 + day:02};7\n" for day in range(20) for who in range(3)
)


@pytest.fixture
def here(here: CliRunner) -> CliRunner:
    """Run commands where two files are."""
    Path("rules.toml").write_text(RULES)
    Path("visits.csv").write_text(VISITS)
    return here


@pytest.fixture(scope="module")
def luna_past(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with Café Luna and its invented past, that nobody has open."""
    path = tmp_path_factory.mktemp("invented") / "stempel.db"
    shutil.copy(sqlite_template, path)

    async def invented() -> None:
        async with open_database(f"sqlite:///{path}", migrate=False) as db:
            await db.write(invent, "browser", "demo", now=NOW)

    asyncio.run(invented())
    return path


@pytest.fixture
def cafe(here: CliRunner, luna_past: Path) -> CliRunner:
    """Run commands where Café Luna is."""
    shutil.copy(luna_past, "stempel.db")
    return here


def rehearses(here: CliRunner, *words: str) -> Result:
    return here.invoke(app, ["rehearse", *SPAN, *words])


def facts(ended: Result) -> Any:
    assert ended.exit_code == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.slow
def test_a_rehearsal_of_the_shop_changes_not_a_byte_and_says_the_same_again(cafe: CliRunner) -> None:
    before = Path("stempel.db").read_bytes()
    first = facts(rehearses(cafe, "--all-agree", "--json"))
    assert first == facts(rehearses(cafe, "--all-agree", "--json"))
    assert Path("stempel.db").read_bytes() == before
    assert sorted(path.name for path in Path().iterdir()) == ["rules.toml", "stempel.db", "visits.csv"]
    assert first["shop"] == "Café Luna"
    assert {"welcome", "almost_there"} <= {one["kind"] for one in first["campaigns"]}


@pytest.mark.slow
async def test_it_reads_beside_the_stempel_that_serves(cafe: CliRunner) -> None:
    async with open_database("sqlite:///stempel.db", migrate=False):
        ended = await asyncio.to_thread(rehearses, cafe, "--json")
    assert facts(ended)["customers"] == GUESTS


@pytest.mark.slow
def test_without_consent_the_words_say_who_would_hear_nothing(cafe: CliRunner) -> None:
    ended = rehearses(cafe)
    assert "nothing was sent" in ended.stdout
    agreed = re.search(r"had agreed to reminders or offers: (\d+)", ended.stdout)
    assert agreed
    assert 0 < int(agreed[1]) < GUESTS


@pytest.mark.slow
def test_a_rules_file_changes_what_the_shop_would_do(cafe: CliRunner) -> None:
    Path("off.toml").write_text("[campaigns.welcome]\non = false\n")
    as_it_is, without = (facts(rehearses(cafe, *rules, "--json")) for rules in ((), ("--rules", "off.toml")))
    assert _kinds(as_it_is) - _kinds(without) == {"welcome"}


def _kinds(said: Any) -> set[str]:
    return {one["kind"] for one in said["campaigns"]}


@pytest.mark.slow
def test_two_files_need_no_shop_and_no_database(here: CliRunner) -> None:
    said = facts(rehearses(here, "--visits", "visits.csv", "--rules", "rules.toml", "--json"))
    assert (said["shop"], said["currency"], said["customers"], said["booked"]) == ("Bar Sol", "HUF", 3, 60)
    assert said["earned"] == {"given": 0, "cost_minor": 0, "unpriced": 0}  # February's, before the first day
    assert not Path("stempel.db").exists()
    told = rehearses(here, "--visits", "visits.csv", "--rules", "rules.toml").stdout
    assert "The visits end on 2026-02-20" in told
    assert "taken at the next visit" in told


@pytest.mark.slow
def test_lines_that_are_no_visits_of_their_own_are_told(here: CliRunner) -> None:
    till = "sep=;\r\nügyfél;dátum;idő;nyugta;összeg\r\n" + "".join(
        f"{who};2026. 02. 0{day}.;12:30;{day};1.234\r\n" for day in (3, 4) for who in ("Gergő", "Gergő", "")
    )
    Path("till.csv").write_bytes(till.encode("cp1250"))
    files = ("--visits", "till.csv", "--rules", "rules.toml")
    said = facts(rehearses(here, *files, "--json"))
    assert (said["customers"], said["booked"]) == (1, 2)
    told = rehearses(here, *files).stdout
    assert "Lines without a customer, left out: 2." in told
    assert "Lines that belong to the receipt of another, added to its visit: 2." in told


@pytest.mark.slow
def test_the_details_hold_a_line_for_each_message(here: CliRunner) -> None:
    files = ("--visits", "visits.csv", "--rules", "rules.toml")
    said = facts(rehearses(here, *files, "--details", "who.csv", "--json"))
    with Path("who.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == sum(one["messages"] for one in said["campaigns"]) > 0
    assert {row["customer"] for row in rows} <= {"c0", "c1", "c2"}
    assert rows[0]["at"].endswith("+01:00")
    again = rehearses(here, *files, "--details", "who.csv")
    assert again.exit_code == 2
    assert "there already" in again.stderr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--from", "2026-04-01"), "after"),
        (("--from", "1 March"), "2026-01-31"),
        (("--from", "1990-01-01"), "ten years"),
        ((), "no database"),
        (("--visits", "none.csv", "--rules", "rules.toml"), "none.csv can't be read"),
        (("--visits", "visits.csv", "--rules", "bad.toml"), "bad.toml: programme.stars: unknown"),
        (("--visits", "bad.csv", "--rules", "rules.toml"), "bad.csv: Line 3"),
        (("--visits", "visits.csv", "--rules", "latin.toml"), "UTF-8"),
        (
            ("--visits", "visits.csv", "--rules", "rules.toml", "--from", "2020-01-01", "--to", "2021-01-01"),
            "2026-02-01",
        ),
        (("--visits", "days.csv", "--rules", "points.toml"), "no amounts"),
        (("--visits", "visits.csv", "--rules", "rules.toml", "--details", "no/where.csv"), "no folder"),
    ],
)
def test_a_slip_is_answered_with_words_and_leaves_no_file(
    here: CliRunner, words: tuple[str, ...], hint: str
) -> None:
    Path("bad.toml").write_text(RULES.replace("stamps = 3", "stars = 3"))
    Path("points.toml").write_text(
        RULES.replace('"stamps"\nstamps = 3', '"points"').replace("cost", "at = 5\ncost")
    )
    Path("bad.csv").write_text("customer,date\nAna,2026-02-01\nEva,soon\n")
    Path("days.csv").write_text("customer,date\nAna,2026-02-01\n")
    Path("latin.toml").write_bytes("# Ágnes".encode("cp1252"))
    before = sorted(Path().iterdir())
    ended = rehearses(here, "--details", "who.csv", *words)
    assert ended.exit_code in {1, 2}
    assert hint in " ".join(ended.stderr.split())
    assert sorted(Path().iterdir()) == before


@pytest.mark.slow
def test_it_prints_the_sums_of_the_rules_on_the_visits_of_the_last_month(here: CliRunner) -> None:
    """Sixty visits in the nineteen days that the file covers are 94.7 in thirty; three stamps are a coffee of 300 Ft.

    So each is 100 Ft, and a month costs 9,474 Ft. A visit leaves 65 % of 900 Ft, 585 Ft: 0.51 visits more pay for a coffee.
    """
    Path("rules.toml").write_text(RULES.replace('"HUF"\n', '"HUF"\naverage_sale = 900\nmargin = 65\n'))
    told = rehearses(here, "--visits", "visits.csv", "--rules", "rules.toml").stdout
    assert re.search(r"Average sale: [^0-9]*900", told)
    assert "It pays if every customer comes once more for it." in told
    assert "if all that the 95 visits of a month earn" in told
    assert re.search(r"At worst [^0-9]*9,474", told)


@pytest.mark.slow
def test_todays_rules_stand_beside_those_that_are_tried(cafe: CliRunner) -> None:
    shop = ("shop", "sums", "--shop", "1", "--average-sale", "4.50", "--margin", "65")
    assert cafe.invoke(app, shop).exit_code == 0
    programme = RULES[RULES.index("[programme]") : RULES.index("[campaigns")].replace(
        "cost = 300", "cost = 0.80"
    )
    Path("three.toml").write_text(programme)
    told = rehearses(cafe, "--rules", "three.toml").stdout
    assert "The sums of these rules:" in told
    today = told[told.index("Today's rules beside them:") :]
    assert "Comes back to customers: " in today
    assert "At worst in a month: " in today
    assert "Today's rules beside them:" not in rehearses(cafe).stdout


@pytest.mark.slow
def test_without_what_a_visit_brings_it_is_said_what_is_missing(here: CliRunner) -> None:
    files = ("--visits", "visits.csv", "--rules", "rules.toml")
    assert "say what a visit brings" in rehearses(here, *files).stdout


@pytest.mark.slow
def test_another_card_of_the_shop_is_rehearsed_where_it_is_named(cafe: CliRunner) -> None:
    more = ("programme", "add", "--shop", "1", "--kind", "points", "--name", "Bakery", "--reward", "Cake=80")
    assert cafe.invoke(app, more).exit_code == 0
    told = rehearses(cafe).stdout
    assert "One card is rehearsed; --programme takes another: 2 Bakery." in told
    assert "no visits yet" in rehearses(cafe, "--programme", "2").stderr
    assert "no card 9. It has: 1" in rehearses(cafe, "--programme", "9").stderr


@pytest.mark.slow
def test_with_several_shops_one_must_be_named(cafe: CliRunner) -> None:
    opened = ("shop", "create", "--name", "Bar Sol", "--kind", "stamps", "--stamps", "5", "--reward", "Tea")
    assert cafe.invoke(app, opened).exit_code == 0
    which = rehearses(cafe)
    assert which.exit_code == 1
    assert "1 Café Luna, 2 Bar Sol" in which.stderr
    assert facts(rehearses(cafe, "--shop", "1", "--json"))["customers"] == GUESTS
    assert "no shop 7" in rehearses(cafe, "--shop", "7").stderr
    assert "no visits yet" in rehearses(cafe, "--shop", "2").stderr


def test_a_shop_that_was_never_opened_cannot_be_rehearsed(here: CliRunner) -> None:
    assert here.invoke(app, ["migrate"]).exit_code == 0
    assert "stempel shop create" in rehearses(here).stderr
