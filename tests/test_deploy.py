"""What lies in `deploy/` fits the program: figures that are asked for are there, settings are ones that are read."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY
from pydantic_settings import BaseSettings

import app.cli
import app.serve  # noqa: F401 - with the log these bring all figures
from app.settings import Settings
from channels.platforms import PLATFORMS

HOUSE = Path(__file__).parent.parent
DEPLOY = HOUSE / "deploy"
_PARTS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
_NAME = re.compile(r"\bstempel_\w+")


def _figures() -> set[str]:
    """Return the name of each series that `/metrics` may show."""
    return {family.name + part for family in REGISTRY.collect() for part in _PARTS.get(family.type, ())}


def _questions(panels: Any) -> Iterator[str]:
    for panel in panels["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def _dashboard() -> Any:
    return json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))


def _alerts() -> Any:
    [group] = yaml.safe_load((DEPLOY / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return group["rules"]


def test_every_figure_that_a_panel_or_an_alert_asks_for_is_there() -> None:
    asked = " ".join([*_questions(_dashboard()), *(rule["expr"] for rule in _alerts())])
    assert len(set(_NAME.findall(asked))) > 10
    assert set(_NAME.findall(asked)) - _figures() == set()


def test_a_panel_says_what_it_shows_and_lies_on_no_other() -> None:
    panels = _dashboard()["panels"]
    assert all(panel["title"] and panel["description"] for panel in panels)
    assert len({panel["id"] for panel in panels}) == len(panels)
    corners = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(corners)) == len(panels)


def test_an_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in _alerts():
        assert rule["annotations"].keys() == {"summary", "what_to_do"}
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_of_each_alert_it_is_tried_when_it_speaks_and_when_it_is_silent() -> None:
    tried = yaml.safe_load((DEPLOY / "alerts_test.yml").read_text(encoding="utf-8"))["tests"]
    said = {(one["alertname"], bool(one["exp_alerts"])) for test in tried for one in test["alert_rule_test"]}
    assert said == {(rule["alert"], speaks) for rule in _alerts() for speaks in (True, False)}


@pytest.mark.parametrize("asked", [("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")])
def test_prometheus_reads_the_alerts_as_they_are_meant(asked: tuple[str, ...]) -> None:
    _says_yes("promtool", *asked)


def test_systemd_reads_the_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    unit = tmp_path / "stempel.service"
    text = (DEPLOY / "stempel.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/stempel/.venv/bin/stempel", sys.executable), encoding="utf-8")
    _says_yes("systemd-analyze", "verify", str(unit))
    _says_yes("systemd-analyze", "security", "--offline=true", "--threshold=15", str(unit))  # 1.5 of 10


def test_the_unit_hides_nothing_that_the_figures_of_its_process_are_read_from() -> None:
    walls = (DEPLOY / "stempel.service").read_text(encoding="utf-8").splitlines()
    assert "ProcSubset=pid" not in walls  # hides /proc/stat, and with that each `process_…`


def _says_yes(program: str, *asked: str) -> None:
    """Ask a program where it is installed, and skip where it is not."""
    path = shutil.which(program)
    if not path:
        pytest.skip(f"No {program} here: on Debian it is in prometheus, or in systemd.")
    subprocess.run([path, *asked], cwd=DEPLOY, check=True, timeout=60)  # noqa: S603 - the words are ours


@pytest.mark.parametrize(
    "name", ["compose.yaml", "deploy/stempel.env.example", "Dockerfile", "deploy/stempel.service"]
)
def test_every_setting_that_is_given_is_one_that_is_read(name: str) -> None:
    kinds: tuple[type[BaseSettings], ...] = (Settings, *PLATFORMS)
    read = {field.alias for kind in kinds for field in kind.model_fields.values()} | {"STEMPEL_DOMAIN"}
    given = re.findall(r"\b(?:STEMPEL|TELEGRAM|WHATSAPP)_[A-Z_]+", (HOUSE / name).read_text(encoding="utf-8"))
    assert set(given) <= read


def test_what_compose_asks_for_stands_in_the_example() -> None:
    compose = (HOUSE / "compose.yaml").read_text(encoding="utf-8")
    example = (DEPLOY / "stempel.env.example").read_text(encoding="utf-8")
    assert yaml.safe_load(compose)["services"].keys() == {"stempel-a", "stempel-b", "postgres", "caddy"}
    assert {*re.findall(r"\$\{(\w+)", compose)} <= {*re.findall(r"^(\w+)=", example, re.MULTILINE)}


def test_the_image_holds_every_room_and_nothing_else() -> None:
    ignored = (HOUSE / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    rooms = {room.name for room in HOUSE.iterdir() if (room / "__init__.py").exists()} - {
        "tests",
        "benchmarks",
    }
    assert let_in == rooms | {"pyproject.toml", "README.md", "requirements.txt"}
