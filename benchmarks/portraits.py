"""A night's portraits of a shop with a million customers, beside one full read of its visits by plain `sqlite3`.

The first night writes a row for each; a usual one, a week later, those that changed. Memory is what the process grew by in both.
"""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil

from benchmarks.crowd import run
from benchmarks.million import NOW, SHOP, populate
from benchmarks.rows import Row, row
from loyalty.shop.basis import Told
from scheduler.campaigns.portraying import portray
from storage.engine.database import open_database
from storage.shop import business

_NIGHTS = {"portraits_million_first": NOW, "portraits_million": NOW + timedelta(days=7)}
_SAMPLED_S = 0.02


def measure(*, customers: int = 1_000_000) -> list[Row]:
    """Return milliseconds of two nights beside the read, and megabytes beside those before."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        path = Path(folder) / "million.db"
        run(populate(path, customers))
        return run(_nights(path))


async def _nights(path: Path) -> list[Row]:
    rows = []
    async with open_database(f"sqlite:///{path}") as db:
        await db.write(business.tell, SHOP, Told(average_sale_minor=450, margin_permille=650))
        process = psutil.Process()
        before = peak = process.memory_info().rss
        for name, at in _NIGHTS.items():
            reference = await asyncio.to_thread(_read_all, path)
            began = perf_counter()
            night = asyncio.ensure_future(portray(db, SHOP, now=at))
            while not night.done():
                peak = max(peak, process.memory_info().rss)
                await asyncio.wait([night], timeout=_SAMPLED_S)
            night.result()
            rows.append(row(name, "ms", [(1000 * (perf_counter() - began), 1000 * reference)]))
    return [*rows, _grown(before, peak)]


def _grown(before: int, peak: int) -> Row:
    value, reference = (round(size / 2**20, 1) for size in (peak, before))
    return {
        "name": "portraits_million_memory",
        "value": value,
        "unit": "MB",
        "reference": reference,
        "ratio": round(value / reference, 2),
    }


def _read_all(path: Path) -> float:
    """Read each visit once, and return how long that took."""
    with closing(sqlite3.connect(path)) as raw:
        began = perf_counter()
        for _ in raw.execute("SELECT * FROM visits"):
            pass
        return perf_counter() - began
