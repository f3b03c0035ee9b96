"""Scans on PostgreSQL: sixteen tills at once, beside the very same statements by bare asyncpg, and a webhook beside SQLite's.

The statements are those that the scans execute, written down on one database and executed on a copy of it: the reference
locks, reads and writes the same rows on sixteen connections, and does nothing else.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, cast

import asyncpg

from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from app.clock import read_clock
from benchmarks import bots
from benchmarks.crowd import ACCOUNT, Crowd, crowded, run
from benchmarks.databases import PostgresServer, postgres
from benchmarks.rows import Row, row
from benchmarks.scan_telegram import scan_all
from benchmarks.telegram import Telegram
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.database import Database, open_database
from storage.engine.pending import write_pending
from storage.engine.statements import Tx

_TILLS = 16
_CARDS, _ROUNDS, _SCANS = 320, 5, 320
_NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_FIRST_VISIT = 10_000_000  # while it is written down: no other number in a statement is as large


@dataclass(frozen=True, slots=True)
class _Visit:
    scan: Scan
    key: str
    now: datetime


@dataclass(slots=True)
class _Statements:
    """What one scan executed; the visit it added had this id then."""

    executed: list[tuple[str, list[Any]]] = field(default_factory=list)
    visit_id: int = 0


def measure(*, cards: int = _CARDS, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return scans a second of sixteen tills of one shop and of sixteen, and how much longer the slowest take."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), cards, rounds, scans))


async def _measure(folder: Path, cards: int, rounds: int, scans: int) -> list[Row]:
    rows = []
    async with postgres(folder) as server:
        for name, shops in (("", 1), ("_shops", _TILLS)):
            rates, tails = await _of_shops(server, f"of_{shops}", shops, (cards // shops, rounds, scans))
            rows += [
                row(f"scan_postgres_{_TILLS}{name}", "scans/s", rates),
                row(f"scan_postgres_{_TILLS}{name}_p99", "ms", tails),
            ]
    return rows


async def _of_shops(
    server: PostgresServer, name: str, shops: int, sizes: tuple[int, int, int]
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    cards, rounds, scans = sizes
    source = await server.new_database(name)
    crowds = []
    for shop in range(shops):
        tills = _TILLS // shops
        async with crowded(source, cards, cashiers=tills, first=shop * cards, now=_NOW) as crowd:
            crowds.append(crowd)
    ours, plain = [await server.new_database(f"{name}_{use}", like=name) for use in ("ours", "plain")]
    plan = list(_plan(crowds, (rounds + 1) * scans))
    recorded = await _record(source, plan)
    rates, tails = [], []
    async with (
        asyncpg.create_pool(plain, min_size=_TILLS, max_size=_TILLS) as pool,
        open_database(ours) as db,
    ):
        for first in range(0, len(plan), scans):
            part = slice(first, first + scans)
            reference, _ = await _timed(_TILLS, [_replayed(pool, one) for one in recorded[part]])
            value, times = await _timed(_TILLS, [_booked(db, visit) for visit in plan[part]])
            cuts = quantiles(times, n=100)
            rates.append((value, reference))
            tails.append((cuts[98] * 1000, cuts[49] * 1000))
    return rates[1:], tails[1:]  # the first round warms up


def _plan(crowds: Sequence[Crowd], scans: int) -> Iterator[_Visit]:
    for number in range(scans):
        crowd, turn = crowds[number % len(crowds)], number // len(crowds)
        card = crowd.cards[turn % len(crowd.cards)]
        # Two visits of one card within a day would be refused: the shop's day has room for ten stamps.
        now = _NOW + timedelta(seconds=number, days=turn // len(crowd.cards))
        by = ActingPerson(crowd.cashiers[turn % len(crowd.cashiers)])
        yield _Visit(
            Scan(by, card.id, Claim(shown_at=now - timedelta(seconds=20))), f"telegram:{number}", now
        )


async def _timed(at_once: int, calls: Sequence[Any]) -> tuple[float, list[float]]:
    """Run calls, so many at once, and return how many a second, and how long each took."""
    waiting, times = iter(calls), []

    async def one_after_the_other() -> None:
        for call in waiting:
            began = perf_counter()
            await call
            times.append(perf_counter() - began)

    start = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(one_after_the_other())
    return len(calls) / (perf_counter() - start), times


async def _booked(db: Database, visit: _Visit) -> None:
    outcome = await db.write(scan_card, visit.scan, key=visit.key, now=visit.now)
    assert isinstance(outcome, Booked), outcome


async def _replayed(pool: Any, scan: _Statements) -> None:
    async with pool.acquire() as connection, connection.transaction():
        visit_id = scan.visit_id
        for sql, values in scan.executed:
            rows = await connection.fetch(sql, *(visit_id if one == scan.visit_id else one for one in values))
            if sql.startswith("INSERT INTO visits"):
                visit_id = rows[0][0]


async def _record(url: str, plan: Sequence[_Visit]) -> list[_Statements]:
    """Book all of a plan, one after the other, and return the statements of each scan."""

    def book(tx: Tx, visit: _Visit) -> _Statements:
        recording = _Recording(tx)
        outcome = scan_card(cast("Tx", recording), visit.scan, key=visit.key, now=visit.now)
        assert isinstance(outcome, Booked), outcome
        write_pending(cast("Tx", recording))
        recording.log.visit_id = outcome.visit.id
        return recording.log

    async with open_database(url) as db:
        await db.write(lambda tx: tx.exec_driver_sql(f"ALTER SEQUENCE visits_id_seq RESTART {_FIRST_VISIT}"))
        return [await db.write(book, visit) for visit in plan]


class _Recording:
    """A transaction that writes down what its cursors execute."""

    def __init__(self, tx: Tx) -> None:
        self.log = _Statements()
        self.dialect, self.info = tx.dialect, tx.info
        self._tx = tx

    @property
    def connection(self) -> "_Recording":
        return self

    @property
    def dbapi_connection(self) -> "_Recording":
        return self

    @property
    def driver_connection(self) -> "_Recording":
        return self

    def is_in_transaction(self) -> bool:
        """Have everything executed by a cursor."""
        return False

    def cursor(self) -> "_RecordingCursor":
        return _RecordingCursor(self._tx.connection.cursor(), self.log)


class _RecordingCursor:
    def __init__(self, cursor: Any, log: _Statements) -> None:
        self._cursor, self._log = cursor, log

    def execute(self, sql: str, values: Sequence[Any]) -> None:
        self._log.executed.append((sql, list(values)))
        self._cursor.execute(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def measure_beside_sqlite(*, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return scans a second by the webhook of a process on PostgreSQL, beside one on SQLite."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_beside_sqlite(Path(folder), rounds, scans))


async def _beside_sqlite(folder: Path, rounds: int, scans: int) -> list[Row]:
    everybody = scans * (rounds + 1)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        server = await enter(postgres(folder))
        databases = (await server.new_database("stempel"), folder / "stempel.db")
        platform = await enter(Telegram())
        crowds = [await enter(crowded(one, everybody, cashiers=scans, now=read_clock())) for one in databases]
        running = [await enter(bots.stempel(ACCOUNT, one, platform.url)) for one in databases]
        measured = []
        for first in range(0, everybody, scans):
            rates = []
            for number, (bot, crowd) in enumerate(zip(running, crowds, strict=True)):
                rates.append(scans / await scan_all(platform, bot, crowd.cards[first : first + scans]))
                await platform.told(ACCOUNT, 2 * first + (number + 1) * scans)
            measured.append((rates[0], rates[1]))
    return [row("postgres_beside_sqlite", "scans/s", measured[1:])]  # the first round warms up
