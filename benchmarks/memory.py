"""Resident memory of `stempel serve` after ten thousand customers' scans, beside the same process just started."""

from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from app.clock import read_clock
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.rows import Row
from benchmarks.scan_telegram import scan_all
from benchmarks.telegram import Telegram

_CUSTOMERS = 10_000
_AT_A_TIME = 500  # a code lives ten minutes: none is made long before its scan


def measure(*, customers: int = _CUSTOMERS) -> list[Row]:
    """Return megabytes; just started means that it listens, and nobody has written yet."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        before, after = run(_measure(Path(folder) / "stempel.db", customers))
    return [
        {
            "name": "memory",
            "value": round(after / 2**20, 1),
            "unit": "MB",
            "reference": round(before / 2**20, 1),
            "ratio": round(after / before, 2),
        }
    ]


async def _measure(database: Path, customers: int) -> tuple[int, int]:
    cashiers = min(customers, _AT_A_TIME)
    async with (
        crowded(database, customers, cashiers=cashiers, now=read_clock()) as crowd,
        Telegram() as platform,
        bots.stempel(ACCOUNT, database, platform.url, hasty=True) as bot,
    ):
        process = psutil.Process(bot.pid)
        before = process.memory_info().rss
        for first in range(0, customers, _AT_A_TIME):
            cards = crowd.cards[first : first + _AT_A_TIME]
            await scan_all(platform, bot, cards)
            await platform.told(bot.number, first + len(cards))
        return before, process.memory_info().rss
