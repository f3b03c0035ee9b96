"""What a minute's round costs in processor time when nobody is due: one shop of 1,000,000, and 1,000 shops of 100.

The reference asks each shop one thing by its key, in plain `sqlite3`: whether its round is due.
"""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from actions.campaigns.settings import KINDS
from benchmarks.crowd import run
from benchmarks.million import NOW, SHOP, microseconds, populate
from benchmarks.rows import Row, row
from scheduler.campaigns.rounds import Round, tick
from storage.engine.database import open_database

_ROUNDS = 30
_MINUTE = timedelta(minutes=1)
# Everybody goes to a shop of their own number, with rules of its own.
_SPREAD = f"""
    WITH RECURSIVE n(id) AS (VALUES (2) UNION ALL SELECT id + 1 FROM n WHERE id < :shops)
    INSERT INTO shops (id, code, name, timezone, currency, language, colour, created_at)
    SELECT n.id, 'luna' || n.id, name, timezone, currency, language, colour, created_at FROM n JOIN shops ON shops.id = {SHOP};
    INSERT INTO programmes (id, shop_id, unit, position, created_at)
    SELECT id, id, 'stamps', 1, created_at FROM shops WHERE id > {SHOP};
    INSERT INTO programme_versions (id, shop_id, programme_id, version, rules, created_at)
    SELECT shops.id, shops.id, shops.id, 1, rules, v.created_at FROM shops JOIN programme_versions v ON v.id = 1
    WHERE shops.id > {SHOP};
    UPDATE accounts SET shop_id = 1 + id % :shops;
    UPDATE counters SET shop_id = 1 + account_id % :shops, programme_id = 1 + account_id % :shops,
        version_id = 1 + account_id % :shops;
    UPDATE visits SET shop_id = 1 + account_id % :shops;
    UPDATE vouchers SET shop_id = 1 + account_id % :shops;
    UPDATE goals SET shop_id = 1 + account_id % :shops;
"""  # noqa: S608 - numbers of our own


def measure(*, customers: int = 1_000_000, shops: int = 1_000, each: int = 100, rounds: int = 3) -> list[Row]:
    """Return the microseconds of a round that finds nobody, in one large shop and in many small ones."""
    return [
        row("round_idle", "µs", _idle(customers, 1, rounds)),
        row("round_idle_shops", "µs", _idle(shops * each, shops, rounds)),
    ]


def _idle(customers: int, shops: int, rounds: int) -> list[tuple[float, float]]:
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        path = Path(folder) / "stempel.db"
        run(populate(path, customers))
        with closing(sqlite3.connect(path)) as raw, raw:
            for statement in _SPREAD.split(";") if shops > 1 else ():
                raw.execute(statement, {"shops": shops} if ":shops" in statement else {})
            _look_through(raw, shops)
        return [(run(_rounds(path)), _look_ups(path, shops)) for _ in range(rounds)]


def _look_through(raw: sqlite3.Connection, shops: int) -> None:
    """Let the day's round have been: everybody was looked through, and nobody was due."""
    raw.execute("UPDATE shops SET next_round_at = ?", (microseconds(NOW + timedelta(hours=12)),))
    raw.executemany(
        "INSERT INTO campaigns (shop_id, kind, looked_at) VALUES (?, ?, ?)",
        [(shop, kind, microseconds(NOW)) for shop in range(1, shops + 1) for kind in KINDS],
    )


async def _rounds(path: Path) -> float:
    async with open_database(f"sqlite:///{path}") as db:
        await tick(db, now=NOW)  # statements are compiled once
        began = process_time()
        for minute in range(1, _ROUNDS + 1):
            assert await tick(db, now=NOW + minute * _MINUTE) == Round(0, 0)
        return (process_time() - began) / _ROUNDS * 10**6


def _look_ups(path: Path, shops: int) -> float:
    with closing(sqlite3.connect(path)) as raw:
        began = process_time()
        for _ in range(_ROUNDS):
            for shop in range(1, shops + 1):
                raw.execute("SELECT next_round_at FROM shops WHERE id = ?", (shop,)).fetchone()
        return (process_time() - began) / _ROUNDS * 10**6
