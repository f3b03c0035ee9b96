"""A kind of message that nobody knew is three files and nothing else: put into a copy of the house, it works there."""

import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest

HOUSE = Path(__file__).parents[2]
HAT_DAY = Path(__file__).parent / "hat_day"
ADDED = {
    "kind.py": "actions/campaigns/kinds/hat_day.py",
    "words.py": "words/campaigns/kinds/hat_day.py",
    "template.toml": "bot/templates/hat_day.toml",
}
PROVED_BY = (
    "tests/journeys/hat_day/journey.py",
    "tests/actions/campaigns/test_kinds.py",
    "tests/words/campaigns/test_kinds.py",
    "tests/bot/test_templates.py",
)


@pytest.mark.slow
def test_a_kind_of_ones_own_is_three_files_and_goes_from_due_to_sent(tmp_path: Path) -> None:
    house = tmp_path / "house"
    copytree(HOUSE, house, ignore=ignore_patterns(".*", "benchmarks", "docs", "*.db"))
    for name, place in ADDED.items():
        assert not (house / place).exists()
        copy(HAT_DAY / name, house / place)
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *PROVED_BY]
    proof = subprocess.run(asked, cwd=house, capture_output=True, text=True, check=False)  # noqa: S603 - our own tests
    assert proof.returncode == 0, proof.stdout
