"""From the start of `stempel serve` to its first answer, beside a Python that only imports the same libraries."""

import asyncio
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.clock import read_clock
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.rows import Row, row
from benchmarks.scan_telegram import scan_all
from benchmarks.telegram import Telegram

_ROUNDS = 5
# What `serve` imports of others, in the order in which it does; each name by itself, so that none is imported for another's sake.
_LIBRARIES = """
import sys
before = set(sys.modules)
import app.cli, app.serve
ours = {"actions", "app", "bot", "channels", "loyalty", "scheduler", "storage", "web", "words"}
print(*(name for name in sys.modules if name not in before and name.partition(".")[0] not in ours))
"""
_IMPORT = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError:  # a name that its library made up
        pass
"""


def measure(*, rounds: int = _ROUNDS) -> list[Row]:
    """Return milliseconds."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder) / "stempel.db", rounds))


async def _measure(database: Path, rounds: int) -> list[Row]:
    async with crowded(database, rounds, cashiers=1, now=read_clock()) as crowd, Telegram() as platform:
        libraries = (await asyncio.to_thread(_python, _LIBRARIES)).split()
        measured = []
        for card in crowd.cards:
            begun = perf_counter()
            async with bots.stempel(ACCOUNT, database, platform.url) as bot:
                await scan_all(platform, bot, [card])
                value = perf_counter() - begun
            begun = perf_counter()
            await asyncio.to_thread(_python, _IMPORT, *libraries)
            measured.append((value * 1000, (perf_counter() - begun) * 1000))
        return [row("start", "ms", measured)]


def _python(program: str, *args: str) -> str:
    ran = subprocess.run([sys.executable, "-c", program, *args], capture_output=True, check=True, text=True)  # noqa: S603 - ourselves
    return ran.stdout
