"""A primary that goes while tills scan, and a standby that takes its place: what was acknowledged is there, and is there once.

`python -m benchmarks.failover 5` does so five times in each of two ways, or in the one that is named, and prints a line for
each: `kill`, where all of the primary's processes end at once, and `silent`, where they say nothing more, as when a network
breaks. What the primary acknowledges the standby has, too (`synchronous_standby_names`). Both stand in STEMPEL_DATABASE_URL. The
standby is promoted at once, as whatever looks after the servers would do after its own time; the other comes back as the new
primary's standby.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Literal

from app.clock import read_clock
from benchmarks import bots, claims
from benchmarks.claims import Broken
from benchmarks.crowd import ACCOUNT, crowded, run
from benchmarks.databases import PostgresServer, postgres_pair
from benchmarks.tills import Deeds, Tills
from benchmarks.witness import Witness

How = Literal["kill", "silent"]
HOWS: tuple[How, ...] = ("kill", "silent")
_CASHIERS = 100
# Scans: taken before the primary goes, for while it does, and once the standby is promoted.
_BEFORE, _DURING, _AFTER = 15, 25, 10
_CARDS = _BEFORE + _DURING + _AFTER


@dataclass(slots=True)
class Tally:
    """What came of it."""

    how: How
    failovers: int = 0
    deeds: Deeds = field(default_factory=Deeds)
    broken: Broken = field(default_factory=Broken)
    until_next_s: list[float] = field(
        default_factory=list
    )  # from the primary's end to the next scan that was taken
    of_it_s: list[float] = field(default_factory=list)  # of that, once the standby was promoted

    def __str__(self) -> str:
        return (
            f"{self.how:<7} {self.failovers:>3} failovers {len(self.deeds.scanned):>5} scans acknowledged "
            f"{self.deeds.brought_again:>5} came again   {self.broken}   next scan after "
            f"{median(self.until_next_s):.2f} s, at most {max(self.until_next_s):.2f} s; "
            f"{median(self.of_it_s):.2f} s and {max(self.of_it_s):.2f} s after the promotion"
        )


async def fail_over(folder: Path, how: How, times: int) -> Tally:
    """Let a primary go so many times, and count."""
    tally = Tally(how)
    async with postgres_pair(folder) as pair:
        primary, standby = pair
        await primary.new_database("stempel")
        url = f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/stempel"
        async with (
            crowded(url, times * _CARDS, cashiers=_CASHIERS, now=read_clock()) as crowd,
            Witness() as platform,
            bots.stempel(ACCOUNT, url, platform.url, hasty=True) as bot,
        ):
            tills = Tills(crowd, platform, lambda: [bot.webhook], deeds=tally.deeds)
            async with tills.open():
                for _ in range(times):
                    await _once(primary, standby, tally, tills)
                    primary, standby = standby, primary
        tally.broken = await claims.look(url, tally.deeds)
    return tally


async def _once(primary: PostgresServer, standby: PostgresServer, tally: Tally, tills: Tills) -> None:
    wanted = len(tills.deeds.scanned) + _CARDS
    tills.begin(_BEFORE + _DURING)
    await tills.wait_for_more(_BEFORE)
    await asyncio.sleep(random.uniform(0, 0.2))  # noqa: S311 - no secret
    gone = perf_counter()
    if tally.how == "silent":
        primary.freeze()
    else:
        await primary.vanish()
    await standby.promote()
    await standby.keep_alone()
    promoted = perf_counter()
    tills.begin(_AFTER)
    await tills.wait_for_more(1)
    tally.until_next_s.append(perf_counter() - gone)
    tally.of_it_s.append(perf_counter() - promoted)
    await tills.wait_for(wanted)
    await primary.vanish()
    await primary.follow(standby)
    await standby.keep_twice()
    tally.failovers += 1


def main(words: Sequence[str]) -> None:
    """Fail over in each way as often as is asked for, and print what came of it."""
    times = int(words[0]) if words else 2
    for how in [one for one in HOWS if one in words] or HOWS:
        with TemporaryDirectory(prefix="stempel-failover-") as folder:
            print(run(fail_over(Path(folder), how, times)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
