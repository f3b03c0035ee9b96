"""The real command line in processes that start at once: forked from one that has read all of its code already."""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from app.cli import main
from tests.desk import SETTINGS

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, "pytest"])  # a child reads pytest's own main module too


def start(*words: str, folder: Path, settings: Mapping[str, str]) -> ForkServerProcess:
    """Start a command."""
    process = _FORKS.Process(target=_run, args=(words, folder, dict(settings)), daemon=True)
    process.start()
    return process


def _run(words: tuple[str, ...], folder: Path, settings: dict[str, str]) -> None:
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        del os.environ[name]
    os.environ |= {"STEMPEL_PORT": "0", **settings}
    sys.argv = ["stempel", *words]
    main()
