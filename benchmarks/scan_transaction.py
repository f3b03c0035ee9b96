"""Scans a second through storage, beside the very same statements in plain `sqlite3`, one at a time.

The statements are those that the scans execute, with their parameters, written down on a copy of the file and
executed on another copy: the reference reads and writes the same rows and does nothing else.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import StaticPool, create_engine

from actions.till.scan import Scan, scan_card
from actions.till.scan_outcome import Booked
from benchmarks.crowd import Crowd, crowded, run
from benchmarks.rows import Row, row
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from storage.engine.database import Database, open_database

_CARDS, _ROUNDS, _SCANS = 2_000, 9, 300
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY")
_WAITING = 64

_Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One scan of the plan: half a minute after the one before, of a code made 20 seconds ago."""

    scan: Scan
    key: str
    now: datetime


def measure(*, cards: int = _CARDS, rounds: int = _ROUNDS, scans: int = _SCANS) -> list[Row]:
    """Return scans a second, one at a time and with 64 waiting."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), cards, rounds, scans))


async def _measure(folder: Path, cards: int, rounds: int, scans: int) -> list[Row]:
    full, plain, single, grouped = (folder / f"{name}.db" for name in ("full", "plain", "single", "grouped"))
    async with crowded(full, cards, now=NOW) as crowd:
        plan = plan_of(crowd, rounds * scans)
    for copy in (plain, single, grouped):
        shutil.copy(full, copy)
    recorded = _record(full, plan)
    alone: list[tuple[float, float]] = []
    together: list[tuple[float, float]] = []
    async with open_database(f"sqlite:///{single}") as one, open_database(f"sqlite:///{grouped}") as many:
        with closing(_connect(plain)) as raw:
            for first in range(0, len(plan), scans):
                part = slice(first, first + scans)
                reference = _replay(raw, recorded[part])
                alone.append((await rate(one, plan[part], 1), reference))
                together.append((await rate(many, plan[part], _WAITING), reference))
    return [
        row("scan_transaction_1", "scans/s", alone),
        row(f"scan_transaction_{_WAITING}", "scans/s", together),
    ]


def plan_of(crowd: Crowd, scans: int) -> list[Visit]:
    """Let so many scans follow each other, card after card."""
    plan = []
    for number in range(scans):
        card = crowd.cards[number % len(crowd.cards)]
        # Two visits of one card within a day would be refused: the shop's day has room for ten stamps.
        now = NOW + timedelta(seconds=30 * number, days=number // len(crowd.cards))
        claim = Claim(shown_at=now - timedelta(seconds=20))
        plan.append(Visit(Scan(ActingPerson(crowd.cashiers[0]), card.id, claim), f"telegram:{number}", now))
    return plan


async def rate(db: Database, plan: Sequence[Visit], waiting: int) -> float:
    """Book all of a plan, with so many at once."""
    visits = iter(plan)
    start = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(waiting):
            group.create_task(_book(db, visits))
    return len(plan) / (perf_counter() - start)


async def _book(db: Database, visits: Iterator[Visit]) -> None:
    for visit in visits:
        outcome = await db.write(scan_card, visit.scan, key=visit.key, now=visit.now)
        assert isinstance(outcome, Booked), outcome


class _Recording(sqlite3.Connection):
    """A connection that writes down what its cursors execute."""

    log: list[_Statement]

    def cursor(self, factory: Any = None) -> Any:  # noqa: ARG002 - sqlite3's signature
        """Open a cursor that writes down."""
        return super().cursor(_RecordingCursor)


class _RecordingCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> "_RecordingCursor":
        """Write down, then execute."""
        assert isinstance(self.connection, _Recording)
        self.connection.log.append((sql, parameters))
        super().execute(sql, parameters)
        return self


def _record(path: Path, plan: Sequence[Visit]) -> list[list[_Statement]]:
    """Book all of a plan, and return the statements of each scan."""
    recorded = []
    with closing(sqlite3.connect(path, isolation_level=None, factory=_Recording)) as raw:
        raw.log = []
        tx = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool).connect()
        raw.execute("BEGIN")
        for visit in plan:
            raw.log = []
            outcome = scan_card(tx, visit.scan, key=visit.key, now=visit.now)
            assert isinstance(outcome, Booked), outcome
            recorded.append(raw.log)
        raw.execute("COMMIT")
        tx.close()
    return recorded


def _connect(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _replay(raw: sqlite3.Connection, transactions: Sequence[Sequence[_Statement]]) -> float:
    """Execute transactions one after the other, and return how many a second."""
    start = perf_counter()
    for statements in transactions:
        raw.execute("BEGIN IMMEDIATE")
        for sql, parameters in statements:
            raw.execute(sql, parameters).fetchall()
        raw.execute("COMMIT")
    return len(transactions) / (perf_counter() - start)
