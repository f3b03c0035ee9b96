"""The lock is complete: whatever a locked package asks for is locked beside it, so no newer release matters."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
RUN = ROOT / "requirements.txt"
TEST = ROOT / "requirements-dev.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = (("linux", "Linux", "x86_64"), ("linux", "Linux", "aarch64"), ("darwin", "Darwin", "arm64"))
Environment = Mapping[str, str]


def _environments() -> Iterator[Environment]:
    for python in PYTHONS:
        for platform, system, machine in MACHINES:
            yield {
                "python_version": python,
                "python_full_version": f"{python}.1",
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
                "sys_platform": platform,
                "platform_system": system,
                "platform_machine": machine,
                "os_name": "posix",
            }


@cache
def _locked(lock: Path) -> Mapping[str, list[Requirement]]:
    """Return what is locked by name; a package can be locked twice, for older and for newer Pythons."""
    lines = re.findall(
        r"^([a-z0-9][^\s#]*(?: ;[^\\\n]*)?) \\$", lock.read_text(encoding="utf-8"), re.MULTILINE
    )
    found: dict[str, list[Requirement]] = {}
    for one in map(Requirement, lines):
        found.setdefault(canonicalize_name(one.name), []).append(one)
    return found


def _asked_by_us(lock: Path) -> list[Requirement]:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = ours["project"]["optional-dependencies"]
    wanted = [*ours["project"]["dependencies"], *ours["dependency-groups"]["build"], *extras["postgres"]]
    wanted += extras["dev"] if lock == TEST else extras["whatsapp"]
    assert set(ours["build-system"]["requires"]) <= set(ours["dependency-groups"]["build"])
    return [Requirement(one) for one in wanted]


def _holds(one: Requirement, environment: Environment, extra: str = "") -> bool:
    return one.marker is None or one.marker.evaluate({**environment, "extra": extra})


def _asked_by(name: str, extras: set[str], environment: Environment) -> list[Requirement]:
    try:
        asked = [Requirement(one) for one in requires(name) or ()]
    except PackageNotFoundError:  # locked for another kind of machine than this one
        return []
    return [one for one in asked if any(_holds(one, environment, extra) for extra in ("", *extras))]


def _missing(lock: Path, environment: Environment) -> list[str]:
    """Follow every requirement from our own on, and name those that the lock does not meet."""
    locked = _locked(lock)
    waiting = [one for one in _asked_by_us(lock) if _holds(one, environment)]
    followed: set[tuple[str, frozenset[str]]] = set()
    missing = []
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(wanted.extras)) in followed:
            continue
        followed.add((name, frozenset(wanted.extras)))
        if not any(_holds(one, environment) and _meets(one, wanted) for one in locked.get(name, ())):
            missing.append(str(wanted))
        waiting += _asked_by(name, wanted.extras, environment)
    return missing


def _meets(pinned: Requirement, wanted: Requirement) -> bool:
    (version,) = [one.version for one in pinned.specifier]
    # Without its extra, pip would take the locked package for another one, and look for the newest.
    return wanted.extras <= pinned.extras and wanted.specifier.contains(version, prereleases=True)


def _versions(pinned: list[Requirement]) -> set[str]:
    return {str(one.specifier) for one in pinned}


@pytest.mark.slow
@pytest.mark.parametrize("lock", [RUN, TEST], ids=["what runs", "what tests"])
def test_every_requirement_of_every_locked_package_is_locked(lock: Path) -> None:
    assert len(_locked(lock)) > 30
    missing = {one for environment in _environments() for one in _missing(lock, environment)}
    assert not missing


def test_both_locks_agree_on_every_version() -> None:
    run, test = _locked(RUN), _locked(TEST)
    assert {name: _versions(run[name]) for name in run} == {name: _versions(test[name]) for name in run}


@pytest.mark.parametrize("lock", [RUN, TEST], ids=["what runs", "what tests"])
def test_a_lock_names_hashes_and_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") > len(_locked(lock))
    assert not re.search(r"https?://|--(extra-)?index|--find-links", text)
