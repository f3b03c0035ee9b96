"""What only reads, in a shop with a million lines in its ledger: how long it takes, and how long another shop's till waits."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from itertools import count, cycle, pairwise
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import asyncpg

from actions.people.identify import recognise
from actions.shop.stats import shop_stats
from actions.till.scan import Scan, scan_card
from benchmarks.crowd import Crowd, run
from benchmarks.million import NOW, SHOP, microseconds
from benchmarks.million_entries import CLEO, CUSTOMERS, on_postgres, write_shop
from benchmarks.rows import Row, row
from bot.beside import Unanswered, read
from bot.conversation import finish, take
from bot.platform import Links, Platform
from channels.messages import Address, Incoming, Text
from loyalty.actor import ActingPerson
from loyalty.cards.visits import Claim
from loyalty.shop.coverage import NEWEST
from storage.engine.database import Database, open_database

_DAY_US = 86_400 * 10**6
_PAUSE_S = 0.02  # between two scans at the café
_ASKED = ("/stats", "/find ana 1", "/find nobody", "/export")
_PLATFORM = Platform(Links(b"secret", lambda payload: payload))


def measure_stats(*, customers: int = CUSTOMERS, rounds: int = 5) -> list[Row]:
    """Return the milliseconds of a large shop's figures; the reference is the same by hand-written SQL."""
    return run(_measured(_stats, customers, rounds))


def measure_tills(*, customers: int = CUSTOMERS, rounds: int = 300) -> list[Row]:
    """Return the 99th percentile of a till's scan while another shop asks all that it can; the reference is without."""
    return run(_measured(_tills, customers, rounds))


async def _measured(
    work: Callable[[Database, str, Crowd, int], Awaitable[list[Row]]], customers: int, rounds: int
) -> list[Row]:
    rows: list[Row] = []
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        path = Path(folder) / "stempel.db"
        crowd = await write_shop(path, customers)
        async with on_postgres(path, Path(folder) / "postgres") as postgres:
            for url in (f"sqlite:///{path}", postgres):
                async with open_database(url, migrate=False) as db:
                    rows += await work(db, url, crowd, rounds)
    return rows


def _name(name: str, url: str) -> str:
    return f"{name}_postgres" if url.startswith("postgres") else name


async def _stats(db: Database, url: str, _crowd: Crowd, rounds: int) -> list[Row]:
    cleo = ActingPerson((await db.write(recognise, CLEO, now=NOW)).person.id)
    took = []
    async with _by_hand(url) as ask:
        for _ in range(rounds):
            start = perf_counter()
            await db.read(shop_stats, cleo, SHOP, now=NOW)
            between = perf_counter()
            for query in _FIGURES:
                await ask(query)
            took.append(((between - start) * 1000, (perf_counter() - between) * 1000))
    return [row(_name("stats_million", url), "ms", took)]


@asynccontextmanager
async def _by_hand(url: str) -> AsyncIterator[Callable[[str], Awaitable[object]]]:
    if url.startswith("postgres"):
        connection = await asyncpg.connect(url)
        yield connection.fetch
        await connection.close()
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False)) as raw:
        yield lambda query: asyncio.to_thread(lambda: raw.execute(query).fetchall())


