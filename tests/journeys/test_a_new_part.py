"""A part that no programme had is two files and nothing else: put into a copy of the house, it works there."""

import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest

HOUSE = Path(__file__).parents[2]
RAINY_DAY = Path(__file__).parent / "rainy_day"
ADDED = {"part.py": "loyalty/cards/parts/rainy_day.py", "words.py": "words/cards/parts/rainy_day.py"}
PROVED_BY = ("tests/journeys/rainy_day/journey.py", "tests/words/cards/test_parts.py")


@pytest.mark.slow
def test_a_part_of_ones_own_is_two_files_and_goes_from_its_preview_to_the_till(tmp_path: Path) -> None:
    house = tmp_path / "house"
    copytree(HOUSE, house, ignore=ignore_patterns(".*", "benchmarks", "docs", "*.db"))
    for name, place in ADDED.items():
        assert not (house / place).exists()
        copy(RAINY_DAY / name, house / place)
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *PROVED_BY]
    proof = subprocess.run(asked, cwd=house, capture_output=True, text=True, check=False)  # noqa: S603 - our own tests
    assert proof.returncode == 0, proof.stdout
