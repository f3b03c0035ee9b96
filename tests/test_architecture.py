"""The pages for contributors are true: what they draw is what is imported, and what they name is there."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("loyalty", "storage", "actions", "channels", "words", "bot", "scheduler", "web", "app")
_PLANS = "next.md"  # names what is not there yet
_DOCS = sorted(page.name for page in (HOUSE / "docs").glob("*.md") if page.name != _PLANS)
PAGES = ("README.md", "CONTRIBUTING.md", *(f"docs/{name}" for name in _DOCS))
_ARROW = re.compile(r"^ +(\w+)(?:\[.*?\])? --> (\w+)", re.MULTILINE)
_PLACE = re.compile(rf"`((?:{'|'.join((*ROOMS, 'tests', 'benchmarks', 'docs'))})/[^`<>*… ]*)`")


def arrows() -> Mapping[str, set[str]]:
    """Read the arrows of the drawing of the rooms."""
    page = (HOUSE / "docs/architecture.md").read_text(encoding="utf-8")
    drawn = defaultdict(set)
    for above, below in _ARROW.findall(page[: page.index("sequenceDiagram")]):
        drawn[above].add(below)
    return drawn


def below(room: str, drawn: Mapping[str, set[str]]) -> set[str]:
    """Return the rooms that arrows lead down to."""
    return {one for next_ in drawn.get(room, ()) for one in (next_, *below(next_, drawn))}


def imported(room: str) -> set[str]:
    """Return the other rooms that a room imports."""
    names = {
        name.partition(".")[0]
        for file in (HOUSE / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _names(node)
    }
    return names & {*ROOMS} - {room}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)


def is_there(place: str) -> bool:
    """Say whether a file or folder is there, or in a module what stands after the last dot."""
    if (HOUSE / place).exists():
        return True
    module, _, name = place.rpartition(".")
    file = HOUSE / f"{module}.py"
    return file.exists() and bool(
        re.search(rf"^(?:async )?(?:def |class )?{name}\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    )


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_its_arrows_lead_down_to_and_each_arrow_is_one(room: str) -> None:
    drawn, named = arrows(), imported(room)
    assert named <= below(room, drawn)
    assert drawn.get(room, set()) <= named


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_place_that_is_not_there(page: str) -> None:
    named = set(_PLACE.findall((HOUSE / page).read_text(encoding="utf-8")))
    assert not sorted(place for place in named if not is_there(place.rstrip("/")))


def test_every_target_of_make_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"`make ([a-z-]+)`", (HOUSE / page).read_text(encoding="utf-8"))) <= targets


def test_a_bug_ends_only_where_a_decision_says_so() -> None:
    page = (HOUSE / "docs/decisions/0040-where-a-bug-ends.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", page))
    broad = [
        file.relative_to(HOUSE).as_posix()
        for room in ROOMS
        for file in (HOUSE / room).rglob("*.py")
        if "noqa: BLE001" in file.read_text(encoding="utf-8")
    ]
    assert [place for place in broad if not any(place.startswith(name) for name in named)] == []
    assert [name for name in named if not any(place.startswith(name) for place in broad)] == []
