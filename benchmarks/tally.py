"""What came of a database that goes while tills scan, however it goes and whatever comes in its place.

Each time some scans are taken before it goes, some are for while it is gone, and some once there is one again.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from app.clock import read_clock
from benchmarks import bots, claims
from benchmarks.claims import Broken
from benchmarks.crowd import ACCOUNT, crowded
from benchmarks.tills import Deeds, Tills
from benchmarks.witness import Witness

BEFORE, _DURING, _AFTER = 15, 25, 10
SCANS = BEFORE + _DURING + _AFTER
_CASHIERS = 100


@dataclass(slots=True)
class Tally:
    """What came of it; `waits_s` are until the next scan that was taken, by the moment since which they count."""

    how: str
    times: int = 0
    deeds: Deeds = field(default_factory=Deeds)
    broken: Broken = field(default_factory=Broken)
    waits_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __str__(self) -> str:
        waits = "; ".join(
            f"{median(waited):.2f} s from {since} to the next scan, at most {max(waited):.2f} s"
            for since, waited in self.waits_s.items()
        )
        return (
            f"{self.how:<10} {self.times:>4} times {len(self.deeds.scanned):>6} scans acknowledged "
            f"{self.deeds.brought_again:>5} came again   {self.broken}   {waits}"
        )


@asynccontextmanager
async def counted(tally: Tally, database: str, times: int) -> AsyncIterator[Tills]:
    """Let tills work before one process as often as its database will go, and look through that in the end."""
    async with (
        crowded(database, times * SCANS, cashiers=_CASHIERS, now=read_clock()) as crowd,
        Witness() as platform,
        bots.stempel(ACCOUNT, database, platform.url, hasty=True) as bot,
    ):
        tills = Tills(crowd, platform, lambda: [bot.webhook], deeds=tally.deeds)
        async with tills.open():
            yield tills
            await tills.wait_for(times * SCANS)
    tally.broken = await claims.look(database, tally.deeds)


async def begin(tills: Tills) -> None:
    """Wait until scans are taken, with more on their way."""
    tills.begin(BEFORE + _DURING)
    await tills.wait_for_more(BEFORE)


async def go_on(tally: Tally, tills: Tills, since: Mapping[str, float]) -> None:
    """Let scans begin once there is a database again, and note how long the next one took since each moment."""
    tills.begin(_AFTER)
    await tills.wait_for_more(1)
    for moment, at in since.items():
        tally.waits_s[moment].append(perf_counter() - at)
    tally.times += 1
