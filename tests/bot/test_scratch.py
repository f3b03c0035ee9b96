"""Files without a name."""

import gc
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from bot.scratch import Scratch


class Owner:
    """Something that holds a file, and is held by it."""


@pytest.mark.slow
def test_what_lies_in_a_cycle_is_let_go_without_a_complaint() -> None:
    """What a file is made of may be let go before the file; a warning that one was left open would fail this test."""
    gc.collect()
    before = open_files()
    scratch = Scratch(write_text)
    parts = list(vars(scratch).values())
    owner = own(scratch)
    del scratch
    gc.collect()  # its owner is younger than the file: the file stands behind its own parts from here on
    del owner, parts
    gc.collect()
    assert open_files() == before


def write_text(file: BinaryIO) -> None:
    """Fill a file."""
    file.write(b"text")


def own(scratch: Any) -> Any:
    """Give a file to an owner that it knows."""
    owner: Any = Owner()
    owner.scratch, scratch.owner = scratch, owner
    return owner


def open_files() -> int:
    """How many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))
