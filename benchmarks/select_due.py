"""How long a day's round takes to find, among a million customers, who is due for any campaign, and to write it down.

The reference reads every row of the tables that say who may be due, once, by plain `sqlite3`. `visits` is left out of
it, although the rules read those of each customer whom they are asked about: its seven million rows would triple it.
"""

import json
import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import Any

import psutil

from actions.campaigns.churn_rule import keep_rule, lessons
from benchmarks.crowd import run
from benchmarks.million import NOW, SHOP, microseconds, populate
from benchmarks.rows import Row, row
from loyalty.campaigns.churn_rule import KNOWN_VISITS, Hazard
from loyalty.campaigns.due_rules import LADDER, STEP_EVERY_DAYS
from scheduler.campaigns.churn_model import at_volume, silences_of, tally_of
from scheduler.campaigns.rounds import select_due
from storage.engine.database import Database, open_database

MOST_GROWTH_MB = 50
_SCANNED = ("persons", "accounts", "counters", "vouchers", "goals", "consents", "occurrences")
_YESTERDAY = NOW - timedelta(days=1)
_DAY_US = 86_400 * 10**6
# What docs/winback.md learned from a grocery's two years: it asks about far more people than a fixed silence does.
_RULE = Hazard(
    bias=1.87,
    weights=(-0.07, -0.42, 3.08, -0.41, -0.41, 5.89, -3.99, 0.25, -0.23),
    threshold=0.25,
    newcomer_days=(35, 68),
    learned_on=date(2026, 3, 1),
    silences=7988,
)


@dataclass(frozen=True, slots=True)
class _Took:
    """What a round took: the longest of its transactions is what a till may have to wait for."""

    found: int
    seconds: float
    longest_write_ms: float
    grew_mb: float

    def __str__(self) -> str:
        return (
            f"{self.found:,} due, {self.seconds:.1f} s, longest transaction {self.longest_write_ms:.0f} ms,"
            f" memory + {self.grew_mb:.0f} MB"
        )


def measure(*, customers: int = 1_000_000, rounds: int = 3) -> list[Row]:
    """Return the seconds of a day's round, beside one scan; the first look at everybody is only told of."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        path = Path(folder) / "stempel.db"
        run(populate(path, customers))
        run(_learn(path))
        first = _alone(_first_look, path)
        print(f"  select_due, the very first look: {first}", flush=True)
        _let_time_pass(path)
        took = _alone(_days, path, rounds)
    for _, day in took:
        print(f"  select_due, a day: {day}", flush=True)
    assert max(day.grew_mb for _, day in took) <= MOST_GROWTH_MB
    return [row("select_due", "s", [(day.seconds, reference) for reference, day in took])]


def _alone(work: Callable[..., Any], *given: Any) -> Any:
    """Run in a process that has done nothing else: what its memory grows by is the round's."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _first_look(path: Path) -> _Took:
    return run(_round(path, _YESTERDAY))


def _days(path: Path, rounds: int) -> list[tuple[float, _Took]]:
    """Do the same day's round again and again, each time as if it had not been."""
    took = []
    for _ in range(rounds):
        reference = _scan(path)
        took.append((reference, run(_round(path, NOW))))
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("DELETE FROM occurrences WHERE found_at >= ?", (microseconds(NOW),))
            raw.execute("UPDATE campaigns SET looked_at = ?", (microseconds(_YESTERDAY),))
    return took


def _scan(path: Path) -> float:
    with closing(sqlite3.connect(path)) as raw:
        start = perf_counter()
        for table in _SCANNED:
            for _ in raw.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own names
                pass
        return perf_counter() - start


async def _round(path: Path, now: Any) -> _Took:
    async with open_database(f"sqlite:///{path}") as db:
        timed = _Timed(db)
        with _growth() as grown:
            start = perf_counter()
            found = await select_due(timed, SHOP, now=now)
            seconds = perf_counter() - start
    return _Took(found, seconds, timed.longest_s * 1000, max(grown) / 2**20)


class _Timed:
    """A database that notes how long its longest transaction kept the writer."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.longest_s = 0.0

    async def read(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return await self._db.read(fn, *args, **kwargs)

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def timed(tx: Any) -> Any:
            start = perf_counter()
            try:
                return fn(tx, *args, **kwargs)
            finally:
                self.longest_s = max(self.longest_s, perf_counter() - start)

        return await self._db.write(timed)


@contextmanager
def _growth() -> Iterator[list[int]]:
    """Note by how many bytes this process has grown, a hundred times a second."""
    process, over, grown = psutil.Process(), Event(), [0]
    before = process.memory_info().rss

    def watch() -> None:
        while not over.wait(0.01):
            grown[0] = max(grown[0], process.memory_info().rss - before)

    watching = Thread(target=watch)
    watching.start()
    try:
        yield grown
    finally:
        over.set()
        watching.join()


async def _learn(path: Path) -> None:
    """Let the shop have a ladder with two offers, and a rule with the threshold that a nightly refit would set."""
    async with open_database(f"sqlite:///{path}") as db:
        seen, today = await db.read(lessons, SHOP), NOW.date()
        known = [
            known for came in seen.came for known in silences_of([at.date() for at in came], today=today)
        ]
        regulars = [one for one in known if one.known.visits >= KNOWN_VISITS][::10]
        fired = tally_of(seen.plain, regulars, today=today).fired
        await db.write(keep_rule, SHOP, at_volume(_RULE, regulars, fired, today=today))
    with closing(sqlite3.connect(path)) as raw, raw:
        gifts = json.dumps({"gift": "Free coffee", "bigger_gift": "Free lunch"})
        raw.execute("UPDATE campaigns SET settings = ? WHERE kind = 'win_back'", (gifts,))


_BEGAN_BEFORE = f"""
    UPDATE occurrences SET found_at = found_at - ago, expires_at = expires_at - ago FROM (
        SELECT o.id AS this,
            {_DAY_US} * (o.id * 7919 % max(1, min(150, (found_at - last_visit_at) / {_DAY_US} - 14))) AS ago
        FROM occurrences AS o JOIN accounts ON accounts.id = account_id WHERE kind = 'win_back'
    ) WHERE occurrences.id = this
"""  # noqa: S608 - numbers of our own
_CLIMBED = """
    INSERT INTO occurrences (campaign_id, shop_id, account_id, person_id, kind, state, holdout_percent, not_before,
        key, step, found_at, expires_at)
    SELECT campaign_id, shop_id, account_id, person_id, kind, state, holdout_percent, not_before,
        replace(key, ':remind', ':' || :step), :step, found_at + :later, expires_at + :later
    FROM occurrences WHERE kind = 'win_back' AND step = 'remind' AND found_at + :later <= :now
"""
_SENT = "UPDATE occurrences SET state = 'sent', settled_at = found_at WHERE state = 'due'"


def _let_time_pass(path: Path) -> None:
    """Make the first look's backlog a past of daily rounds: sent, and ladders begun over the last five months."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(_BEGAN_BEFORE)
        for number, step in enumerate(LADDER[1:], 1):
            later = number * STEP_EVERY_DAYS * _DAY_US
            raw.execute(_CLIMBED, {"step": step, "later": later, "now": microseconds(_YESTERDAY)})
        raw.execute(_SENT)
