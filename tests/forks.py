"""The real command line in processes that start at once: forked from one that has read all of its code and texts already."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import IO

from pydantic_settings import BaseSettings

from app.cli import main
from app.settings import Settings
from channels.platforms import PLATFORMS

# What the names of all settings begin with: "STEMPEL_", "TELEGRAM_", …
_KINDS: tuple[type[BaseSettings], ...] = (Settings, *PLATFORMS)
SETTINGS = tuple(
    {
        f"{field.alias.partition('_')[0]}_"
        for kind in _KINDS
        for field in kind.model_fields.values()
        if field.alias
    }
)
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(
    [__name__, "tests.read_already", "aiohttp", "pytest"]
)  # a child reads pytest's main module too


@dataclass(frozen=True, slots=True)
class Fork:
    """A command that runs, and what it says."""

    process: ForkServerProcess
    out: IO[str]
    err: IO[str]


def start(
    *words: str, folder: Path, settings: Mapping[str, str], says: tuple[Connection, ...] = ()
) -> ForkServerProcess:
    """Start a command; it speaks to two pipes, or as we do."""
    process = _FORKS.Process(target=_run, args=(words, folder, dict(settings), says), daemon=True)
    process.start()
    return process


@contextmanager
def heard(*words: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Fork]:
    """Start a command and listen to it; end it where it has not ended by itself."""
    ours, theirs = zip(Pipe(duplex=False), Pipe(duplex=False), strict=True)
    process = start(*words, folder=folder, settings=settings, says=theirs)
    for pipe in theirs:
        pipe.close()  # nobody but the command holds it open
    with os.fdopen(os.dup(ours[0].fileno())) as out, os.fdopen(os.dup(ours[1].fileno())) as err:
        for pipe in ours:
            pipe.close()
        try:
            yield Fork(process, out, err)
        finally:
            process.kill()


def _run(
    words: tuple[str, ...], folder: Path, settings: dict[str, str], says: tuple[Connection, ...]
) -> None:
    for stream, pipe in enumerate(says, 1):
        os.dup2(pipe.fileno(), stream)
        pipe.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background have it ignored
    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        del os.environ[name]
    os.environ |= {"STEMPEL_PORT": "0", **settings}
    sys.argv = ["stempel", *words]
    main()
