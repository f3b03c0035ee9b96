"""How fast the night forgets: `python -m benchmarks.forgetting 200000` makes so many keys of updates that are old, and as many that stay.

On each database it takes them out as `stempel serve` does at night, and prints how many went a second and how long a transaction took.
"""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert

from app.clock import read_clock
from benchmarks.crowd import run
from benchmarks.databases import address, postgres
from storage.engine.database import Database, open_database
from storage.engine.statements import Tx
from storage.retention import GO
from storage.tables import updates

_AT_ONCE = 5_000
_OLD, _NEW = timedelta(days=20), timedelta(days=1)


def _fill(tx: Tx, numbers: range) -> None:
    """Make a key of ten days ago and more, and one of yesterday, for each number."""
    now = read_clock()
    rows = [
        {"key": f"telegram:7812345678:{age.days}:{number}", "at": now - age + timedelta(milliseconds=number)}
        for number in numbers
        for age in (_OLD, _NEW)
    ]
    tx.execute(insert(updates), rows)


async def forget(database: Path | str, rows: int) -> str:
    """Fill a database, take out what is old, and say how fast that was."""
    async with open_database(address(database)) as db:
        for first in range(0, rows, _AT_ONCE):
            await db.write(_fill, range(first, min(first + _AT_ONCE, rows)))
        took = await _forget(db)
    gone, seconds = rows, sum(took)
    hundredths = quantiles(took, n=100)
    return (
        f"{gone:,} of {2 * rows:,} keys in {seconds:.1f} s: {gone / seconds:,.0f} a second, {len(took)} transactions, "
        f"half within {hundredths[49] * 1000:.1f} ms, 99 of 100 within {hundredths[98] * 1000:.1f} ms"
    )


async def _forget(db: Database) -> list[float]:
    """Take out all keys that are old, and return how long each transaction took."""
    [keys] = [one for one in GO if one.table == updates.name]
    took, now = list[float](), read_clock()
    while True:
        began = perf_counter()
        if not await db.write(keys.forget, now=now):
            return took
        took.append(perf_counter() - began)


async def _both(folder: Path, rows: int) -> None:
    print("SQLite    ", await forget(folder / "old.db", rows), flush=True)
    async with postgres(folder) as server:
        print("PostgreSQL", await forget(await server.new_database("old"), rows), flush=True)


def main(words: Sequence[str]) -> None:
    """Forget as many rows as is asked for, on each database."""
    with TemporaryDirectory(prefix="stempel-old-") as folder:
        Path(folder).chmod(0o755)
        run(_both(Path(folder), int(words[0]) if words else 20_000))


if __name__ == "__main__":
    main(sys.argv[1:])
