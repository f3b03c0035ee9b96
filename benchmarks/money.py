"""`/money` of a shop with a million customers and seven million visits, beside one query by hand that gives the same figures.

Both are asked at the end of a month, and must agree. They are measured by processor time: such an answer is read beside much else.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from zoneinfo import ZoneInfo

from actions.shop.money import Money, shop_money
from benchmarks.crowd import run
from benchmarks.million import CASHIER, SHOP, microseconds, populate
from benchmarks.rows import Row, row
from loyalty.actor import ActingPerson
from loyalty.shop.basis import Told
from loyalty.shop.money import LOST_AFTER, Period, same_part
from storage.engine.database import open_database
from storage.shop import business

_NOW = datetime.fromisoformat("2026-02-28T20:00:00+00:00")
_PARTS = [same_part(_NOW, ZoneInfo("Europe/Amsterdam"), months_ago) for months_ago in (0, 1, 12)]
_LOST_US = LOST_AFTER // timedelta(microseconds=1)


def measure(*, customers: int = 1_000_000, rounds: int = 3) -> list[Row]:
    """Return the milliseconds of a month's figures, and of the query."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        path = Path(folder) / "million.db"
        run(populate(path, customers))
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("UPDATE staff SET role = 'owner' WHERE person_id = ?", (CASHIER,))
            raw.commit()
        return run(_measured(path, rounds))


async def _measured(path: Path, rounds: int) -> list[Row]:
    took, owner = [], ActingPerson(CASHIER)
    async with open_database(f"sqlite:///{path}") as db:
        await db.write(business.tell, SHOP, Told(average_sale_minor=450, margin_permille=650))
        for _ in range(rounds):
            began = process_time()
            told = await db.read(shop_money, owner, SHOP, None, now=_NOW)
            between = process_time()
            by_hand = _by_hand(path)
            took.append((1000 * (between - began), 1000 * (process_time() - between)))
            assert isinstance(told, Money)
            assert _figures(told) == by_hand
    return [row("money_million", "ms", took)]


def _figures(told: Money) -> list[int]:
    """Give what the query gives: of each part visits, sales, customers, new ones, returned and lost; and the customers at first."""
    parts = [part for part in (told.this, told.last, told.year_ago) if part]
    return [figure for part in parts for figure in (
        part.takings.visits, part.takings.spent_minor, part.visitors.all, part.visitors.new, part.visitors.back, part.lost,
    )] + [told.flow.start]  # fmt: skip


def _by_hand(path: Path) -> list[int]:
    columns = [column for part in _PARTS for column in _columns(part)]
    begins = microseconds(_PARTS[0].begins)
    columns.append(f"at >= {begins - _LOST_US} AND at < {begins} AND (after IS NULL OR after >= {begins})")
    counted = ", ".join(
        column if column.startswith("sum") else f"count(CASE WHEN {column} THEN 1 END)" for column in columns
    )
    with closing(sqlite3.connect(path)) as raw:
        [figures] = raw.execute(
            f"SELECT {counted} FROM (SELECT at, spent_minor, lag(at) OVER mine AS before, lead(at) OVER mine AS after"  # noqa: S608
            f" FROM visits WHERE shop_id = {SHOP} AND undone_at IS NULL WINDOW mine AS (PARTITION BY account_id ORDER BY at))"
        )
    return list(figures)


def _columns(part: Period) -> Iterator[str]:
    begins, until = microseconds(part.begins), microseconds(part.until)
    here = f"at >= {begins} AND at < {until}"
    yield here
    yield f"sum(CASE WHEN {here} THEN spent_minor ELSE 0 END)"
    yield f"{here} AND (before IS NULL OR before < {begins})"
    yield f"{here} AND before IS NULL"
    yield f"{here} AND before < at - {_LOST_US}"
    yield (
        f"at >= {begins - _LOST_US} AND at < {until - _LOST_US} AND (after IS NULL OR after > at + {_LOST_US})"
    )
