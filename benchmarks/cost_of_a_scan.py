"""What a scan costs: processor time of Stempel, PostgreSQL and the tills beside it apart, and bytes of write-ahead log.

`python -m benchmarks.cost_of_a_scan SCANS [PROCESSES]`: whole scans, from the webhook's POST to the customer's receipt at a fake
Telegram, by one process or several. Processor time is little blurred by what else runs on the machine; how many machines are wanted
is reckoned from it (docs/scale.md).
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import asyncpg
import psutil

from benchmarks.crowd import run
from benchmarks.databases import PostgresServer, postgres
from benchmarks.two_processes import Fleet, fleet

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Used:
    """What was used up to a moment, or of that one scan."""

    stempel_ms: float
    postgres_ms: float
    tills_ms: float  # with the fake Telegram that answers
    log_bytes: float

    def each(self, before: "Used", scans: int) -> "Used":
        """Return what a scan used since."""
        return Used(
            (self.stempel_ms - before.stempel_ms) / scans,
            (self.postgres_ms - before.postgres_ms) / scans,
            (self.tills_ms - before.tills_ms) / scans,
            (self.log_bytes - before.log_bytes) / scans,
        )


def measure(scans: int, processes: int = 1) -> list[Used]:
    """Return what a scan used in each round after the one that warms up."""
    with TemporaryDirectory(prefix="stempel-bench-") as folder:
        return run(_measure(Path(folder), scans, processes))


async def _measure(folder: Path, scans: int, processes: int) -> list[Used]:
    costs = []
    async with (
        postgres(folder) as server,
        fleet(await server.new_database("town"), processes, scans * (_ROUNDS + 1), scans) as town,
    ):
        for first in range(0, scans * (_ROUNDS + 1), scans):
            before = await _used(server, town)
            await town.scans(first, scans)
            costs.append((await _used(server, town)).each(before, scans))
    return costs[1:]


async def _used(server: PostgresServer, town: Fleet) -> Used:
    tx = await asyncpg.connect(server.url())
    try:
        written = await tx.fetchval("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
    finally:
        await tx.close()
    stempel = sum(_processor_ms(bot.pid) for bot in town.bots)
    return Used(stempel, _processor_ms(server.pid), process_time() * 1000, float(written))


def _processor_ms(pid: int) -> float:
    """Return the processor time of a process and those that it started, gone ones included."""
    process = psutil.Process(pid)
    own = process.cpu_times()
    times = own.user + own.system + own.children_user + own.children_system
    for child in process.children(recursive=True):
        used = child.cpu_times()
        times += used.user + used.system
    return times * 1000


if __name__ == "__main__":
    for one in measure(*map(int, sys.argv[1:])):
        print(
            f"Stempel {one.stempel_ms:.1f} ms, PostgreSQL {one.postgres_ms:.1f} ms, tills {one.tills_ms:.1f} ms, "
            f"log {one.log_bytes:,.0f} bytes"
        )
