"""A night's portraits of a shop with a million customers, beside one full read of its visits by plain `sqlite3`.

The first night writes a row for each; a usual one, a day of visits later, those that changed. Both sides are measured by
processor time, as nights run beside much else; memory is what the process grew by in both.
"""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import psutil

from benchmarks.crowd import run
from benchmarks.million import NOW, SHOP, microseconds, populate
from benchmarks.rows import Row, row
from loyalty.shop.basis import Told
from scheduler.campaigns.portraying import portray
from storage.engine.database import open_database
from storage.shop import business

_NIGHTS = {"portraits_million_first": NOW, "portraits_million": NOW + timedelta(days=1)}
_SAMPLED_S = 0.02
_DAY_US = 86_400 * 10**6
_COLUMNS = "account_id, counter_id, shop_id, staff_id, amount, spent_minor"


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
            _come(path, at)
            reference = _read_all(path)
            began = process_time()
            night = asyncio.ensure_future(portray(db, SHOP, now=at))
            while not night.done():
                peak = max(peak, process.memory_info().rss)
                await asyncio.wait([night], timeout=_SAMPLED_S)
            night.result()
            rows.append(row(name, "ms", [(1000 * (process_time() - began), 1000 * reference)]))
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


def _come(path: Path, at: datetime) -> None:
    """Book the visits of the day before a night: as many, and by the same people, as a week earlier."""
    if at == NOW:
        return
    since = microseconds(at) - 8 * _DAY_US
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            f"INSERT INTO visits ({_COLUMNS}, key, at) SELECT {_COLUMNS}, 'again:' || key, at + {7 * _DAY_US}"  # noqa: S608
            f" FROM visits WHERE shop_id = {SHOP} AND at >= {since} AND at < {since + _DAY_US}"
        )
        raw.commit()


def _read_all(path: Path) -> float:
    """Read each visit once, and return how long that took."""
    with closing(sqlite3.connect(path)) as raw:
        began = process_time()
        for _ in raw.execute("SELECT * FROM visits"):
            pass
        return process_time() - began
