"""PostgreSQL is stopped and started while tills scan: what was acknowledged is there, and is there once.

`python -m benchmarks.database_stops 34` does so 34 times in each of three ways, or in those that are named, and prints a line
for each. One `stempel
serve` hears the scans by its webhook. As a messenger does, whoever brought a scan that was not acknowledged brings it again.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.clock import read_clock
from benchmarks import bots, claims
from benchmarks.claims import Broken
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.databases import STOPS, PostgresServer, Stop, postgres
from benchmarks.tills import Deeds, Tills
from benchmarks.witness import Witness

_CASHIERS = 100
# Scans: taken before a stop, for while it comes, and once the server is back.
_BEFORE, _DURING, _AFTER = 15, 25, 10
_CARDS_A_STOP = _BEFORE + _DURING + _AFTER


@dataclass(slots=True)
class Tally:
    """What came of it."""

    how: Stop
    stops: int = 0
    deeds: Deeds = field(default_factory=Deeds)
    broken: Broken = field(default_factory=Broken)
    longest_s: float = 0  # from a start to the next scan that was taken

    def __str__(self) -> str:
        return (
            f"{self.how:<10} {self.stops:>4} stops {len(self.deeds.scanned):>6} scans acknowledged "
            f"{self.deeds.brought_again:>5} came again   {self.broken}   "
            f"{self.longest_s:>6.2f} s at most until the next scan"
        )


async def stop_under_load(folder: Path, how: Stop, times: int) -> Tally:
    """Stop and start a server so many times, and count."""
    tally = Tally(how)
    async with postgres(folder) as server:
        database = await server.new_database("stempel")
        cards = times * _CARDS_A_STOP
        async with (
            crowded(database, cards, cashiers=_CASHIERS, now=read_clock()) as crowd,
            Witness() as platform,
            bots.stempel(ACCOUNT, database, platform.url, hasty=True) as bot,
        ):
            tills = Tills(crowd, platform, lambda: [bot.webhook], deeds=tally.deeds)
            async with tills.open():
                await _scan_through(server, tally, times, tills)
        tally.broken = await claims.look(database, tally.deeds)
    return tally


async def _scan_through(server: PostgresServer, tally: Tally, times: int, tills: Tills) -> None:
    dice = random.Random(times)  # noqa: S311 - no secret
    for _ in range(times):
        tills.begin(_BEFORE + _DURING)
        await tills.wait_for_more(_BEFORE)
        await asyncio.sleep(dice.uniform(0, 0.1))
        await server.stop(tally.how)
        await asyncio.sleep(dice.uniform(0, 0.3))
        await server.start()
        began = perf_counter()
        tills.begin(_AFTER)
        await tills.wait_for_more(1)
        tally.longest_s = max(tally.longest_s, perf_counter() - began)
        tally.stops += 1
    await tills.wait_for(times * _CARDS_A_STOP)


def main(words: Sequence[str]) -> None:
    """Stop in each way as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 2
    for how in [one for one in STOPS if one in words] or STOPS:
        with TemporaryDirectory(prefix="stempel-stops-") as folder:
            print(run(stop_under_load(Path(folder), how, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