_NOW_US = microseconds(NOW)
_MONDAY = microseconds(datetime.fromisoformat("2026-03-02T00:00:00+01:00"))
_WEEK_BEFORE = _MONDAY - 7 * _DAY_US
_MONTHS = [microseconds(datetime.fromisoformat(f"2026-{month:02}-01T00:00:00+01:00")) for month in (2, 3, 4)]
_FIGURES = (
    f"""SELECT count(*), count(CASE WHEN created_at >= {_MONDAY} THEN 1 END),
    count(CASE WHEN created_at >= {_WEEK_BEFORE} AND created_at < {_NOW_US - 7 * _DAY_US} THEN 1 END),
    count(CASE WHEN last_visit_at >= {_NOW_US - 30 * _DAY_US} THEN 1 END)
    FROM accounts WHERE shop_id = {SHOP} AND person_id IS NOT NULL AND closed_at IS NULL""",  # noqa: S608
    f"""SELECT count(*), count(p.birthday), {
        ", ".join(
            f"count(CASE WHEN (SELECT given FROM consents WHERE person_id = n.person_id AND purpose = '{purpose}'"
            " ORDER BY id DESC LIMIT 1) = 1 THEN 1 END)"
            for purpose in ("reminders", "offers")
        )
    } FROM (SELECT person_id FROM accounts WHERE shop_id = {
        SHOP
    } AND person_id IS NOT NULL AND closed_at IS NULL
    ORDER BY created_at DESC LIMIT {NEWEST}) n JOIN persons p ON p.id = n.person_id""",  # noqa: S608
    f"""SELECT v.at / 900000000, n.programme_id, count(*), sum(v.amount), sum(v.spent_minor), count(v.spent_minor)
    FROM visits v JOIN counters n ON n.id = v.counter_id
    WHERE v.shop_id = {SHOP} AND v.at >= {_WEEK_BEFORE} AND v.undone_at IS NULL GROUP BY 1, 2""",  # noqa: S608
    f"""SELECT count(*), sum(cost_minor), count(cost_minor) FROM vouchers
    WHERE shop_id = {SHOP} AND state = 'available' AND (expires_at IS NULL OR expires_at > {_NOW_US})""",  # noqa: S608
    f"""SELECT count(*), sum(cost_minor), count(cost_minor) FROM vouchers
    WHERE shop_id = {SHOP} AND state = 'used' AND used_at >= {_MONDAY}""",  # noqa: S608
    *(
        f"""SELECT n.programme_id, sum(e.amount) FROM entries e JOIN counters n ON n.id = e.counter_id
        LEFT JOIN entries r ON r.shop_id = e.shop_id AND r.reverses_id = e.id
        WHERE e.shop_id = {SHOP} AND e.kind = 'gift' AND e.at >= {begins} AND e.at < {ends}
        AND e.voucher_id IS NULL AND r.id IS NULL GROUP BY 1"""  # noqa: S608
        for begins, ends in ((_MONDAY, _NOW_US), (_WEEK_BEFORE, _NOW_US - 7 * _DAY_US))
    ),
    *(
        f"""SELECT sum(spent_minor), count(spent_minor) FROM visits
        WHERE shop_id = {SHOP} AND at >= {begins} AND at < {ends} AND undone_at IS NULL"""  # noqa: S608
        for begins, ends in pairwise(_MONTHS)
    ),
)


async def _tills(db: Database, url: str, crowd: Crowd, rounds: int) -> list[Row]:
    scans = _Scans(db, crowd)
    await scans.take(20)
    await _ask(db, _ASKED)  # statements are compiled once
    alone = await scans.take(rounds)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(_ask(db, cycle(_ASKED)))
        await asyncio.sleep(1)
        beside = await scans.take(rounds)
        asked = _answers.copy()
        asking.cancel()
    for said, took in asked.items():
        print(f"  {said}: {len(took)} times, {median(took):.0f} ms", flush=True)
    print(f"  a scan, median: {median(beside):.1f} ms, alone {median(alone):.1f} ms", flush=True)
    return [row(_name("till_beside_reading", url), "ms", [(_p99(beside), _p99(alone))])]


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[98]


class _Scans:
    """The café's cashiers, who scan one card after the other."""

    def __init__(self, db: Database, crowd: Crowd) -> None:
        self._db, self._cards, self._cashiers = db, cycle(crowd.cards), cycle(crowd.cashiers)
        self._keys, self._now = count(), NOW + timedelta(days=1)

    async def take(self, times: int) -> list[float]:
        """Return how long so many took, in milliseconds."""
        took = []
        for key in (next(self._keys) for _ in range(times)):
            self._now += timedelta(minutes=1)
            scan = Scan(ActingPerson(next(self._cashiers)), next(self._cards).id, Claim())
            start = perf_counter()
            await self._db.write(scan_card, scan, key=f"bench:{key}", now=self._now)
            took.append((perf_counter() - start) * 1000)
            await asyncio.sleep(_PAUSE_S)
        return took


_answers: dict[str, list[float]] = {}
_asks = count(1)


async def _ask(db: Database, asked: Iterable[str]) -> None:
    """Ask all that a large shop can ask, over and over, as its router does; each time on another day."""
    _answers.clear()
    for words in asked:
        now = NOW + timedelta(days=next(_asks))
        said = Incoming(f"asks:{next(_asks)}", Address(*CLEO_AT), "Cleo", "en", Text(words))
        start = perf_counter()
        taken = await db.write(take, said, _PLATFORM, None, now=now)
        if isinstance(taken, Unanswered):
            await db.write(finish, await db.read(read, taken))
        _answers.setdefault(words, []).append((perf_counter() - start) * 1000)


CLEO_AT = (CLEO.channel, CLEO.account, CLEO.external_id)
